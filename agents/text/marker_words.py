"""The vocabulary of citation markers: ids, lists of them, and the words that stand before and behind."""

import re

MARKER = re.compile(r"\[\s*(e\d+(?:[\s,;]+e\d+)*)\s*\]")
"""`[e1]`, `[e1, e3]`; several may follow each other, before the full stop or after it."""

MAX_ITEMS = 30
"""Further ids that one marker may name."""

DASH = r"\s*(?:--?|[–—…~至到→]|\.{2,3}|\b(?:to|through|thru|bis|hasta)\b)\s*"
PREFIX = r"e(?:v(?:id(?:ence)?)?)?[ \t._:\#~-]{0,2}"
"""What may stand before the number of an id in brackets: `e1`, `e-1`, `e 1`, `ev1`, `evidence 1`."""
_END = r"(?![A-Za-z0-9À-ɏ])"
_ID = rf"{PREFIX}\d{{1,4}}{_END}"
_NUMBER = rf"\d{{1,3}}{_END}"

_AND = (
    r"(?:\s*[,;/&+|·、，；](?:\s*(?:and|or|und|oder|y|o)\b)?\s*|\s+(?:and|or|und|oder|y|o)\s+|"
    r"\s*(?:和|与|及|以及|或)\s*|\s+)"
)
_ALSO = r"(?:\s*[,;&+](?:\s*(?:and|or|und|oder|y|o)\b)?\s*|\s+(?:and|or|und|oder|y|o)\s+)"
"""Parts the further numbers of a list, where a mere space or a slash would leave a doubt."""


def _list(item: str, number: str) -> str:
    """Ids in a row, each of which may be the beginning of a range."""
    end = rf"(?:{DASH}(?:{_ID}|{_NUMBER}))?"
    return rf"(?>{item}{end}(?:(?:{_AND}[\^\#]?{item}|{_ALSO}{number}){end}){{0,{MAX_ITEMS}}})"


LIST = _list(_ID, _NUMBER)
"""In brackets, where the first id tells that the numbers behind it are ids too."""
_EXACT_ID = rf"(?-i:e\d{{1,4}}){_END}"
EXACT_LIST = _list(_EXACT_ID, _EXACT_ID)
"""As the run itself writes ids, for where no bracket tells what they are."""

WORD = (
    r"(?:according\sto|sources?|evidences?|references?|refs?|citations?|cited?|citing|see(?:\salso)?|quellen?|"
    r"belege?|siehe|fuentes?|evidencias?|véase|fonte|bron|kaynak|источник\w*|來源|来源|证据|證據|参见|出典|출처)"
)
BETWEEN = r"(?:[\s.\"']*[:=\#_/|-][\s\"'“]*|\.?\s+|(?<=[一-鿿])(?=e\d))"
KEY = rf"(?:{WORD}{BETWEEN})"
_LEAD = (
    r"(?:src|docs?|documents?|ids?|items?|no|nr|cf|per|via|from|in|by|at|of|on|as|also|and|is|the|"
    r"(?:based|supported|shown|stated|said|seen|described|given|reported|mentioned|noted|quoted|found)|"
    r"footnotes?|fn|notes?|passages?|quotes?|snippets?|chunks?|results?|proofs?|facts?|entry|texts?|"
    r"images?|pictures?|figures?|fig|laut|gemäß|nach|vgl|aus|bei|beweise?|nachweise?|según|根据|依据|见)"
)
LEADS = rf"(?:{KEY}|{_LEAD}{BETWEEN})"

PAGE = r"(?:pp?|pages?|lines?|sections?|seiten?|s|zeilen?|pág|páginas?|第|§)\W{0,2}\d"
SAYS = (
    r"(?:\s+(?:says?|said|states?|shows?|reports?|confirms?|mentions?|describes?|notes?|tells?|indicates?|"
    r"suggests?|supports?|sagt|zeigt|nennt|belegt|bestätigt|dice|muestra|indica|confirma)\b"
    r"|\s*(?:说|指出|显示|表明|提到))"
)
