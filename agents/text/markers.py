"""The citation markers of a draft, rewritten in the one spelling that the run checks and numbers.

A draft is rewritten once, as it is handed in. A marker whose meaning is not certain is taken out, what is not
spelled as a marker stays as it is, and words from outside are made inert before they enter a draft.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from agents.text.hidden import visible
from agents.text.marker_dress import REMOVED, undressed, without_removed
from agents.text.marker_spellings import spelled_markers, with_lookalikes
from agents.text.marker_words import MARKER
from agents.text.spelled_marker import Certainty, SpelledMarker
from agents.types import Evidence

_ID = re.compile(r"e\d+")
MAX_NESTING = 20
"""Brackets within brackets that are looked into, from the inside out."""

_TITLE = (
    r"(?:sources?|references?|citations?|evidence|footnotes?|quellen|belege|fuentes|referencias|来源|参考)"
)
_SOURCES = re.compile(
    rf"(?:\n|\A)[ \t#>*_-]*{_TITLE}[ \t*_]*[:：]?[ \t*_]*\n"
    r"(?P<lines>(?:[^\S\n]*\n|[^\w\n]*(?:\d{1,3}\W+)?(?:evidence\W+)?e\d{1,4}\b[^\n]*(?:\n|\Z))+)\s*\Z",
    re.IGNORECASE,
)
_FOOTNOTES = re.compile(r"^[ \t]*\[\^(?:e\d{1,4}|\d{1,3})\]:[^\n]*(?:\n|\Z)", re.MULTILINE | re.IGNORECASE)
_DEFINITION = re.compile(r"^\W*(\d{1,3})\W[^\n]*?\b(e\d{1,4})\b", re.MULTILINE | re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_CLAUSE_END = re.compile(r"[ \t]*(?:[.,;:!?。，；：！？)\]}\n\[*_`~<$^]|\Z)")


def canonical(draft: str, evidence: Mapping[str, Evidence]) -> str:
    """The draft with every marker as `[e1]` or `[e1, e2]`; a canonical draft stays as it is.

    Ids that the run does not hold keep this spelling, so that a check can name them; `without_unknown` takes
    them out. A marker that could mean several things, or nothing of this run, goes at once, and so does a
    list of sources at the end. A bare number counts when such a list says what it stands for, or when the run
    keeps one piece only and that is its number.
    """
    shown = visible(draft).replace(REMOVED, "")
    listed, body = "".join(_FOOTNOTES.findall(shown)), _FOOTNOTES.sub("", shown)
    section = _SOURCES.search(body)
    if section and body[: section.start()].strip():
        listed += section["lines"]
        body = body[: section.start()].rstrip()
    meanings = {int(number): key.lower() for number, key in _DEFINITION.findall(listed)}
    if len(evidence) == 1:
        meanings |= {int(key[1:]): key for key in evidence if _ID.fullmatch(key)}
    text = body
    for _ in range(MAX_NESTING):
        body, text = text, undressed(_rewritten(text, evidence, meanings))
        if text == body:
            break
    text = without_removed(text)
    named = dict.fromkeys(key.lower() for key in re.findall(r"\be\d{1,4}\b", listed, re.IGNORECASE))
    if named and not MARKER.search(text):
        return f"{text.rstrip()} [{', '.join(named)}]"
    return text


def without_unknown(draft: str, evidence: Mapping[str, Evidence]) -> str:
    """A canonical draft without the ids that the run does not hold."""

    def known(found: re.Match[str]) -> str:
        ids = [key for key in _ID.findall(found[2]) if key in evidence]
        return f"{found[1]}[{', '.join(ids)}]" if ids else ""

    return re.sub(rf"([ \t]*){MARKER.pattern}", known, draft).strip()


def inert(text: str) -> str:
    """The visible text, at the same length, with lookalikes for whatever could be read as a marker.

    For words from outside: a quote with `[e1]` or `[1]` in it must not become a citation.
    """
    text = visible(text)
    for _ in range(MAX_NESTING):
        found = list(spelled_markers(text))
        if not found:
            break
        text = _replaced(text, [(marker, with_lookalikes(marker)) for marker in found])
    return text


def _rewritten(body: str, evidence: Mapping[str, Evidence], meanings: Mapping[int, str]) -> str:
    found = list(spelled_markers(body))
    if not found:
        return body
    meant = _meant(found, body, evidence)
    written = []
    for marker in found:
        if marker.numbers and not {*marker.numbers} <= meanings.keys():
            # Whether a place is between backticks on its line, or between two lines that fence code.
            line = body[body.rfind("\n", 0, marker.start) + 1 : marker.start]
            is_in_code = line.count("`") % 2 == 1 or len(_FENCE.findall(body, 0, marker.start)) % 2 == 1
            written.append((marker, with_lookalikes(marker) if is_in_code else REMOVED))
        elif marker.start not in meant:
            written.append((marker, marker.raw))
        else:
            ids = marker.ids or tuple(meanings[number] for number in marker.numbers)
            if not ids:
                # A picture or a document is named only when one piece of evidence is from it.
                from_it = [
                    piece.id
                    for piece in evidence.values()
                    if (marker.uid and piece.uid == marker.uid)
                    or (marker.document is not None and piece.document == marker.document)
                ]
                ids = tuple(from_it) if len(from_it) == 1 else ()
            written.append((marker, marker.words + (f"[{', '.join(ids)}]" if ids else REMOVED)))
    return _replaced(body, written)


def _meant(found: Sequence[SpelledMarker], body: str, evidence: Mapping[str, Evidence]) -> set[int]:
    """Where those begin that are markers: nothing around speaks of such a name, and something says so."""
    quotes = (words for piece in evidence.values() for words in (piece.title, piece.quote))
    ordinary = "\n".join((_replaced(body, [(marker, "") for marker in found]), *quotes))
    # An id that a text has as a word of its own is a name there.
    sought = {marker.start: marker.sought for marker in found}
    patterns = {pattern for each in sought.values() for pattern in each}
    spoken_of = {each for each in patterns if re.search(rf"(?<!\w){each}(?!\w)", ordinary)}
    names = {start for start, each in sought.items() if not spoken_of.isdisjoint(each)}
    meant, is_citing = set[int](), False
    for marker in found:
        is_held = any(key in evidence for key in marker.ids)
        is_sure = marker.certainty is Certainty.SURE
        is_likely = marker.certainty is Certainty.LIKELY and _CLAUSE_END.match(body, marker.end)
        is_own = not marker.ids or (is_sure and marker.is_small)
        if is_own or (marker.start not in names and (is_sure or is_held or is_likely)):
            meant.add(marker.start)
            is_citing = is_citing or is_held
    if is_citing:
        # A draft that cites means to cite where it names what the run does not hold, too.
        meant |= {marker.start for marker in found if marker.is_exact and marker.start not in names}
    return meant


def _replaced(text: str, written: Iterable[tuple[SpelledMarker, str]]) -> str:
    """The text with other words in the place of markers; where nothing is left, no space is either."""
    pieces: list[str] = []
    position = 0
    for marker, words in written:
        before = text[position : marker.start]
        pieces += [before if words else before.rstrip(" \t"), words]
        position = marker.end
    return "".join([*pieces, text[position:]])
