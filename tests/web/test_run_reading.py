"""The order in which the page of a run is read, its one list of sources, orders, and asking again."""

import re
from dataclasses import replace
from typing import get_args

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from agents.events import CallFinished, CallStarted, OrderTaken, StepDecided
from agents.observations import Observation, PlanRevised
from agents.orders import (
    AnswerNow,
    ChangeGoal,
    Hint,
    Order,
    Pause,
    PinEvidence,
    ReviseUnderstanding,
    Wish,
    WithdrawEvidence,
)
from agents.plan import AddGoal, EditGoal, SkipGoal
from agents.questions.rules import understand
from agents.types import Question, ToolCall
from tests.web.drawn import (
    QUOTE,
    ending,
    make_answered_run,
    make_corpus,
    make_run,
    middle,
    opening,
    write_journal,
)
from webapp.corpora.models import Corpus
from webapp.runs import models
from webapp.runs.execution import orders
from webapp.runs.models import Run

pytestmark = pytest.mark.long


def page_of(client: Client, run: Run) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/runs/{run.pk}/").content, "html.parser")


def test_the_answer_stands_before_the_steps(corpus: Corpus, ada: User, as_ada: Client) -> None:
    page = as_ada.get(f"/runs/{make_answered_run(ada, corpus).pk}/").content.decode()
    assert page.index('id="answer"') < page.index('id="evidence"') < page.index('id="steps"')


def test_a_run_that_goes_on_shows_its_steps_first(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    page = as_ada.get(f"/runs/{run.pk}/").content.decode()
    assert page.index('id="steps"') < page.index('id="answer"')


def test_sources_are_one_list_with_the_cited_first(corpus: Corpus, ada: User, as_ada: Client) -> None:
    page = page_of(as_ada, make_answered_run(ada, corpus))
    assert [piece["data-citation"] for piece in page.select("#evidence .citation")] == ["1", "2"]
    assert len(page.select(".piece")) == 2


def test_a_place_that_was_kept_twice_is_one_source(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    kept = ending(corpus)[:3]
    write_journal(run, [*opening(run), *middle(corpus), *kept])
    assert len(page_of(as_ada, run).select(".piece")) == 1


def test_a_step_is_one_line_that_opens(corpus: Corpus, ada: User, as_ada: Client) -> None:
    page = page_of(as_ada, make_answered_run(ada, corpus))
    steps = page.select(".step > details")
    assert [step.has_attr("open") for step in steps] == [False, False, False]
    assert "1 hit" in steps[0].summary.text


def test_no_inner_name_is_in_the_words_of_a_page(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run, other = make_answered_run(ada, corpus), make_answered_run(ada, corpus)
    own = (f"/runs/{run.pk}/{shape}" for shape in ("", "tree/", "timeline/"))
    for address in (*own, f"/runs/compare/?left={run.pk}&right={other.pk}", "/runs/", "/"):
        text = BeautifulSoup(as_ada.get(address).content, "html.parser").main.text
        assert not re.search(r"img_[a-z2-7]{13}|\[e\d+\]|uids|\['|SIGHTLINE_", text), address


def test_a_long_question_is_folded(corpus: Corpus, ada: User, as_ada: Client) -> None:
    page = page_of(as_ada, make_run(ada, corpus, question="Why is it lit? " * 300))
    assert len(page.h1.text) < 300
    assert len(page.select_one(".whole p").text) > 4000


def test_an_order_is_a_row_with_its_effect(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    orders.add(run, Hint("It is in the north"), ada)
    number = models.Order.objects.get().pk
    write_journal(run, opening(run))
    (row,) = page_of(as_ada, run).select(".order")
    assert "waiting" in row["class"]
    assert "Hint: It is in the north" in row.text
    write_journal(run, [*middle(corpus), OrderTaken(Order(number, Hint("It is in the north")))])
    (row,) = page_of(as_ada, run).select(".order")
    assert "Taken before step 3" in row.text


WISHES = (
    Hint("It is in the north"), AnswerNow(), Pause(), ChangeGoal(EditGoal("g1", "Who lit it?")),
    ChangeGoal(SkipGoal("g1")), PinEvidence("e1"), WithdrawEvidence("e1", "It is another one"),
    ReviseUnderstanding(understand(Question("When was Grey Head lit?"))),
)  # fmt: skip


def test_every_order_is_a_row_in_words(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    revised = PlanRevised((AddGoal("g1", "Who kept it?"),))
    planned = [
        StepDecided(3, "Divide it", (ToolCall("c7", "plan", {"operations": []}),)),
        CallStarted(3, "c7"), CallFinished(3, Observation("c7", revised)),
    ]  # fmt: skip
    note = StepDecided(4, "Keep it", (ToolCall("c6", "note", {"quote": QUOTE}),))
    kept = [note, CallStarted(4, "c6"), replace(ending(corpus)[2], step=4)]
    told = [OrderTaken(Order(number, wish)) for number, wish in enumerate(WISHES, start=1)]
    write_journal(run, [*opening(run), *middle(corpus), *planned, *kept, *told])
    rows = page_of(as_ada, run).select(".order")
    assert {type(wish) for wish in WISHES} == set(get_args(get_args(Wish)[0]))
    assert len(rows) == len(WISHES)
    assert [
        row for row in rows if not row.select_one(".told").text or not row.select_one(".small").text
    ] == []
    assert not re.search(r"\b[eg]1\b", " ".join(row.text for row in rows))


def test_an_order_stands_before_the_step_that_followed_it(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.FINISHED)
    hint, pause = (OrderTaken(Order(n, wish)) for n, wish in enumerate((Hint("In the north"), Pause()), 1))
    write_journal(run, [*opening(run), *middle(corpus), hint, *ending(corpus)[:3], pause])
    page = page_of(as_ada, run)
    assert page.select_one("#step-3 .order .told").text == "Hint: In the north"
    assert page.select_one("#steps + #orders .order .small").text == "Taken in the last step."


def test_an_order_that_came_too_late_says_so(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    orders.add(run, AnswerNow(), ada)
    assert "Came too late" in page_of(as_ada, run).select_one(".order.late").text


def test_a_waiting_run_tells_its_place(corpus: Corpus, ada: User, as_ada: Client) -> None:
    first, second, third = (make_run(ada, corpus) for _ in range(3))
    assert "2 runs before yours" in page_of(as_ada, third).select_one(".now").text
    assert "1 run before yours" in page_of(as_ada, second).select_one(".now").text
    assert "yours is next" in page_of(as_ada, first).select_one(".now").text


def test_waiting_and_working_are_two_times(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run, now = make_answered_run(ada, corpus), timezone.now()
    Run.objects.filter(pk=run.pk).update(
        created=now - timezone.timedelta(seconds=50),
        started=now - timezone.timedelta(seconds=20),
        finished=now,
    )
    facts = page_of(as_ada, run).select_one(".heartbeat .facts").text
    assert "worked 20.0 s" in facts
    assert "waited 30.0 s" in facts


def test_a_cancelled_run_can_be_asked_again(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.CANCELLED, profile="quick")
    response = as_ada.post(f"/runs/{run.pk}/ask-again/")
    again = Run.objects.latest("pk")
    assert response["Location"] == f"/runs/{again.pk}/"
    assert (again.question, again.images, again.profile) == (run.question, run.images, "quick")
    assert [*again.corpora.all()] == [corpus]
    assert "Ask again" in page_of(as_ada, run).select_one("#head").text


def test_asking_again_leaves_out_what_may_no_longer_be_read(
    corpus: Corpus, ada: User, as_ada: Client
) -> None:
    secret = make_corpus("secret", is_private=True)
    run = make_run(ada, secret, status=Run.Status.CANCELLED)
    assert "can be asked any more" in as_ada.post(f"/runs/{run.pk}/ask-again/").content.decode()
    run.corpora.add(corpus)
    as_ada.post(f"/runs/{run.pk}/ask-again/")
    assert [*Run.objects.latest("pk").corpora.all()] == [corpus]


def test_a_shared_run_has_the_same_sources(corpus: Corpus, ada: User, as_ada: Client, client: Client) -> None:
    run = make_answered_run(ada, corpus)
    token = (
        as_ada.post(f"/runs/{run.pk}/shares/", {"days": 7}).context["address"].rstrip("/").rpartition("/")[2]
    )
    page = BeautifulSoup(client.get(f"/shared/{token}/").content, "html.parser")
    assert [piece["data-citation"] for piece in page.select("#evidence .citation")] == ["1", "2"]
    assert not page.select("form")
