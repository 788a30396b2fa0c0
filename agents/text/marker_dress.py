"""What models put around a marker: brackets, emphasis, tags, and words that say it cites."""

import re

from agents.text.marker_folding import folded
from agents.text.marker_words import LEADS, MARKER, PAGE, WORD

REMOVED = "\ue000"
"""Stands for a marker that was taken out until what stood around it has gone too; no draft may hold it."""

_ONE = rf"(?:\[\s*e\d+(?:[\s,;]+e\d+)*\s*\]|{REMOVED})"
_MARKERS = rf"(?>{_ONE}(?:[ \t]*(?:[,;/&+|–—-]|and|und|y|和)?[ \t]*{_ONE}){{0,9}})"
_BEFORE = r"(?:\\[a-z]{2,20}\*?(?:\[[^\[\]\n]{0,40}\])?|:[a-z]{2,10}(?=[\[{(])|[@\#^~$!\\]){0,2}"


def _inside(brackets: str) -> str:
    """What may stand between a pair of brackets: markers, and neither these brackets nor square ones."""
    return rf"(?:[^\[\]\n{brackets}]|{_ONE}){{1,80}}+"


_GROUP = re.compile(
    rf"""
      (?<![\w*_~`])(?P<emphasis>\*{{1,3}}|_{{1,3}}|~{{1,2}}|`{{1,3}})(?P<plain>{_MARKERS})(?P=emphasis)(?![\w*_~`])
    | \$(?P<math>\^?{_MARKERS})\$ | (?P<raised>\^{_MARKERS}\^?|{_MARKERS}\^)
    | \[\s*{WORD}\s*\]\s*(?P<named>{_MARKERS})
    | <(?P<tag>[a-z][\w-]{{0,20}})\b[^<>]{{0,99}}>(?P<inner>{_inside("<>")})</(?P=tag)\s*>
    | <(?P<angle>{_inside("<>")})>
    | {_BEFORE}(?:
        \((?P<round>{_inside("()")})\) | \{{(?P<curly>{_inside("{}")})\}} | \[(?P<square>{_inside("")})\]
      )[\^$]?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FOUND = re.compile(_ONE)
_DRESS = re.compile(rf"(?:{LEADS}|{PAGE}[\d\s–-]*|{WORD}|and|[\W_])*", re.IGNORECASE)
_TWICE = re.compile(rf"({MARKER.pattern})(?:[ \t]*\1)+")


def undressed(text: str) -> str:
    """The text without what stands around nothing but markers; one that repeats the last goes too."""
    position, pieces, plain = 0, [], folded(text)
    while found := _GROUP.search(plain, position):
        inside = next(
            value for name, value in found.groupdict().items() if value and name not in ("emphasis", "tag")
        )
        markers = _FOUND.findall(inside)
        # Emphasis begins here, and is not the end of one before, if its signs so far are in pairs.
        sign, line = found["emphasis"], plain.rfind("\n", 0, found.start()) + 1
        is_end = sign and plain.count(sign, line, found.start()) % 2
        if markers and _DRESS.fullmatch(_FOUND.sub("", inside)) and not is_end:
            pieces += [text[position : found.start()], " ".join(markers)]
            position = found.end()
        else:
            pieces.append(text[position : found.start() + 1])
            position = found.start() + 1
    return _TWICE.sub(r"\1", "".join([*pieces, text[position:]]))


def without_removed(text: str) -> str:
    """The text without the places of markers that were taken out."""
    return re.sub(rf"[ \t]*{REMOVED}", "", text)
