"""How pages say that they keep something back, in four languages: patterns of lower-case text, one a line."""

import re

_PATTERNS = {
    "missing": r"""
        \b(?:error )?404\b
        \bnot found\b
        \b(?:page|content|url|file|article)\b[^.!?\n]{0,50}(?:\bnot\b|\bno longer\b|n't\b|\bcannot\b)[^.!?\n]{0,15}\b(?:found|available|exists?)\b
        (?:can't|cannot|couldn't|could not) find (?:the|that|this|your) (?:page|content|article)
        seite\b[^.!?\n]{0,50}\bnicht\b[^.!?\n]{0,15}(?:gefunden|vorhanden|verfügbar)
        seite\b[^.!?\n]{0,20}(?:existiert|gibt es) nicht
        página\b[^.!?\n]{0,50}\bno\b[^.!?\n]{0,15}(?:existe|encontr\w+|disponible)
        no (?:se )?(?:ha )?enc(?:ontr|uentr)\w+[^.!?\n]{0,15}página
        (?:页面|网页|内容|文章)[^。\n]{0,6}(?:不存在|未找到|删除|不可用)
        找不到[^。\n]{0,8}(?:页|内容)
        """,
    "robot_check": r"""
        (?:verify|confirm) (?:that )?you are (?:a )?human
        checking (?:if the site connection|your browser)
        \bjust a moment\b
        are you a (?:robot|human)
        i'm not a robot
        unusual traffic
        \bcaptcha\b
        (?:complete|pass) the security check
        enable cookies? and javascript to continue
        enable js and disable any ad blocker
        access (?:to this page )?(?:has been |is )?denied
        pardon our interruption
        attention required
        you have been blocked
        kein roboter
        überprüfung ihres browsers
        no (?:es|soy) un robot
        comprobando su navegador
        不是机器人|安全验证|人机验证
        """,
    "script": r"""
        (?:enable|activate|turn on|requires?|needs?) (?:to enable |to run )?javascript
        javascript (?:is |must be |has to be )?(?:disabled|required|enabled|turned off|not enabled)
        (?:not|n't) support javascript
        aktivieren sie (?:bitte )?javascript
        javascript\b.{0,30}(?:aktivier|deaktiviert|benötigt|erforderlich)
        (?:activ|habilit)\w+ (?:el )?javascript
        javascript (?:está )?(?:desactivado|deshabilitado)
        (?:启用|开启|打开) ?javascript
        """,
    "consent": r"""
        \b(?:accept|agree|reject|consent|allow)\b.{0,300}\bcookies?
        \bcookies?\b.{0,300}\b(?:accept|agree|reject|consent|allow)
        (?:akzeptier|zustimm|ablehn|einwillig).{0,300}cookies?
        cookies?.{0,300}(?:akzeptier|zustimm|ablehn|einwillig)
        (?:acept|rechaz).{0,300}cookies?
        cookies?.{0,300}(?:acept|rechaz)
        (?:接受|同意).{0,60}cookie
        cookie.{0,60}(?:接受|同意)
        """,
    "sign_in": r"""
        (?:sign|log) ?in (?:or (?:sign up|register) )?to (?:continue|view|see|read|access)
        (?:please|must|need to) (?:be )?(?:sign(?:ed)?|log(?:ged)?) ?in
        only (?:available )?(?:to|for) registered users
        bitte (?:einloggen|anmelden|melden sie sich an)
        melden sie sich an, um
        angemeldet sein
        inici\w+ sesión para
        debe\w* iniciar sesión
        请先?登录|登录后
        """,
    "paywall": r"""
        subscribe (?:now )?(?:to (?:continue|keep|read)|for (?:full|unlimited) access)
        to (?:continue|keep) reading
        already a (?:subscriber|member)
        (?:only|exclusive\w*|reserved|available) (?:for|to) (?:paid |paying )?(?:subscribers|members)
        for (?:paid |paying )?subscribers
        subscribers?[- ]only
        (?:limit of|all your|your last) free articles
        (?:nur|exklusiv) für abonnent
        jetzt weiterlesen
        weiterlesen mit
        mit \S+ weiterlesen
        (?:bereits|schon) (?:ein abo|abonnent)
        kostenpflichtig
        (?:solo|sólo|exclusiv[oa]) para suscriptores
        suscr[ií]b\w+ para (?:seguir|continuar|leer)
        ya (?:eres|soy|es) suscriptor
        límite de artículos
        订阅后|付费内容|会员专享|开通会员|(?:登录|付费)后?阅读全文
        """,
}
PHRASES = {
    name: re.compile("|".join(line.strip() for line in lines.strip().splitlines()), re.DOTALL)
    for name, lines in _PATTERNS.items()
}
ERROR_HEADING = re.compile(
    r"(?=.*\w)\W*(?:(?:error )?404\W*)?(?:(?:error|page not found|not found|seite nicht gefunden|página no encontrada|"
    r"页面(?:不存在|未找到))\W*)?(?:404\W*)?"
)
"""The whole of a heading that says so, whatever stands below it."""
COOKIE_WORD = re.compile(
    r"cookies?|consent|partners?|privacy|preferences|zustimm\w*|einwillig\w*|datenschutz\w*|partner\w*|"
    r"privacidad|consentimiento|socios|隐私|同意"
)


def plain(text: str) -> str:
    """A text as the patterns take it."""
    return " ".join(text.replace("\u2019", "'").lower().split())
