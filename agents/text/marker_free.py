"""Markers without brackets of their own: behind a word that cites, in emphasis, at the end of a clause."""

import re
from dataclasses import replace

from agents.text.marker_words import EXACT_LIST, KEY, SAYS
from agents.text.spelled_marker import Certainty, SpelledMarker, ids_of

STARTS = r"(?<![A-Za-z0-9])(?-i:e)(?=\d)"
"""Where an id begins that is written just as the run writes ids."""

_LONGEST_BEFORE = 40
_IDS = re.compile(EXACT_LIST, re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:!?](?![A-Za-z0-9])|[。、)\]}>\n]|\Z)|[ \t]+[–—-][ \t]|[ \t]*\|")
_CLOSES = re.compile(r"\s?\]")
_SAYS = re.compile(SAYS, re.IGNORECASE)
_HEADS = re.compile(r"\s+[A-ZÄÖÜ\"“]")
_KEY_BEFORE = re.compile(rf"\b{KEY}\Z", re.IGNORECASE)
_SIGN_BEFORE = re.compile(r"(?<=\S)(?:[ \t]+[~@\#*$–-]{1,2}[ \t]*|[ \t]*[†‡§→↑—][ \t]*|[ \t]*[,;:][ \t]+)\Z")
_DRESS_BEFORE = re.compile(r"(?<![\w*`~])(?:\*{1,3}|_{1,3}|~{1,2}|`{1,3}|[/:$])\Z")
_FREE_BEFORE = re.compile(r"(?<![A-Za-z0-9_'\"“”‘’„/\\.@\#+=-])\Z")
_NAMING = re.compile(
    r"\b(?:the|an?|is|was|are|were|be|called|named|to|on|at|with|for|der|die|das|dem|den|ein|eine|ist|war|"
    r"el|la|los|las|un|una|es|era)[ \t]+\Z",
    re.IGNORECASE,
)
"""Words behind which an id without brackets would be the name of a thing."""


def marker_at(plain: str, start: int, text: str, floor: int) -> SpelledMarker | None:
    """The marker whose first id begins at a place of the folded text; it begins at `floor` or later."""
    ids = _IDS.match(plain, start)
    if not ids:
        return None
    before = plain[max(floor, start - _LONGEST_BEFORE) : start]
    marker = SpelledMarker(start, ids.end(), "", ids=ids_of(ids[0]))
    closed, key = _CLOSES.match(plain, marker.end), _KEY_BEFORE.search(before)
    line = plain[max(0, start - 300) : start].rpartition("\n")[2]
    found: SpelledMarker | None
    if closed and before[-1:] != "[" and line.count("[") <= line.count("]"):
        # `e1]`, whose opening bracket is missing or another.
        first = start - before.endswith(("(", "{"))
        found = replace(marker, start=first, end=closed.end(), certainty=Certainty.LIKELY)
    elif key and plain[marker.end : marker.end + 1] != "-":
        certainty = Certainty.SURE if "evidence" in key[0].lower() else Certainty.LIKELY
        found = replace(marker, start=start - len(key[0]), words=key[0], certainty=certainty)
    else:
        found = _bare(replace(marker, certainty=Certainty.FAINT), plain, before)
    return replace(found, raw=text[found.start : found.end]) if found else None


def _bare(marker: SpelledMarker, plain: str, before: str) -> SpelledMarker | None:
    """A marker without bracket and key: in emphasis, at the end of a clause, or as what says something."""
    dress, sign = _DRESS_BEFORE.search(before), _SIGN_BEFORE.search(before)
    if dress and plain.startswith(dress[0], marker.end):
        end = marker.end + len(dress[0])
        if _CLAUSE_ENDS.match(plain, end):
            return replace(marker, start=marker.start - len(dress[0]), end=end)
    stands_free = _FREE_BEFORE.search(plain, max(0, marker.start - 1), marker.start)
    if _CLAUSE_ENDS.match(plain, marker.end) and not _NAMING.search(before):
        if sign:
            return replace(marker, start=marker.start - len(sign[0]))
        return marker if stands_free else None
    is_subject = _SAYS.match(plain, marker.end) or (before[-1:] == "(" and _HEADS.match(plain, marker.end))
    return marker if stands_free and is_subject else None
