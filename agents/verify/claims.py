"""The claims of a draft: its sentences, and the evidence that each of them cites."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.text.marker_words import MARKER
from agents.text.sentences import split_sentences

_ID = re.compile(r"e\d+")
_MARKER_BEFORE_STOP = re.compile(MARKER.pattern + r"(?=\s?[.!?。！？])")
_FILLER = "\N{WORD JOINER}"
# Headings (also a bold line that cites nothing), rules, and the head of a table are no prose.
_HEADING = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t].*|\*\*[^*\n\[]+\*\*:?[ \t]*|[-*_ \t|:=]+|\|.*(?=\n[ \t]*\|?[ \t]*:?-{3}))$",
    re.MULTILINE,
)
_BULLET = re.compile(r"^[ \t]*(?:[-*+•>][ \t]+|\d{1,2}[.)][ \t]+)+", re.MULTILINE)
_EMPHASIS = re.compile(r"\*+(?=\S)|(?<=\S)\*+|\b_+|_+\b")
_ABSENCE = re.compile(
    r"(?:(?:i|we)\s+(?:could|can|did|do)(?:\s*not|n['’]t)\s+"
    r"(?:find|see|say|tell|confirm|determine|verify|answer|identify|know|have)\b"
    r"|there\s+(?:is|was)\s+no\s+(?:\w+\s+)?(?:evidence|information|answer|mention)\b"
    r"|(?:the|these|my)\s+(?:corpora|corpus|sources?|documents?|evidence|texts?|search(?:es)?)\b[^,;]*"
    r"\b(?:no|nothing|not)\b"
    r"|on\s+“[^”]*”\s+the\s+corpora\s+hold\s+no\b"
    r"|no\s+(?:\w+\s+)?(?:picture|text|source|document|evidence|information|answer)s?\b"
    r"|nothing\s+(?:was|is|in)\b)",
    re.IGNORECASE,
)
_TURN = re.compile(r"[;:]|\b(?:but|however|although|though)\b", re.IGNORECASE)
_SHORT_REPLY = re.compile(r"(?:yes|no)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with its markers, at `[start, end)` of its draft; `evidence` in the order it is cited."""

    start: int
    end: int
    text: str
    evidence: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The sentence without its markers and without Markdown's emphasis."""
        bare = _EMPHASIS.sub("", MARKER.sub("", self.text))
        return re.sub(r"\s+", " ", re.sub(r"\s+(?=[.,;!?。！？，])", "", bare)).strip()


def claims(draft: str) -> tuple[Claim, ...]:
    """The sentences of a draft that claim something.

    A marker belongs to the sentence it stands in, or to the one just before it on its line. It also covers
    the sentences before that one on the same line which have no marker of their own, as a citation at the end
    of a passage does; each of them is then checked against it. Any other sentence without a marker is a claim
    without evidence, unless it is plainly none: a heading, the head of a table, a question, a line that leads
    into a list (it ends with a colon), a bare yes or no, or a statement that something was not found.
    """
    sentences = list(_sentences(draft))
    lines = [draft.count("\n", 0, sentence.start) for sentence in sentences]
    covered: list[Claim] = []
    for sentence, line in reversed(list(zip(sentences, lines, strict=True))):
        after = covered[-1] if covered and draft.count("\n", 0, covered[-1].start) == line else None
        inherits = after is not None and not sentence.evidence and _is_claim(sentence)
        covered.append(replace(sentence, evidence=after.evidence) if after and inherits else sentence)
    return tuple(claim for claim in reversed(covered) if claim.evidence or _is_claim(claim))


def repeats(found: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims whose words stood in an earlier claim already."""
    said: set[str] = set()
    again = []
    for claim in found:
        words = claim.words.casefold().rstrip(" .!")
        if words in said:
            again.append(claim)
        said.add(words)
    return tuple(again)


def _sentences(draft: str) -> Iterator[Claim]:
    """Every sentence, a claim or not, with its markers.

    All that is no prose is blanked first, at the same length: `flew.[e1] She` becomes two sentences. A marker
    belongs to the sentence before it, unless only the one after it is on its line.
    """
    body = _blanked(_HEADING, draft)
    # A marker before a full stop is filled, so that the stop does not look like one of an abbreviation.
    prose = _MARKER_BEFORE_STOP.sub(lambda found: _FILLER * len(found[0]), body)
    for pattern in (MARKER, _BULLET, _EMPHASIS):
        prose = _blanked(pattern, prose)
    spans = [(sentence.start, sentence.end) for sentence in split_sentences(prose)]
    owned: dict[int, list[re.Match[str]]] = {}
    for marker in MARKER.finditer(body):
        before = bisect(spans, marker.start(), key=lambda span: span[0]) - 1
        is_last = before + 1 == len(spans)
        follows = before >= 0 and (is_last or "\n" not in draft[spans[before][1] : marker.start()])
        precedes = not is_last and "\n" not in draft[marker.end() : spans[before + 1][0]]
        owner = before if follows or (before >= 0 and not precedes) else before + 1
        owned.setdefault(owner, []).append(marker)
    floor = 0
    for number, (start, end) in enumerate(spans):
        markers = owned.get(number, [])
        start, end = min([start, *(m.start() for m in markers)]), max([end, *(m.end() for m in markers)])
        while start > floor and draft[start - 1] in "*_":
            start -= 1
        while end < len(draft) and draft[end] in "*_":
            end += 1
        ids = dict.fromkeys(key for marker in markers for key in _ID.findall(marker[1]))
        yield Claim(start, end, draft[start:end], tuple(ids))
        floor = end


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), text)


def _is_claim(sentence: Claim) -> bool:
    words = sentence.words
    if not any(character.isalnum() for character in words) or words.endswith(("?", "？", ":", "：")):
        return False
    is_absence = bool(_ABSENCE.match(words)) and not _TURN.search(words)
    return not is_absence and not _SHORT_REPLY.fullmatch(words)
