"""Which words of a candidate are of the kind that is asked for, and which of them answer."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from agents.questions.types import AnswerType, Ask, Dimension
from agents.reading.clauses import reasons, uses
from agents.reading.stems import stems
from agents.reading.types import Candidate, CandidateKind
from agents.reading.values.colours import colours
from agents.reading.values.dates import dates, is_year
from agents.reading.values.names import names, persons, places
from agents.reading.values.quantities import Quantity, quantities

Span = tuple[int, int]

_POUNDS = re.compile(r"(?:pounds?|pfund|libras?)$", re.IGNORECASE)
DIMENSIONLESS = frozenset({Dimension.NONE, Dimension.OTHER})
_RANGE = re.compile(r"\s?(?:to|and|or|x|×|by|bis|und|oder|mal|a|y|o|por|[–—-]|至|到|～|~)\s?", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"(?:\b(?:about|around|nearly|almost|over|under|up to|at least|at most|more than|less than|some|"
    r"roughly|only|"
    r"rund|etwa|fast|gut|knapp|über|bis zu|mindestens|höchstens|mehr als|weniger als|ungefähr|nur|"
    r"unos|unas|casi|más de|menos de|hasta|al menos|cerca de|alrededor de|aproximadamente)\s|"
    r"(?:约|大约|近|超过|不到|至少|最多|将近))$",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def spans_in(expects: AnswerType, dimension: Dimension, words: str) -> tuple[Span, ...]:
    """Where `words` have something of the kind that is asked for, the likeliest first; empty for any kind."""
    if expects is AnswerType.NUMBER:
        return tuple(_numbers(words, dimension))
    find = _FINDERS.get(expects)
    return tuple(find(words)) if find else ()


def _numbers(words: str, dimension: Dimension) -> Iterator[Span]:
    """Those of a dimension that are no dates; "40 to 50 cm" is one, with what qualifies it ("about")."""
    ranges: list[tuple[Quantity, Span]] = []
    for each in quantities(words):
        if ranges and _RANGE.fullmatch(words[ranges[-1][1][1] : each.start]):
            ranges[-1] = each, (ranges[-1][1][0], each.end)
        else:
            qualifier = _QUALIFIER.search(words[: each.start])
            ranges.append((each, (qualifier.start() if qualifier else each.start, each.end)))
    for each, span in ranges:
        is_wanted = dimension in DIMENSIONLESS or each.dimension == dimension.value
        if dimension is Dimension.COUNT:
            is_wanted = not each.dimension
        elif dimension is Dimension.MONEY:  # Pounds are weights and money.
            is_wanted = is_wanted or _POUNDS.search(words[each.start : each.end]) is not None
        start, end = span
        if not is_wanted or (is_year(words[start:end]) and not re.match(r"\s\w+[ns]\b", words[end:])):
            continue
        if not any(a <= start and end <= b and (a, b) != span for a, b in dates(words)):
            yield span


def holds(expects: AnswerType, dimension: Dimension, words: str) -> bool:
    """Whether `words` have something of the kind that is asked for; always where any kind will do."""
    return expects is AnswerType.ANY or bool(spans_in(expects, dimension, words))


def span_of(ask: Ask, candidate: Candidate) -> Span | None:
    """The words of a candidate that answer; None where that cannot be told.

    What the question says itself is no answer. Of several, the one nearest to words of the question.
    """
    words = candidate.words
    asked = ask.text.casefold()
    found = [
        span
        for span in spans_in(ask.expects, ask.dimension, words)
        if words[slice(*span)].casefold().strip() not in asked
    ]
    if candidate.kind is CandidateKind.ROW and not found and ask.expects in (AnswerType.NAME, AnswerType.ANY):
        colon = words.find(": ")
        return (colon + 2, len(words)) if colon >= 0 else None
    if not found or ask.expects is AnswerType.NAME:
        return None  # Which of the names of a sentence is meant, these rules guess wrongly half of the time.
    if ask.expects in (AnswerType.REASON, AnswerType.USE, AnswerType.COLOUR):
        return found[0]
    wanted = stems(ask.text)
    shared = [each.span() for each in re.finditer(r"[^\W_]+", words) if stems(each.group()) & wanted]
    distances: dict[Span, float] = {}
    for start, end in found:
        # Characters to the nearest word that the question has as well.
        near = [max(first - end, start - last, 0) for first, last in shared if not start <= first < end]
        distances[start, end] = min(near, default=len(words) if wanted else 0) + start / 1000
    return min(found, key=distances.__getitem__)


_FINDERS: Mapping[AnswerType, Callable[[str], Iterable[Span]]] = {
    AnswerType.DATE: dates,
    AnswerType.PERSON: persons,
    AnswerType.PLACE: places,
    AnswerType.COLOUR: colours,
    AnswerType.REASON: reasons,
    AnswerType.USE: uses,
    AnswerType.NAME: names,
}
