"""How near two queries are to each other, by the words that they ask for."""

from dataclasses import dataclass
from functools import lru_cache

from agents.retrieval.tokens import parse_query

NEAR = 0.92
"""From here on a query is taken for a repeat: one more word makes five words a new query, but not six.

A query refused by mistake is never asked, one let through costs a search, so the bar is high: no exchanged
word passes it in a query of fewer than thirteen.
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as sets. `exact` is what no other word can stand in for: figures, phrases and exclusions."""

    words: frozenset[str]
    exact: tuple[frozenset[str], frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]


def query_similarity(first: str, second: str) -> float:
    """Dice's coefficient (1945) of the stems that two queries score by, 0..1, whatever their order.

    Queries with other figures, phrases or exclusions ask for something else: 0. Two queries without any
    telling word are alike when their texts are.
    """
    one, other = _read(first), _read(second)
    if one.exact != other.exact:
        return 0.0
    if not one.words and not other.words:
        return float(first.split() == second.split())
    return 2 * len(one.words & other.words) / (len(one.words) + len(other.words))


def are_near_repeats(first: str, second: str) -> bool:
    """Whether asking both would be asking twice."""
    return query_similarity(first, second) >= NEAR


@lru_cache(maxsize=4_096)
def _read(query: str) -> _Asked:
    """Kept, for each new query is held against all earlier ones of a run."""
    parsed = parse_query(query)
    words = frozenset(parsed.scored_terms)
    figures = frozenset(word for word in words if any(character.isdigit() for character in word))
    return _Asked(words, (figures, frozenset(parsed.phrases), frozenset(parsed.exclusions)))
