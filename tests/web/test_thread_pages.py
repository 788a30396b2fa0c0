"""Threads: what was asked before stands above, pictures and corpora stay."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from agents.assessment import Form
from tests.web.drawn import make_answered_run, make_corpus, make_run
from tests.web.drawn_answers import answer_of, make_run_with
from webapp.corpora.models import Corpus
from webapp.runs.models import Run

pytestmark = pytest.mark.long

HTML = "html.parser"


def page_of(client: Client, run: Run) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/runs/{run.pk}/").content, HTML)


def asked_on(client: Client, run: Run, **fields: object) -> Run:
    client.post(f"/runs/{run.pk}/ask-on/", {"question": "And who kept it?", **fields})
    return Run.objects.first()


def test_pictures_and_corpora_stay(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    form = page_of(as_ada, run).select_one("#on form.line")
    uids = [each["value"] for each in form.select("[name=uid][checked]")]
    assert uids == run.images
    asked = asked_on(as_ada, run, uid=uids)
    assert (asked.images, asked.follows, list(asked.corpora.all())) == (run.images, run, [corpus])
    assert asked.media_uses.filter(uid=uids[0]).exists()


def test_a_picture_that_was_taken_off_does_not(corpus: Corpus, ada: User, as_ada: Client) -> None:
    assert asked_on(as_ada, make_answered_run(ada, corpus)).images == []


def test_nobody_asks_on_with_a_picture_of_others(corpus: Corpus, ada: User, as_ada: Client) -> None:
    secret = make_corpus("secret", is_private=True, hue=90)
    run = make_answered_run(ada, corpus)
    fields = {"question": "And this?", "uid": [secret.images.get().uid]}
    assert as_ada.post(f"/runs/{run.pk}/ask-on/", fields).status_code == 422
    assert Run.objects.count() == 1


def test_what_was_asked_before_stands_above(corpus: Corpus, ada: User, as_ada: Client) -> None:
    first = make_answered_run(ada, corpus)
    second = make_run_with(ada, corpus, *answer_of(Form.TABLE, corpus), follows=first)
    third = make_run(ada, corpus, question="And who kept it?", follows=second)
    page = page_of(as_ada, third)
    questions = [each.get_text() for each in page.select(".exchange h3")]
    assert questions == [first.question, second.question]
    assert [each.get_text() for each in page.select(".exchange th")] == ["Grey Head", "White Point"]
    assert page.select(".exchange a.marker")
    assert page.select(".exchange [data-citation]") == []


def test_a_thread_shows_no_runs_of_others(corpus: Corpus, ada: User, bob: User, as_ada: Client) -> None:
    theirs = make_answered_run(bob, corpus)
    assert page_of(as_ada, make_run(ada, corpus, follows=theirs)).select(".exchange") == []


def test_a_question_too_long_to_ask_on_stays_whole(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    question = "Why so? " * 1300
    response = as_ada.post(f"/runs/{run.pk}/ask-on/", {"question": question})
    field = BeautifulSoup(response.content, "html.parser").select_one("#ask-on")
    assert response.status_code == 422
    assert field is not None and field["value"] == question and not field.has_attr("maxlength")


def test_a_refused_hint_is_not_taken_from_its_field(corpus: Corpus, ada: User, as_ada: Client) -> None:
    going = make_run(ada, corpus)
    fields, path = {"wish": "hint", "text": "It is far. " * 60}, f"/runs/{going.pk}/orders/"
    refused = as_ada.post(path, fields, headers={"HX-Request": "true"})
    assert refused["Sightline-Refused"] == "true"
    page = BeautifulSoup(as_ada.post(path, fields).content, "html.parser")
    field = page.select_one("#hint")
    assert field is not None and field["value"] == fields["text"] and not field.has_attr("maxlength")
    taken = as_ada.post(path, {**fields, "text": "It is far."}, headers={"HX-Request": "true"})
    assert not taken.has_header("Sightline-Refused")
