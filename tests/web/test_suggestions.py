"""What a person might ask: questions that were answered well, and others each day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone, translation

from agents.assessment import Answers, Level
from agents.events import AnswerGiven, to_payload
from agents.verdicts import Verdict
from tests.web.drawn import ending, make_answered_run, make_corpus, make_run
from webapp.corpora.models import Corpus, IndexJob
from webapp.runs.asking.suggestions import suggestions
from webapp.runs.models import Run, TrialRound, TriedQuestion

At = Callable[[datetime], None]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def asked(owner: User, corpus: Corpus, question: str) -> Run:
    run = make_answered_run(owner, corpus)
    Run.objects.filter(pk=run.pk).update(question=question)
    return run


def questions(person: User) -> list[str]:
    return [suggestion.question for suggestion in suggestions(person)]


def test_a_question_that_was_answered_well_is_suggested(corpus: Corpus, ada: User, bob: User) -> None:
    run = make_answered_run(ada, corpus)
    (suggestion,) = suggestions(ada)
    assert (suggestion.question, suggestion.uids) == (run.question, tuple(run.images))
    assert suggestion.corpora == (corpus.pk,)
    assert suggestions(bob) == []


@pytest.mark.parametrize(
    "fault", ["partly", "early", "unsupported", "against", "no citation", "from the model", "failed"]
)
def test_a_question_that_was_not_is_none(corpus: Corpus, ada: User, fault: str) -> None:
    run = make_answered_run(ada, corpus)
    given = next(event for event in ending(corpus) if isinstance(event, AnswerGiven)).answer
    against = tuple(replace(each, verdict=Verdict.UNSUPPORTED) for each in given.citations)
    answer = {
        "partly": replace(given, answers=Answers(Level.PARTLY, 0.6)),
        "early": replace(given, answers=None),
        "unsupported": replace(given, is_supported=False),
        "against": replace(given, citations=against),
        "no citation": replace(given, citations=()),
        "from the model": replace(given, is_from_model=True),
    }.get(fault, given)
    run.events.filter(kind="answer_given").update(payload=to_payload(AnswerGiven(answer)))
    if fault == "failed":
        Run.objects.update(status=Run.Status.FAILED)
    assert suggestions(ada) == []


def test_the_same_three_are_suggested_all_day_and_others_the_next(corpus: Corpus, ada: User, at: At) -> None:
    for number in range(8):
        asked(ada, corpus, f"Who kept light {number}?")
    at(NOON)
    today = questions(ada)
    at(NOON + timedelta(hours=5))
    assert questions(ada) == today
    assert len(set(today)) == 3
    days = []
    for day in range(1, 4):
        at(NOON + timedelta(days=day))
        days.append(questions(ada))
    assert any(day != today for day in days)


def test_nothing_is_suggested_of_a_corpus_that_is_closed_now(ada: User) -> None:
    secret = make_corpus("secret", is_private=True)
    secret.readers.add(ada)
    make_answered_run(ada, secret)
    assert len(suggestions(ada)) == 1
    secret.readers.clear()
    assert suggestions(ada) == []


def tried(corpus: Corpus, kind: str, question: str, **fields: object) -> TriedQuestion:
    document = corpus.documents.get()
    values = {"answer": "In 1854.", "documents": [[document.pk, document.sha256]], **fields}
    return TriedQuestion.objects.create(corpus=corpus, kind=kind, question=question, **values)


def test_what_the_corpora_can_answer_is_suggested_in_turns(corpus: Corpus, ada: User) -> None:
    uid = corpus.images.get().uid
    for number in range(4):
        tried(corpus, "number", f"When was light {number} lit?")
    tried(corpus, "identity", "Who or what is this?", images=[uid])
    tried(corpus, "comparison", "Which is higher, a or b?")
    tried(corpus, "about", "Tell me about Grey Head", answer="")
    found = suggestions(ada)
    assert len(found) == 6
    assert {"Who or what is this?", "Which is higher, a or b?"} < {each.question for each in found[:3]}
    assert {each.uids for each in found} == {(), (uid,)}
    assert {each.corpora for each in found} == {(corpus.pk,)}


def test_a_question_is_suggested_of_one_picture_only(corpus: Corpus, ada: User) -> None:
    uid = corpus.images.get().uid
    for number in range(4):
        tried(corpus, "identity", "Who or what is this?", images=[uid] * (number + 1))
    assert questions(ada) == ["Who or what is this?"]


def test_suggestions_are_in_the_language_of_the_page(corpus: Corpus, ada: User) -> None:
    asked(ada, corpus, "Wann wurde das Licht angezündet?")
    tried(corpus, "number", "When was Grey Head lit?")
    assert questions(ada) == ["When was Grey Head lit?"]
    with translation.override("de"):
        assert questions(ada) == ["Wann wurde das Licht angezündet?"]


def test_others_are_suggested_where_none_is_in_that_language(corpus: Corpus, ada: User) -> None:
    tried(corpus, "number", "When was Grey Head lit?")
    with translation.override("zh-hans"):
        assert questions(ada) == ["When was Grey Head lit?"]


def test_home_says_that_questions_are_being_tried_and_looks_again(corpus: Corpus, as_ada: Client) -> None:
    job = IndexJob.objects.create(corpus=corpus, status=IndexJob.Status.FINISHED, goes_live=True)
    part = BeautifulSoup(as_ada.get("/").content, "html.parser").select_one("#suggested")
    assert "being tried" in part.text
    assert part["data-fresh"] == "4"
    TrialRound.objects.create(corpus=corpus, job=job.pk)
    part = BeautifulSoup(as_ada.get("/").content, "html.parser").select_one("#suggested")
    assert (part.text.strip(), part["data-fresh"]) == ("", "")


@pytest.mark.parametrize("change", ["document gone", "document changed", "picture in the trash"])
def test_what_is_not_there_any_more_is_not_suggested(corpus: Corpus, ada: User, change: str) -> None:
    tried(corpus, "identity", "Who or what is this?", images=[corpus.images.get().uid])
    assert len(suggestions(ada)) == 1
    match change:
        case "document gone":
            corpus.documents.all().delete()
        case "document changed":
            corpus.documents.update(sha256="1" * 64)
        case _:
            corpus.images.update(trashed=timezone.now())
    assert suggestions(ada) == []


def test_nobody_is_shown_what_a_closed_corpus_can_answer(ada: User, bob: User) -> None:
    secret = make_corpus("secret", is_private=True)
    secret.readers.add(ada)
    tried(secret, "number", "When was this lit?")
    assert (questions(ada), questions(bob)) == (["When was this lit?"], [])


def test_questions_about_the_same_come_after_an_answer(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    uid = corpus.images.get().uid
    tried(corpus, "number", "How high is Grey Head?")
    tried(corpus, "identity", "Who or what is this?", images=[uid], documents=[])
    tried(corpus, "about", "Tell me about something else", documents=[])
    tried(corpus, "number", run.question, images=run.images)
    page = BeautifulSoup(as_ada.get(f"/runs/{run.pk}/").content, "html.parser")
    forms = {each.button["value"]: each for each in page.select(".related form")}
    assert set(forms) == {"How high is Grey Head?", "Who or what is this?"}
    form = forms["Who or what is this?"]
    as_ada.post(
        form["action"], {"question": form.button["value"], "uid": form.select_one("[name=uid]")["value"]}
    )
    asked = Run.objects.latest("pk")
    assert (asked.follows, asked.images) == (run, [uid])


def test_one_click_asks(corpus: Corpus, ada: User, as_ada: Client) -> None:
    make_answered_run(ada, corpus)
    form = BeautifulSoup(as_ada.get("/").content, "html.parser").select_one(".suggestions form")
    fields = [(field["name"], field["value"]) for field in form.select("input:not([name^=csrf]), button")]
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    as_ada.post(form["action"], values)
    again = Run.objects.latest("pk")
    assert (again.question, len(again.images)) == ("When was this lit?", 1)
    assert Run.objects.count() == 2


def test_a_hostile_question_is_words_in_the_page(corpus: Corpus, ada: User, as_ada: Client) -> None:
    asked(ada, corpus, '"><script>alert(1)</script>')
    page = as_ada.get("/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_run_without_words_is_not_suggested(corpus: Corpus, ada: User) -> None:
    asked(ada, corpus, "")
    make_run(ada, corpus)
    assert suggestions(ada) == []
