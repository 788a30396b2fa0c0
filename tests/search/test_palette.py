"""The palette: pages, runs, corpora, documents and pictures that somebody may see, and no others."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from tests.web.drawn import make_answered_run
from webapp.corpora.models import Corpus


def rows(client: Client, text: str) -> list[str]:
    answer = client.get("/search/palette/", {"q": text})
    return [str(link["href"]) for link in BeautifulSoup(answer.content, "html.parser").select("a")]


@pytest.fixture
def furnished(curated: Corpus, ada: User) -> Corpus:
    make_answered_run(ada, curated)
    return curated


def test_words_lead_to_every_kind_of_thing(furnished: Corpus, as_ada: Client, ada: User) -> None:
    found = rows(as_ada, "grey head")
    assert f"/documents/{furnished.documents.get().pk}/" in found
    assert f"/pictures/{furnished.images.get().uid}/" in found
    assert "/corpora/coast/" in rows(as_ada, "coas")
    run = ada.runs.get()
    assert f"/runs/{run.pk}/" in rows(as_ada, run.question[:12])


@pytest.mark.parametrize("found_by", ["title", "caption", "path"])
def test_a_picture_is_found_by_what_is_known_of_it(furnished: Corpus, as_ada: Client, found_by: str) -> None:
    image = furnished.images.get()
    furnished.images.update(**{"title": "", "caption": "", "path": "a.png", found_by: "red_tulips.jpg"})
    assert f"/pictures/{image.uid}/" in rows(as_ada, "TULIP")


def test_a_document_is_found_by_its_file(furnished: Corpus, as_ada: Client) -> None:
    furnished.documents.update(path="garden.md")
    assert f"/documents/{furnished.documents.get().pk}/" in rows(as_ada, "garden")


def test_words_can_be_asked_or_searched_for(furnished: Corpus, as_ada: Client) -> None:
    assert rows(as_ada, "quite unknown & <b>") == [
        "/?question=quite+unknown+%26+%3Cb%3E", "/search/?text=quite+unknown+%26+%3Cb%3E",
    ]  # fmt: skip


def test_words_beyond_the_limit_are_told_of(furnished: Corpus, as_ada: Client) -> None:
    answer = as_ada.get("/search/palette/", {"q": "lamp " * 200})
    assert (
        "at most 500 characters" in BeautifulSoup(answer.content, "html.parser").select_one(".problem").text
    )
    field = BeautifulSoup(as_ada.get("/").content, "html.parser").select_one("#palette input")
    assert not field.has_attr("maxlength")


def test_a_named_run_goes_by_its_name(furnished: Corpus, as_ada: Client, ada: User) -> None:
    ada.runs.update(name="The lamp")
    page = BeautifulSoup(
        as_ada.get("/search/palette/", {"q": "lamp"}, headers={"accept-language": "de"}).content,
        "html.parser",
    )
    row = page.select_one(f"a[href='/runs/{ada.runs.get().pk}/']")
    assert [part.text for part in row.select("span")] == ["The lamp", "abgeschlossen"]


def test_somebody_else_is_led_to_nothing_private(furnished: Corpus, as_bob: Client, ada: User) -> None:
    Corpus.objects.update(is_private=True)
    question = ada.runs.get().question
    for words in ("grey head", "coast", question):
        assert [link for link in rows(as_bob, words) if not link.startswith(("/?", "/search/"))] == []


def test_hidden_pictures_are_not_offered(furnished: Corpus, as_ada: Client) -> None:
    furnished.images.update(is_hidden=True)
    assert not [link for link in rows(as_ada, "grey head") if link.startswith("/pictures/")]


@pytest.mark.parametrize(("client", "may_create"), [("as_ada", False), ("as_cleo", True), ("as_admin", True)])
def test_pages_are_those_of_the_role(client: str, may_create: bool, request: pytest.FixtureRequest) -> None:
    assert ("/corpora/-/new/" in rows(request.getfixturevalue(client), "")) is may_create


def test_each_page_has_the_palette(as_ada: Client) -> None:
    page = BeautifulSoup(as_ada.get("/").content, "html.parser")
    assert page.select_one("dialog#palette[data-url='/search/palette/'] input")
