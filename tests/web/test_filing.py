"""A person's own order in the list: names, tags, pins, previews, and runs that are deleted."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from agents.assessment import Form
from tests.web.drawn import lighthouse_png, make_answered_run, make_run
from tests.web.drawn_answers import answer_of, make_run_with
from webapp.corpora.models import Corpus, MediaUse
from webapp.media.stores import open_media_store
from webapp.runs.models import Run, RunEvent

pytestmark = pytest.mark.long


def listed(client: Client, query: str = "") -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/runs/?{query}").content, "html.parser")


def test_the_list_shows_the_beginning_of_each_answer(corpus: Corpus, ada: User, as_ada: Client) -> None:
    make_answered_run(ada, corpus)
    assert "It was lit in 1854, and it is this tower." in listed(as_ada).select_one(".preview").text
    assert "It was lit in 1854" in as_ada.get("/").content.decode()


def test_the_items_of_a_list_stand_in_one_line(corpus: Corpus, ada: User, as_ada: Client) -> None:
    make_run_with(ada, corpus, *answer_of(Form.LIST, corpus))
    assert listed(as_ada).select_one(".preview").text.strip() == "Grey Head · White Point"


def test_a_german_page_names_profiles_in_german(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, profile="quick")
    german = {"accept-language": "de"}
    assert "Profil Schnell" in as_ada.get(f"/runs/{run.pk}/", headers=german).content.decode()
    page = BeautifulSoup(as_ada.get("/runs/", headers=german).content, "html.parser")
    assert page.select_one("[name=profile] [value=quick]").text == "Schnell"


def test_a_name_stands_in_place_of_the_question_and_is_found(
    corpus: Corpus, ada: User, as_ada: Client
) -> None:
    run = make_run(ada, corpus)
    as_ada.post(f"/runs/{run.pk}/label/", {"name": "Lamp <b>", "tags": ""})
    assert listed(as_ada, "text=lamp").select_one(".question").text.strip() == "Lamp <b>"


def test_tags_are_kept_once_and_narrow_the_list(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run, _other = make_run(ada, corpus), make_run(ada, corpus)
    as_ada.post(f"/runs/{run.pk}/label/", {"name": "", "tags": " Coast, coast ,To  do"})
    assert [tag.name for tag in run.tags.all()] == ["coast", "to do"]
    assert len(listed(as_ada, "tag=to+do").select(".trajectory")) == 1
    as_ada.post(f"/runs/{run.pk}/label/", {"name": "", "tags": ""})
    assert not run.tags.exists()


def test_too_many_tags_are_refused_with_a_sentence(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus)
    response = as_ada.post(f"/runs/{run.pk}/label/", {"name": "x", "tags": ",".join("abcdefghi")})
    assert response.status_code == 422
    assert "at most 8 tags" in response.content.decode()


def test_a_pinned_run_stands_above_newer_ones(corpus: Corpus, ada: User, as_ada: Client) -> None:
    old, _new = make_run(ada, corpus, question="Old"), make_run(ada, corpus, question="New")
    response = as_ada.post(f"/runs/{old.pk}/pin/", {"next": "//elsewhere.example/"})
    assert response["Location"] == "/runs/"
    assert [row.text.split()[-1] for row in listed(as_ada).select(".question")] == ["Old", "New"]
    as_ada.post(f"/runs/{old.pk}/pin/")
    assert [row.text.split()[-1] for row in listed(as_ada).select(".question")] == ["New", "Old"]


def test_a_deleted_run_is_gone_with_its_journal(
    corpus: Corpus, ada: User, as_ada: Client, django_capture_on_commit_callbacks: object
) -> None:
    run, kept = make_answered_run(ada, corpus), corpus.images.get().uid
    own = open_media_store().put(lighthouse_png(7)).uid
    MediaUse.objects.create(uid=own, run=run)
    assert "Delete this run?" in as_ada.get(f"/runs/{run.pk}/delete/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        as_ada.post(f"/runs/{run.pk}/delete/")
    assert not Run.objects.exists()
    assert not RunEvent.objects.exists()
    assert not open_media_store().exists(own)
    assert open_media_store().exists(kept)


def test_a_run_that_goes_on_is_cancelled_before_it_goes(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING, lease_owner="worker")
    as_ada.post(f"/runs/{run.pk}/delete/")
    assert not Run.objects.exists()


def test_the_menu_of_a_row_is_for_its_owner(
    corpus: Corpus, ada: User, as_ada: Client, as_admin: Client
) -> None:
    run = make_run(ada, corpus)
    acts = listed(as_ada).select_one(".acts .panel")
    ways = {each.get("action") or each.get("href") for each in acts.select("form, a")}
    assert ways == {f"/runs/{run.pk}/{way}/" for way in ("pin", "ask-again", "label", "delete")}
    assert not listed(as_admin).select(".acts .panel")
