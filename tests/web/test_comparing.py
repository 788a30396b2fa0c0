"""Two runs beside each other."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agents.events import AnswerGiven, CallFinished, CallStarted, Outcome, RunEnded, StepDecided
from agents.observations import HitsFound, Observation
from agents.types import Answer, ToolCall
from tests.web.drawn import make_answered_run, make_run, middle, opening, write_journal
from webapp.corpora.models import Corpus
from webapp.runs.listing.comparing import compare_runs, diff_words
from webapp.runs.models import Run, RunEvent
from webapp.runs.steering.forking import fork


@pytest.fixture
def left(corpus: Corpus, ada: User) -> Run:
    return make_answered_run(ada, corpus)


@pytest.fixture
def right(corpus: Corpus, ada: User) -> Run:
    """The same two steps, then another search, and another answer without evidence."""
    run = make_run(ada, corpus, status=Run.Status.FINISHED)
    search = ToolCall("c6", "search_text", {"query": "<b>keeper</b>"})
    write_journal(run, [
        *opening(run), *middle(corpus), StepDecided(3, "Search on", (search,)), CallStarted(3, "c6"),
        CallFinished(3, Observation("c6", HitsFound("keeper", ()), seconds=2.0)),
        AnswerGiven(Answer("It was lit in 1860, <i>surely</i>.")), RunEnded(Outcome.FINISHED),
    ])  # fmt: skip
    return run


def path_of(left: Run, right: Run) -> str:
    return f"/runs/compare/?left={left.pk}&right={right.pk}"


def test_steps_are_shared_as_long_as_the_calls_are_the_same(left: Run, right: Run) -> None:
    compared = compare_runs(left, right)
    assert [step.lines.number for step in compared.shared] == [1, 2]
    (pair,) = compared.pairs
    assert pair.left is not None and pair.left.calls[0].verb == "Keep"
    assert pair.right is not None and pair.right.calls[0].outcome == "nothing found"


def test_a_run_that_ended_earlier_leaves_its_side_empty(left: Run, corpus: Corpus, ada: User) -> None:
    shorter = make_run(ada, corpus)
    write_journal(shorter, opening(shorter))
    compared = compare_runs(left, shorter)
    assert [(pair.left is None, pair.right is None) for pair in compared.pairs] == [(False, True)] * 2


def test_the_same_calls_with_other_results_are_told_apart(left: Run, corpus: Corpus, ada: User) -> None:
    other = make_run(ada, corpus)
    empty = CallFinished(1, Observation("c1", HitsFound("", ())))
    write_journal(other, [*opening(other), empty])
    assert [step.results_differ for step in compare_runs(left, other).shared] == [True]


def test_answers_are_compared_word_by_word() -> None:
    stretches = [
        (s.side, s.text) for s in diff_words("It was lit in 1854 [1].", "It was lit in 1860, surely.")
    ]
    assert stretches == [
        ("both", "It was lit in "),
        ("left", "1854 [1]."),
        ("right", "1860, surely."),
    ]


def test_evidence_is_sorted_by_who_kept_it(left: Run, right: Run) -> None:
    evidence = compare_runs(left, right).evidence
    assert [len(kept) for kept in (evidence.both, evidence.left, evidence.right)] == [0, 1, 0]
    same = compare_runs(left, left).evidence
    assert [len(kept) for kept in (same.both, same.left, same.right)] == [1, 0, 0]


def test_amounts_have_a_difference_with_its_sign(left: Run, right: Run) -> None:
    amounts = {a.label: (a.left, a.right, a.difference) for a in compare_runs(left, right).amounts}
    assert amounts["Steps"] == ("3", "3", "0")
    assert amounts["Time of calls and models"] == ("0.7 s", "2.7 s", "+2.0 s")
    assert {a.label: a.difference for a in compare_runs(right, left).amounts}[
        "Time of calls and models"
    ] == "−2.0 s"


def test_time_worked_is_that_of_the_page_of_each_run(left: Run, right: Run) -> None:
    for run, seconds in ((left, 2), (right, 5)):
        run.started, run.worked_since = run.created, None
        run.finished = run.created + timedelta(seconds=seconds)
    amounts = {a.label: (a.left, a.right, a.difference) for a in compare_runs(left, right).amounts}
    assert amounts["Time worked in all"] == ("2.0 s", "5.0 s", "+3.0 s")


def test_the_page_marks_what_differs_and_escapes_it(left: Run, right: Run, as_ada: Client) -> None:
    page = as_ada.get(path_of(left, right)).content.decode()
    assert "<ins>1860, &lt;i&gt;surely&lt;/i&gt;.</ins>" in page
    assert "<del>1854 [1], " in page
    assert "for &lt;b&gt;keeper&lt;/b&gt;" in page
    assert "Here they part, after 2 shared steps" in page


def test_a_fork_names_its_parent(left: Run, ada: User, as_ada: Client) -> None:
    forked = fork(left, seq=4, owner=ada)
    page = as_ada.get(path_of(left, forked)).content.decode()
    assert f"A fork of run {left.pk}, with the same first steps." in page
    assert "was paid once" in page


def test_a_fork_is_listed_with_the_steps_and_tools_it_shares(left: Run, ada: User) -> None:
    forked = fork(left, seq=4, owner=ada)
    forked.refresh_from_db()
    assert forked.step_count == 1
    assert [use.tool for use in forked.tool_uses.all()] == ["search_by_image"]


@pytest.mark.parametrize("side", ["left", "right"])
def test_another_persons_run_cannot_be_compared(
    left: Run, corpus: Corpus, bob: User, as_bob: Client, side: str
) -> None:
    mine = make_answered_run(bob, corpus)
    pair = {"left": (left, mine), "right": (mine, left)}[side]
    assert as_bob.get(path_of(*pair)).status_code == 404


def test_two_ticked_rows_lead_to_their_comparison(left: Run, right: Run, as_ada: Client) -> None:
    response = as_ada.get(f"/runs/compare/?run={left.pk}&run={right.pk}")
    assert response.url == path_of(left, right)


@pytest.mark.parametrize(
    "query", ["", "left=1", "left=a&right=b", "left=1&right=1", "run=1", "run=1&run=2&run=3"]
)
def test_anything_but_two_runs_is_told_what_to_do(as_ada: Client, query: str) -> None:
    response = as_ada.get(f"/runs/compare/?{query}")
    assert response.status_code == 422
    assert "Choose two different runs" in response.content.decode()


def test_a_journal_that_cannot_be_read_says_so(left: Run, right: Run, as_ada: Client) -> None:
    RunEvent.objects.filter(run=right, seq=1).update(kind="strange")
    response = as_ada.get(path_of(left, right))
    assert response.status_code == 500
    assert "unknown kind" in response.content.decode()
