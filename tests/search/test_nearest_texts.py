"""What the built-in rules read where few texts reach the threshold."""

from agents.observations import SeenHit
from agents.retrieval.lexical import RecordKind
from tests.fixtures.library import Library
from webapp.corpora.library import ScopedLibrary
from webapp.corpora.serving import scope_of

ENGLISH = "When did Edith Marlowe see Grey Head from Port Ellery?"
GERMAN = "Wann sah Edith Marlowe von Port Ellery aus Grey Head?"


def search(library: Library, text: str, threshold: float, nearest: int) -> tuple[SeenHit, ...]:
    scoped = ScopedLibrary(library.search, scope_of([library.harbour]), threshold, nearest=nearest)
    return scoped.search(text=text, kinds=(RecordKind.PASSAGE,), limit=5)


def above_all_but_one(library: Library, text: str) -> float:
    """A threshold that only the best text reaches."""
    first, second = search(library, text, 0.0, 0)[:2]
    return (first.confidence + second.confidence) / 2


def test_nearest_come_behind_foreign_hits(library: Library) -> None:
    everything = search(library, GERMAN, 0.0, 0)
    found = search(library, GERMAN, above_all_but_one(library, GERMAN), 3)

    assert [hit.id for hit in found] == [hit.id for hit in everything[:3]]


def test_hits_in_the_same_language_are_left_alone(library: Library) -> None:
    assert len(search(library, ENGLISH, above_all_but_one(library, ENGLISH), 3)) == 1


def test_nearest_without_any_hit(library: Library) -> None:
    assert [hit.id for hit in search(library, ENGLISH, 1.0, 2)] == [
        hit.id for hit in search(library, ENGLISH, 0.0, 0)[:2]
    ]


def test_enough_hits_are_left_alone(library: Library) -> None:
    assert search(library, GERMAN, 0.0, 2) == search(library, GERMAN, 0.0, 0)
