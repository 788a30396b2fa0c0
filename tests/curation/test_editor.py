"""One picture, edited: nothing lost when two do so, nothing suggested is kept unasked."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from agents.retrieval.lexical import Record, RecordKind
from tests.curation.test_changes import add_picture
from webapp.corpora.library import DatabaseCatalog
from webapp.corpora.models import Corpus, CorpusImage
from webapp.curation.models import Change

pytestmark = pytest.mark.long


@pytest.fixture
def image(curated: Corpus) -> CorpusImage:
    return curated.images.get()


def url(image: CorpusImage) -> str:
    return f"/corpora/coast/pictures/{image.pk}/"


def soup(client: Client, image: CorpusImage, query: str = "") -> BeautifulSoup:
    return BeautifulSoup(client.get(url(image) + query).content, "html.parser")


def form_of(page: BeautifulSoup) -> dict[str, str]:
    form = page.select_one("#facts-form")
    assert form
    fields = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    return fields | {str(area["name"]): area.text.strip() for area in form.select("textarea")}


def save(client: Client, image: CorpusImage, **fields: str) -> HttpResponse:
    return client.post(url(image), {**form_of(soup(client, image)), **fields})


def test_every_field_can_be_said_anew(image: CorpusImage, as_cleo: Client) -> None:
    fields = {
        "title": "North tower", "caption": "At dusk.", "alt": "A tower.", "tags": "sea, red  tower,sea",
        "source": "The archive", "source_url": "https://example.org/1", "license": "CC BY 4.0",
        "focal_x": "500", "focal_y": "250",
    }  # fmt: skip
    assert save(as_cleo, image, **fields).status_code == 302
    image.refresh_from_db()
    expected = {**fields, "tags": ["sea", "red tower"], "focal_x": 500, "focal_y": 250}
    assert {name: getattr(image, name) for name in fields} == expected


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"source_url": "ftp://example.org/x"}, "no address of the web"),
        ({"focal_x": "1001", "focal_y": "1"}, "less than or equal to 1000"),
        ({"focal_x": "5"}, "A focal point has two numbers"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(
    fields: dict[str, str], problem: str, image: CorpusImage, as_cleo: Client
) -> None:
    answer = save(as_cleo, image, title="A title that stays", **fields)
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert "A title that stays" in answer.content.decode()
    image.refresh_from_db()
    assert image.title == "Grey Head lighthouse"


def test_the_second_of_two_who_edit_sees_both_and_can_save_again(
    image: CorpusImage, as_cleo: Client, as_admin: Client
) -> None:
    mine = form_of(soup(as_cleo, image))
    save(as_admin, image, title="Theirs", license="CC BY 4.0")
    refused = as_cleo.post(url(image), {**mine, "title": "Mine"})
    assert refused.status_code == 409
    page = BeautifulSoup(refused.content, "html.parser")
    conflict = page.select_one(".conflict")
    assert conflict
    assert [cell.text for cell in conflict.select("tr:has(td) :is(th, td)")][:3] == [
        "Title",
        "Theirs",
        "Mine",
    ]
    assert "admin saved it" in conflict.text
    again = form_of(page)
    assert again["title"] == "Mine"
    assert as_cleo.post(url(image), again).status_code == 302
    image.refresh_from_db()
    assert image.title == "Mine"


def test_what_a_document_says_of_a_picture_is_shown_and_offered(image: CorpusImage, as_cleo: Client) -> None:
    CorpusImage.objects.update(caption="", alt="")
    image.documents.update(alt="Red tulips in the long bed")
    page = soup(as_cleo, image)
    shown = page.find("dt", string="Shown in")
    assert shown and "“Red tulips in the long bed”" in shown.find_next("dd").text  # type: ignore[union-attr]
    offered = {str(each["data-field"]) for each in page.select('[data-text="Red tulips in the long bed"]')}
    assert offered == {"caption", "alt"}


def test_the_history_shows_before_and_after(image: CorpusImage, as_cleo: Client) -> None:
    save(as_cleo, image, title="North tower")
    history = soup(as_cleo, image).select_one(".history-list")
    assert history
    assert "cleo" in history.text
    assert [each.text for each in history.select("ins, del")] == ["North tower", "Grey Head lighthouse"]


def test_the_history_shows_tags_and_notes_in_words(image: CorpusImage, as_cleo: Client) -> None:
    save(as_cleo, image, tags="sea, red tower")
    as_cleo.post(f"{url(image)}notes/", {"left": 1, "top": 2, "right": 3, "bottom": 4, "text": "The lamp"})
    history = soup(as_cleo, image).select_one(".history-list")
    assert history
    assert {"sea, red tower", "The lamp"} <= {each.text for each in history.select("ins, del")}
    assert "[" not in history.text and "{" not in history.text
    assert {each.text for each in history.select("dt")} == {"Tags", "before: Tags", "Notes on regions"}


def test_a_change_of_this_picture_alone_is_taken_back_from_its_history(
    image: CorpusImage, as_cleo: Client
) -> None:
    save(as_cleo, image, title="North tower")
    form = soup(as_cleo, image).select_one(".history-list form")
    assert form
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input")}
    answer = as_cleo.post(str(form["action"]), fields)
    assert answer.url.startswith(url(image))
    image.refresh_from_db()
    assert image.title == "Grey Head lighthouse"
    assert not soup(as_cleo, image).select(".history-list form")


def test_a_note_on_a_region_is_added_shown_and_deleted(
    image: CorpusImage, as_cleo: Client, cleo: User
) -> None:
    note = {"left": 100, "top": 50, "right": 400, "bottom": 300, "text": "The lamp"}
    as_cleo.post(f"{url(image)}notes/", note)
    kept = image.notes.get()
    assert (kept.text, kept.left, kept.bottom, kept.author) == ("The lamp", 100, 300, cleo)
    assert "The lamp" in soup(as_cleo, image).text
    as_cleo.post(f"{url(image)}notes/", {"delete": "0"})
    assert not image.notes.exists()
    assert list(Change.objects.values_list("action", flat=True)) == ["note", "note"]


def test_a_region_without_an_inside_is_refused(image: CorpusImage, as_cleo: Client) -> None:
    note = {"left": 400, "top": 50, "right": 400, "bottom": 300, "text": "Nothing"}
    answer = as_cleo.post(f"{url(image)}notes/", note, follow=True)
    assert "A region lies between" in answer.content.decode()
    assert not image.notes.exists()


def test_a_search_hit_tells_the_agent_where_a_note_is(image: CorpusImage, as_cleo: Client) -> None:
    note = {"left": 100, "top": 50, "right": 400, "bottom": 300, "text": "The lamp"}
    as_cleo.post(f"{url(image)}notes/", note)
    record = Record(RecordKind.IMAGE, image.pk)
    card = DatabaseCatalog().cards([record])[record]
    assert card.text == "The tower at high water.\n[100, 50, 400, 300] The lamp"


def test_what_is_found_in_a_picture_is_offered_and_not_kept(image: CorpusImage, as_cleo: Client) -> None:
    CorpusImage.objects.update(ocr_text="GREY\nHEAD", labels=[["beacon", 0.8], ["boat", 0.1]])
    offered = [
        (str(button["data-field"]), str(button["data-text"]))
        for button in soup(as_cleo, image).select("#suggested button")
    ]
    assert offered == [("tags", "beacon"), ("caption", "GREY HEAD"), ("alt", "GREY HEAD")]
    save(as_cleo, image)
    image.refresh_from_db()
    assert image.tags == ["lighthouse", "sea"]


def test_tags_are_completed_from_the_corpus_the_most_used_first(image: CorpusImage, as_cleo: Client) -> None:
    for number in (1, 2):
        add_picture(image.corpus, number)
    save(as_cleo, image, tags="sea, tornado")
    found = as_cleo.get("/corpora/coast/tags/?q=TO").json()["tags"]
    assert found == [{"name": "tower", "count": 2}, {"name": "tornado", "count": 1}]


def test_neighbours_are_those_of_the_filter(curated: Corpus, as_cleo: Client) -> None:
    first, second, third = (add_picture(curated, number) for number in (1, 2, 3))
    CorpusImage.objects.filter(pk=second.pk).update(caption="")
    page = soup(as_cleo, first, "?caption=with")
    assert page.select_one("#before")["href"] == f"{url(third)}?caption=with"  # type: ignore[index]


def test_a_picture_of_another_corpus_is_not_there(curated: Corpus, as_cleo: Client) -> None:
    other = add_picture(Corpus.objects.create(slug="other", name="Other"), 1)
    assert as_cleo.get(f"/corpora/coast/pictures/{other.pk}/").status_code == 404
