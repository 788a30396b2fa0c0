"""How a question was understood: chips on the page of its run, and the form that corrects it."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from agents.events import QuestionUnderstood
from agents.orders import ReviseUnderstanding
from agents.questions.types import AnswerType, Ask, Dimension, Intent, Understanding
from tests.web.drawn import ending, make_run, middle, opening, write_journal
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.runs import orders
from webapp.runs.models import Run
from webapp.runs.understandings import revised, understanding_view

READING = Understanding(
    "de",
    (
        Ask("Wie hoch ist der Turm", Intent.FACT, AnswerType.NUMBER, Dimension.LENGTH, ("Turm",)),
        Ask("welche Inseln", Intent.LIST, AnswerType.PLACE, about=("Inseln",), constraints=("vor 1900",)),
    ),
)
CORRECTED = {
    "0-intent": "fact", "0-answer": "date", "0-about": "Grey Head", "0-constraints": "", "0-picture": "1",
    "1-drop": "1", "language": "en",
}  # fmt: skip


@pytest.fixture
def running(corpus: Corpus, ada: User) -> Run:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    started, *rest = opening(run)
    write_journal(run, [started, QuestionUnderstood(READING), *rest])
    return run


@pytest.fixture
def ended(running: Run, corpus: Corpus) -> Run:
    write_journal(running, [*middle(corpus), *ending(corpus)])
    Run.objects.filter(pk=running.pk).update(status=Run.Status.FINISHED)
    return running


def page_of(client: Client, run: Run) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/runs/{run.pk}/").content, "html.parser")


def test_chips_say_what_was_understood(as_ada: Client, running: Run) -> None:
    chips = [[chip.text for chip in row.select("li")] for row in page_of(as_ada, running).select(".meant")]
    assert chips == [
        ["a length or height", "about: Turm"],
        ["a list: a place", "about: Inseln", "only: vor 1900"],
    ]


def test_older_journals_show_no_chips(as_ada: Client, ada: User, corpus: Corpus) -> None:
    run = make_run(ada, corpus)
    write_journal(run, opening(run))
    assert not page_of(as_ada, run).select(".meant")


def test_chips_follow_the_language_of_the_page() -> None:
    with translation.override("de"):
        assert understanding_view(READING).language == "Deutsch"


def test_running_run_minds_the_correction(as_ada: Client, running: Run) -> None:
    as_ada.post(f"/runs/{running.pk}/understanding/", CORRECTED)
    ((wish,),) = [[order.wish for order in orders.after(running, 0)]]
    assert isinstance(wish, ReviseUnderstanding)
    (ask,) = wish.understanding.asks
    assert (ask.expects, ask.dimension, ask.about) == (AnswerType.DATE, Dimension.NONE, ("Grey Head",))
    assert ask.points_at_picture
    assert ask.naming("Grey Head") == "Wie hoch ist der Grey Head"
    assert wish.understanding.language == "en"


def test_ended_run_is_asked_again(as_ada: Client, ended: Run) -> None:
    response = as_ada.post(f"/runs/{ended.pk}/understanding/", CORRECTED)
    again = Run.objects.latest("pk")
    assert response["Location"] == f"/runs/{again.pk}/"
    assert (again.question, again.images) == (ended.question, ended.images)
    assert [order.wish.wish for order in orders.after(again, 0)] == ["revise_understanding"]
    assert not ended.orders.exists()


def test_script_is_told_where_to_go(as_ada: Client, ended: Run) -> None:
    response = as_ada.post(f"/runs/{ended.pk}/understanding/", CORRECTED, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == f"/runs/{Run.objects.latest('pk').pk}/"


@pytest.mark.parametrize(
    "wrong", [{"0-intent": "fly"}, {"0-answer": "number:miles"}, {"0-drop": "1"}, {"language": "xx"}]
)
def test_what_no_question_means_is_refused(as_ada: Client, running: Run, wrong: dict[str, str]) -> None:
    response = as_ada.post(f"/runs/{running.pk}/understanding/", CORRECTED | wrong)
    assert response.status_code == 422
    assert not running.orders.exists()


def test_only_the_owner_corrects(running: Run, as_bob: Client) -> None:
    assert as_bob.post(f"/runs/{running.pk}/understanding/", CORRECTED).status_code in (403, 404)
    assert not running.orders.exists()


def test_counting_expects_a_count() -> None:
    given = CORRECTED | {"0-intent": "count", "0-answer": "colour"}
    assert revised(READING, given).asks[0].dimension is Dimension.COUNT


def test_too_many_names_are_refused() -> None:
    with pytest.raises(BadInput, match="At most 8"):
        revised(READING, CORRECTED | {"0-about": "; ".join(map(str, range(9)))})


def test_unchanged_form_changes_nothing() -> None:
    view = understanding_view(READING)
    given = {"language": "de"}
    for place, ask in enumerate(view.asks):
        (intent,) = [choice.value for choice in ask.intents if choice.is_chosen]
        (answer,) = [choice.value for choice in ask.answers if choice.is_chosen]
        given |= {f"{place}-intent": intent, f"{place}-answer": answer}
        given |= {f"{place}-about": ask.about, f"{place}-constraints": ask.constraints}
    assert revised(READING, given) == replace(READING, by="person")
