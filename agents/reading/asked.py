"""What an ask asks for beside its subject: its concepts, its figures, and the units that would answer."""

import re
from dataclasses import dataclass
from functools import lru_cache

from agents.questions.types import AnswerType, Ask, Dimension, Intent
from agents.reading.concepts import concepts
from agents.reading.facts import FIGURES

_OF_THE_KIND = frozenset({"colour", "cause", "count"})
"""Concepts that the kind of the answer says already."""

_OPEN = re.compile(
    r"\bhow (?:big|large|small|much)\b|\bwie (?:groß|hoch|viel)\b|\bqué tamaño\b|\bcuánt[oa]\b|多大|多少",
    re.IGNORECASE,
)
"""Asks for one of several dimensions: "wie hoch" for heights, prices, temperatures and shares."""

_LONG = re.compile(
    r"\bhow long\b|\bwie (?:lange?|weit)\b|\bhow far\b|多长|多久|\bcuánto (?:dura|mide)\b", re.IGNORECASE
)
_LENGTH_OR_TIME = (Dimension.LENGTH, Dimension.TIME)
_OF_ANY_UNIT = (Dimension.NONE, Dimension.OTHER)


@dataclass(frozen=True, slots=True)
class Asked:
    """`concepts` are those that are asked for; `dimensions` those of numbers that may answer."""

    concepts: frozenset[str]
    figures: frozenset[str]
    dimensions: tuple[Dimension, ...]
    is_number: bool
    has_unit: bool


@lru_cache(maxsize=4096)
def asked_in(ask: Ask, subject: str) -> Asked:
    """What is asked of a subject."""
    found = concepts(ask.text) - _OF_THE_KIND
    wanted = (found - concepts(subject)) or found
    is_number = ask.expects is AnswerType.NUMBER
    is_measured = is_number and ask.intent is not Intent.COUNT
    dimensions: tuple[Dimension, ...] = (ask.dimension,)
    if is_measured and ask.dimension in _LENGTH_OR_TIME and _LONG.search(ask.text):
        dimensions = _LENGTH_OR_TIME
    elif is_measured and ask.dimension in (Dimension.LENGTH, Dimension.COUNT) and _OPEN.search(ask.text):
        dimensions = (ask.dimension, Dimension.OTHER)
    has_unit = is_measured and not set(dimensions) & {*_OF_ANY_UNIT, Dimension.COUNT}
    return Asked(wanted, frozenset(FIGURES.findall(ask.text)), dimensions, is_number, has_unit)
