"""What every Library promises: the one over a database, and the one in memory."""

from collections.abc import Callable

import pytest
from PIL import Image

from agents.libraries.in_memory import InMemoryLibrary
from agents.observations import SeenHit
from agents.retrieval.encoders import Encoder
from agents.retrieval.lexical import RecordKind
from agents.sources import NOWHERE, SourceRef, document_ref, picture_ref
from tests.fixtures import memory_library
from tests.fixtures.harbour import LIT, draw_ferry, draw_lighthouse, to_png
from tests.fixtures.library import Library

BOTH = tuple(RecordKind)


@pytest.fixture(scope="module")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> memory_library.Library:
    return memory_library.made_in(tmp_path_factory.mktemp("memory"))


@pytest.fixture(params=["in_memory", "library"])
def shelf(request: pytest.FixtureRequest) -> Library:
    """The harbour and the attic, in memory and in a database."""
    found: Library = request.getfixturevalue(request.param)
    return found


def test_a_text_hit_is_where_it_says(shelf: Library) -> None:
    library = shelf.context().library
    [hit, *_] = library.search(text="lighthouse first lit", kinds=[RecordKind.PASSAGE], limit=3)
    assert (hit.file, hit.corpus) == ("articles/grey-head.md", "harbour")
    found = library.source(hit.source)
    assert found.text[hit.start : hit.end] == hit.text
    assert (found.ref, found.title, found.file) == (hit.source, hit.title, hit.file)
    assert LIT in hit.text


def test_a_picture_finds_itself(shelf: Library) -> None:
    library = shelf.context().library
    [hit, *_] = library.search(image=draw_ferry(), kinds=[RecordKind.IMAGE], limit=3)
    assert (hit.uid, hit.documents) == (shelf.uid("ferry.png"), (shelf.document("halcyon.md").pk,))


def test_only_wanted_kinds_are_found(shelf: Library) -> None:
    found = shelf.context().library.search(text="ferry", kinds=[RecordKind.IMAGE], limit=5)
    assert {hit.kind for hit in found} == {"image"}


def test_what_is_excluded_is_not_found(shelf: Library) -> None:
    library = shelf.context().library
    assert "articles/market.md" in files(library.search(text="herring", kinds=BOTH, limit=9))
    assert "articles/market.md" not in files(library.search(text="herring -salmon", kinds=BOTH, limit=9))


def test_another_library_stays_out_of_reach(shelf: Library) -> None:
    library, clock = shelf.context().library, shelf.uid("clock.png")
    assert not library.may_open(clock)
    assert library.source(picture_ref(clock)) is None
    assert "articles/vance.md" not in files(library.search(text="clock tower of Vance", kinds=BOTH, limit=9))
    assert library.source(document_ref(shelf.document("vance.md").pk)) is None


def test_pictures_of_the_question_may_be_opened(shelf: Library) -> None:
    clock = shelf.uid("clock.png")
    library = shelf.context(asked=(clock,)).library
    assert library.may_open(clock)
    assert library.source(picture_ref(clock)) is None


def test_a_picture_has_its_card(shelf: Library) -> None:
    uid = shelf.uid("ferry.png")
    card = shelf.context().library.source(picture_ref(uid))
    assert (card.title, card.file, card.uid) == ("The ferry Halcyon", "pictures/ferry.png", uid)


def test_reading_says_what_the_text_shows(shelf: Library) -> None:
    halcyon = shelf.document("halcyon.md")
    found = shelf.context().library.source(document_ref(halcyon.pk))
    assert found.text == halcyon.text
    assert [uid for _offset, uid in found.pictures] == [shelf.uid("ferry.png")]


@pytest.mark.parametrize(
    "ref", [document_ref(10**9), SourceRef("document", "x"), SourceRef("page", "1"), NOWHERE]
)
def test_what_is_no_source_is_not_found(shelf: Library, ref: SourceRef) -> None:
    assert shelf.context().library.source(ref) is None


def test_exact_words_are_found_in_any_case(shelf: Library) -> None:
    library = shelf.context().library
    [line, *_] = library.grep("FIRST lit on*1854", 5)
    assert (line.file, LIT in line.line) == ("articles/grey-head.md", True)
    assert library.grep("vance", 5) == ()


def test_slips_of_the_pen_are_told(shelf: Library) -> None:
    found = shelf.context().library.corrections("When was the lighthuose lit?")
    assert [(each.typed, each.word) for each in found] == [("lighthuose", "lighthouse")]


@pytest.mark.long
@pytest.mark.parametrize(
    "query", ["the ferry Halcyon", "When was the lighthouse first lit?", '"fish market" herring', "red tower"]
)
def test_both_find_the_same(library: Library, in_memory: memory_library.Library, query: str) -> None:
    assert found_by(library, text=query) == found_by(in_memory, text=query)


@pytest.mark.parametrize("draw", [draw_ferry, draw_lighthouse])
def test_both_find_the_same_by_a_picture(
    library: Library, in_memory: memory_library.Library, draw: Callable[[], Image.Image]
) -> None:
    image = draw().resize((240, 180))
    assert found_by(library, image=image) == found_by(in_memory, image=image)


def test_a_picture_of_a_question_is_never_found(hashing_encoder: Encoder) -> None:
    library = InMemoryLibrary(hashing_encoder)
    asked = library.add_question_picture(to_png(draw_ferry()))
    assert (asked.width, asked.height) == draw_ferry().size
    assert library.may_open(asked.uid)
    assert library.search(image=draw_ferry(), kinds=BOTH, limit=3) == ()


def test_the_same_picture_is_kept_once(hashing_encoder: Encoder) -> None:
    library = InMemoryLibrary(hashing_encoder)
    uids = {library.add_picture(to_png(draw_ferry()), title=title) for title in ("One", "Two")}
    assert [library.source(picture_ref(uid)).title for uid in uids] == ["One"]


def test_a_text_without_words_is_refused(hashing_encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="There is no word in the text 'Empty'"):
        InMemoryLibrary(hashing_encoder).add_text("Empty", " \n")


def files(hits: tuple[SeenHit, ...]) -> list[str]:
    return [hit.file for hit in hits]


def found_by(shelf: Library, **query: object) -> list[tuple[str, float]]:
    hits = shelf.context().library.search(kinds=BOTH, limit=6, **query)
    return [(hit.file, pytest.approx(hit.confidence, abs=0.002)) for hit in hits]
