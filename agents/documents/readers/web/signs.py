"""Signs that a web page is not what its address promises: a wall, a check, an error, nothing without scripts."""

import re

from selectolax.lexbor import LexborHTMLParser

from agents.documents.readers.page_parts import walk
from agents.documents.readers.unseen import NEVER_SHOWN

SHORT = 1_500
"""Characters of main text: a page that says sorry says it in fewer, one that has an article in more."""
ALMOST_NOTHING = 250
_CHARACTERS = 20_000
_DROPPED = frozenset(NEVER_SHOWN)

_NOT_FREE = re.compile(
    r"""isAccessibleForFree["']?\s*:\s*["']?(?:false|https?://schema\.org/False)|"""
    r"""article:content_tier["']\s+content=["']?(?:locked|metered)""",
    re.IGNORECASE,
)
_PATTERNS = {
    "missing": r"\b(?:error )?404\b|\bpage (?:was |is |could |can)?(?:not|no longer|n['’]t) (?:be )?(?:found|available|exist\w*)"
    r"|\bnot found\b|does(?: not|n['’]t) exist|no longer (?:exists|available)|seite (?:wurde )?nicht (?:gefunden|vorhanden)"
    r"|(?:gibt es|existiert) nicht(?: mehr)?|página no (?:encontrada|existe)|no se (?:ha encontrado|encuentra|encontró)"
    r"|page (?:introuvable|non trouvée)|页面不存在|找不到(?:该|您|这)?.{0,6}页|404 ?错误",
    "robot_check": r"verify (?:that )?you are (?:a )?human|checking (?:if the site connection|your browser)|just a moment"
    r"|are you a robot|i['’]m not a robot|unusual traffic|complete the captcha|enable cookies? and javascript to continue"
    r"|access denied|attention required|kein roboter|no soy un robot|不是机器人|安全验证",
    "script": r"(?:enable|turn on|requires?|activate|need) (?:to enable |to run )?javascript|javascript (?:is |ist |está )?"
    r"(?:disabled|required|deaktiviert|desactivado|nötig)|javascript (?:zu |bitte )?aktivieren|active javascript"
    r"|habilit\w+ javascript|启用 ?javascript",
    "consent": r"(?:accept|reject|manage|allow)(?: all)?(?: cookies| preferences)?\b.{0,200}\bcookies?|cookies?\b.{0,300}\b(?:accept|"
    r"reject|agree|consent)|cookies?.{0,300}(?:akzeptier|zustimm|ablehn|einwillig)|cookies?.{0,300}(?:acept|rechaz)"
    r"|(?:接受|同意).{0,40}cookie|cookie.{0,40}(?:接受|同意)",
    "paywall": r"subscribe (?:now )?to (?:continue|keep|read)|to (?:continue|keep) reading|already a subscriber|for subscribers only"
    r"|this (?:article|content|story) is (?:for|reserved for|available to) (?:\w+ )?(?:subscribers|members)|subscriber[- ]only"
    r"|nur für abonnent|jetzt (?:weiterlesen|abonnieren|abo)|weiterlesen mit|bereits abonnent|artikel ist kostenpflichtig"
    r"|solo para suscriptores|suscríb\w+ para (?:seguir|continuar)|ya (?:eres|soy) suscriptor|订阅后|会员专享|登录后阅读全文",
    "sign_in": r"(?:sign|log) ?in to (?:continue|view|see|read)|(?:please|you must|you need to) (?:sign|log) ?in|bitte (?:melde|einloggen|"
    r"anmelden)|melden sie sich an|inici\w+ sesión para|请(?:先)?登录",
}  # fmt: skip
_SIGNS = {name: re.compile(pattern, re.IGNORECASE | re.DOTALL) for name, pattern in _PATTERNS.items()}
_ROOTS = "#root, #app, #__next, #__nuxt, app-root, [data-reactroot]"


def page_signs(tree: LexborHTMLParser, html: str, title: str, text: str) -> list[str]:
    """Names of signs, of `_PATTERNS`; `text` is the main text. An article may speak of all of these itself, so
    most count only where there is little else.
    """
    signs = ["paywall"] if _NOT_FREE.search(html) else []
    if len(text) > SHORT:
        return signs
    shown = _shown(tree)
    heading = tree.css_first("h1")
    head = f"{title}\n{heading.text(deep=True) if heading is not None else ''}\n{text[:200]}"
    if _SIGNS["missing"].search(head):
        signs.append("missing")
    if _SIGNS["robot_check"].search(f"{title}\n{shown}"):
        signs.append("robot_check")
    scripts = len(tree.css("script"))
    unscripted = " ".join(node.text(deep=True) for node in tree.css("noscript"))
    if len(text) < ALMOST_NOTHING and scripts:
        is_root = tree.css_first(_ROOTS) is not None
        if is_root or not text or _SIGNS["script"].search(f"{shown}\n{unscripted}"):
            signs.append("script")
    if tree.css_first("input[type=password]") is not None or _SIGNS["sign_in"].search(shown):
        signs.append("sign_in")
    signs += [name for name in ("consent", "paywall") if name not in signs and _SIGNS[name].search(shown)]
    return signs


def _shown(tree: LexborHTMLParser) -> str:
    pieces: list[str] = []
    length = 0
    if tree.body is None:
        return ""
    for node, _is_leaving in walk(tree.body, _DROPPED):
        if node.is_text_node:
            pieces.append(node.text_content or "")
            length += len(pieces[-1])
            if length > _CHARACTERS:
                break
    return " ".join(" ".join(pieces).split())
