"""The search page: both kinds of hits, words and pictures, and only what the person may read."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agents.retrieval.fusion import FITTING, FITTING_PASSAGE
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.search import Card, Hit
from tests.web.conftest import signed_in
from tests.web.drawn import lighthouse_png
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus
from webapp.runs.templatetags.words import after_title
from webapp.search.finding import Found

pytestmark = pytest.mark.long


def page(client: Client, query: str = "") -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/search/{query}").content, "html.parser")


def test_words_find_pictures_and_passages(indexed: Corpus, as_ada: Client) -> None:
    found = page(as_ada, "?text=lighthouse+on+Grey+Head+lit+1854")
    assert found.select_one(".found-pictures a[href^='/pictures/img_']")
    assert "Grey Head" in found.select_one(".found-passages h3").text  # type: ignore[union-attr]


def test_a_misspelt_word_is_told(indexed: Corpus, as_ada: Client) -> None:
    found = page(as_ada, "?text=lihgthouse")
    [note] = found.select(".respelt")
    assert note.text.split()[:3] == ["Searched", "for", "lighthouse:"]
    assert not page(as_ada, "?text=lighthouse").select(".respelt")


def test_a_reader_may_search(indexed: Corpus) -> None:
    rita = User.objects.create_user("rita")
    rita.groups.set([Group.objects.get(name="reader")])
    assert page(signed_in(rita), "?text=lighthouse").select(".found-pictures li")


def test_a_picture_finds_itself(indexed: Corpus, as_ada: Client) -> None:
    picture = SimpleUploadedFile("asked.png", lighthouse_png(), "image/png")
    answer = as_ada.post("/search/", {"picture": picture, "text": ""}, follow=True)
    found = BeautifulSoup(answer.content, "html.parser")
    assert found.select_one(".asked-with img")
    assert found.select_one(".found-pictures li")


def test_a_file_that_is_no_picture_is_refused(indexed: Corpus, as_ada: Client) -> None:
    words = SimpleUploadedFile("words.png", b"only words", "image/png")
    answer = as_ada.post("/search/", {"picture": words, "text": "tower"}, follow=True)
    shown = BeautifulSoup(answer.content, "html.parser")
    assert shown.select_one(".notice")
    assert shown.select_one("[name=text]")["value"] == "tower"  # type: ignore[index]


@pytest.mark.parametrize("field", ["is_private", "archived"])
def test_what_may_not_be_searched_is_not_found(field: str, indexed: Corpus, as_ada: Client) -> None:
    setattr(indexed, field, True if field == "is_private" else timezone.now())
    indexed.save()
    found = page(as_ada, "?text=lighthouse")
    assert not found.select(".found-pictures li, .found-passages li")
    assert as_ada.get("/search/?text=lighthouse&corpus=coast").status_code == 422


def test_one_corpus_can_be_chosen(indexed: Corpus, as_ada: Client) -> None:
    other = Corpus.objects.create(slug="empty", name="Empty")
    index_now(other)
    assert page(as_ada, "?text=lighthouse&corpus=coast").select(".found-pictures li")
    assert not page(as_ada, "?text=lighthouse&corpus=empty").select(".found-pictures li")


def test_a_picture_of_somebody_else_is_not_searched_by(
    indexed: Corpus, as_ada: Client, as_bob: Client
) -> None:
    picture = SimpleUploadedFile("asked.png", lighthouse_png(200), "image/png")
    address = as_bob.post("/search/", {"picture": picture}).headers["Location"]
    assert page(as_bob, address.removeprefix("/search/")).select(".asked-with")
    assert not page(as_ada, address.removeprefix("/search/")).select(".asked-with")


def test_too_many_words_are_refused_in_a_sentence(indexed: Corpus, as_ada: Client) -> None:
    answer = as_ada.get("/search/", {"text": "tower " * 100})
    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "html.parser").select_one(".problem")


def test_nothing_asked_shows_nothing(indexed: Corpus, as_ada: Client) -> None:
    assert not page(as_ada).select(".found-pictures, .found-passages, .problem")


@pytest.mark.parametrize("confidence, fits", [(FITTING, True), (FITTING - 0.01, False)])
def test_a_picture_below_the_floor_is_nearest(confidence: float, fits: bool) -> None:
    card = Card(Record(RecordKind.IMAGE, 1), "harbour", "Flag", "", "flag.png", uid="img_flag")
    hits = [Hit(1, card, confidence, ())]
    found = Found(hits, ())
    assert (list(found.fitting), list(found.nearest)) == ((hits, []) if fits else ([], hits))


@pytest.mark.parametrize("confidence, fits", [(FITTING_PASSAGE, True), (FITTING_PASSAGE - 0.01, False)])
def test_a_passage_below_the_floor_is_nearest(confidence: float, fits: bool) -> None:
    hits = [Hit(1, Card(Record(RecordKind.PASSAGE, 1), "harbour", "Lamps", "", "lamps.md"), confidence, ())]
    found = Found((), hits)
    assert [*found.fitting_passages] == (hits if fits else [])
    assert [*found.nearest_passages] == ([] if fits else hits)


def test_words_that_came_with_a_picture_are_kept_whole(indexed: Corpus, as_ada: Client) -> None:
    words = "lamp " * 1_000 + "end"
    picture = SimpleUploadedFile("asked.png", lighthouse_png(90), "image/png")
    response = as_ada.post("/search/", {"text": words, "picture": picture})
    assert response.status_code == 422
    shown = BeautifulSoup(response.content, "html.parser")
    assert shown.select_one("[name=text]")["value"] == words  # type: ignore[index]
    assert shown.select_one(".asked-with img")
    assert "at most 500 characters" in shown.select("[role=alert]")[0].text


@pytest.mark.parametrize(
    "text, shown", [("Lamps\n\nThey burn.", "They burn."), ("Lamps burn.", "Lamps burn."), ("", "")]
)
def test_a_passage_does_not_begin_with_its_title(text: str, shown: str) -> None:
    assert after_title(text, "Lamps") == shown
