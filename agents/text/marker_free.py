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
    found = (
        _closing(marker, plain, before) or _behind_key(marker, plain, before)
        or _in_emphasis(marker, plain, before) or _bare(marker, plain, before)
    )  # fmt: skip
    return replace(found, raw=text[found.start : found.end]) if found else None


def _closing(marker: SpelledMarker, plain: str, before: str) -> SpelledMarker | None:
    """`e1]`, whose opening bracket is missing or another."""
    closed = _CLOSES.match(plain, marker.end)
    line = plain[max(0, marker.start - 300) : marker.start].rpartition("\n")[2]
    if not closed or before[-1:] == "[" or line.count("[") > line.count("]"):
        return None
    start = marker.start - before.endswith(("(", "{"))
    return replace(marker, start=start, end=closed.end(), certainty=Certainty.LIKELY)


def _behind_key(marker: SpelledMarker, plain: str, before: str) -> SpelledMarker | None:
    key = _KEY_BEFORE.search(before)
    if not key or plain[marker.end : marker.end + 1] == "-":
        return None
    certainty = Certainty.SURE if "evidence" in key[0].lower() else Certainty.LIKELY
    return replace(marker, start=marker.start - len(key[0]), words=key[0], certainty=certainty)


def _in_emphasis(marker: SpelledMarker, plain: str, before: str) -> SpelledMarker | None:
    sign = _DRESS_BEFORE.search(before)
    if not sign or not plain.startswith(sign[0], marker.end):
        return None
    end = marker.end + len(sign[0])
    if not _CLAUSE_ENDS.match(plain, end):
        return None
    return replace(marker, start=marker.start - len(sign[0]), end=end, certainty=Certainty.FAINT)


def _bare(marker: SpelledMarker, plain: str, before: str) -> SpelledMarker | None:
    sign, faint = _SIGN_BEFORE.search(before), replace(marker, certainty=Certainty.FAINT)
    stands_free = _FREE_BEFORE.search(plain, max(0, marker.start - 1), marker.start)
    if _CLAUSE_ENDS.match(plain, marker.end) and not _NAMING.search(before):
        if sign:
            return replace(faint, start=marker.start - len(sign[0]))
        return faint if stands_free else None
    is_subject = _SAYS.match(plain, marker.end) or (before[-1:] == "(" and _HEADS.match(plain, marker.end))
    return faint if stands_free and is_subject else None
