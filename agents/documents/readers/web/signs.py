"""Signs that a web page is not what its address promises: a wall, a check, an error, only a script."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from agents.documents.readers.page_parts import walk
from agents.documents.readers.unseen import NEVER_SHOWN
from agents.documents.readers.web.phrases import COOKIE_WORD, ERROR_HEADING, PHRASES, plain

SHORT = 1_500
"""Characters of main text: a page that says sorry says it in fewer, one that has an article in more."""
VERY_SHORT = 700
ALMOST_NOTHING = 250
A_LINE = 80
MAX_CONSENT_CHARACTERS = 3_000
COOKIE_SHARE = 0.04
"""Of the words of a text that is about nothing but cookies and partners."""
_CHARACTERS = 20_000
_BEGINNING = 200
_DROPPED = frozenset(NEVER_SHOWN)
_NOT_FREE = re.compile(
    r"""isAccessibleForFree["']?\s*:\s*["']?(?:false|https?://schema\.org/False)|"""
    r"""article:content_tier["']\s+content=["']?(?:locked|metered)""",
    re.IGNORECASE,
)
_ROOTS = "#root, #app, #__next, #__nuxt, app-root, [data-reactroot]"


def page_signs(tree: LexborHTMLParser, html: str, title: str, text: str) -> list[str]:
    """Names of signs, of `phrases.py`; `text` is the main text.

    An article may say all of these things itself, so most count only where there is little else.
    """
    shown = _shown(tree)
    headings = [plain(_said(node)) for node in tree.css("h1")]
    head = "\n".join([plain(title), *headings])
    length = len(text)
    is_script = length < ALMOST_NOTHING and _is_made_by_script(tree, shown)
    found = {
        "missing": any(each and ERROR_HEADING.fullmatch(each) for each in headings)
        or (length < SHORT and _says("missing", head))
        or (length < VERY_SHORT and _says("missing", plain(text[:_BEGINNING]))),
        "robot_check": length < SHORT and _says("robot_check", f"{head}\n{shown}"),
        "script": is_script,
        "consent": _is_consent(text, shown),
        "sign_in": length < SHORT and (_has_password(tree, length) or _says("sign_in", shown)),
        "paywall": bool(_NOT_FREE.search(html)) or (length < SHORT and _says("paywall", shown)),
    }
    return [name for name, is_there in found.items() if is_there]


def _says(name: str, words: str) -> bool:
    return PHRASES[name].search(words) is not None


def _is_made_by_script(tree: LexborHTMLParser, shown: str) -> bool:
    if not tree.css("script"):
        return False
    unscripted = plain(" ".join(_said(node) for node in tree.css("noscript")))
    is_empty = tree.css_first(_ROOTS) is not None or not shown
    return is_empty or _says("script", f"{shown}\n{unscripted}")


def _is_consent(text: str, shown: str) -> bool:
    """Whether nothing but a question about cookies is shown. Most pages ask, and show their text as well."""
    words = plain(text)
    is_about = len(COOKIE_WORD.findall(words)) >= COOKIE_SHARE * len(words.split())
    is_alone = len(text) < A_LINE or (is_about and len(text) < MAX_CONSENT_CHARACTERS)
    return is_alone and _says("consent", shown)


def _has_password(tree: LexborHTMLParser, length: int) -> bool:
    return length < ALMOST_NOTHING and tree.css_first("input[type=password]") is not None


def _shown(tree: LexborHTMLParser) -> str:
    """The first words that a page shows, with its buttons."""
    pieces: list[str] = []
    length = 0
    for node, _is_leaving in walk(tree.body, _DROPPED) if tree.body is not None else ():
        if node.is_text_node:
            pieces.append(node.text_content or "")
            length += len(pieces[-1])
            if length > _CHARACTERS:
                break
    return plain(" ".join(pieces))


def _said(node: LexborNode) -> str:
    return node.text(deep=True, separator=" ")
