"""Which words of a candidate are of the kind that is asked for, and which of them answer."""

import re
from collections.abc import Callable, Iterable, Mapping
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
    return min(found, key=lambda span: _distance(words, span, stems(ask.text)))


def _distance(words: str, span: Span, asked: frozenset[str]) -> float:
    """Characters between a span and the nearest word that the question has as well."""
    near = [
        max(found.start() - span[1], span[0] - found.end(), 0)
        for found in re.finditer(r"[^\W_]+", words)
        if not (span[0] <= found.start() < span[1]) and stems(found.group()) & asked
    ]
    return min(near, default=0 if not asked else len(words)) + span[0] / 1000


def _numbers(words: str, dimension: Dimension) -> list[Span]:
    found = _in_ranges(words, quantities(words))
    if dimension in DIMENSIONLESS:
        return [span for _, span in found if not _is_date(words, span)]
    if dimension is Dimension.COUNT:
        return [span for each, span in found if not each.dimension and not _is_date(words, span)]
    return [span for each, span in found if _is_of(dimension, each, words) and not _is_date(words, span)]


def _is_of(dimension: Dimension, quantity: Quantity, words: str) -> bool:
    """Pounds are weights and money."""
    if dimension is Dimension.MONEY and _POUNDS.search(words[quantity.start : quantity.end]):
        return True
    return quantity.dimension == dimension.value


def _is_date(words: str, span: Span) -> bool:
    text = words[slice(*span)]
    if is_year(text) and not re.match(r"\s\w+[ns]\b", words[span[1] :]):
        return True
    return any(start <= span[0] and span[1] <= end and (start, end) != span for start, end in dates(words))


def _in_ranges(words: str, found: Iterable[Quantity]) -> list[tuple[Quantity, Span]]:
    """ "40 to 50 cm" is one; with what qualifies it ("about")."""
    merged: list[tuple[Quantity, Span]] = []
    for each in found:
        if merged and _RANGE.fullmatch(words[merged[-1][1][1] : each.start]):
            merged[-1] = each, (merged[-1][1][0], each.end)
        else:
            qualifier = _QUALIFIER.search(words[: each.start])
            merged.append((each, (qualifier.start() if qualifier else each.start, each.end)))
    return merged


_FINDERS: Mapping[AnswerType, Callable[[str], Iterable[Span]]] = {
    AnswerType.DATE: dates,
    AnswerType.PERSON: persons,
    AnswerType.PLACE: places,
    AnswerType.COLOUR: colours,
    AnswerType.REASON: reasons,
    AnswerType.USE: uses,
    AnswerType.NAME: names,
}
