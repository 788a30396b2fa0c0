"""The tree and the timeline of a trajectory."""

import re
from dataclasses import replace
from datetime import timedelta

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from agents.events import CallFinished, StepDecided
from agents.observations import HitsFound, Observation, SearchesDone, SeenHit
from agents.plan import Goal
from agents.types import ToolCall
from tests.web.drawn import make_answered_run, make_run, opening, write_journal
from webapp.corpora.models import Corpus
from webapp.runs.files.markdown import to_markdown
from webapp.runs.models import Run, RunEvent
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.presenters import RunView, StepView, present
from webapp.runs.presenting.tree_and_timeline import WIDTH, branches, forks_by_step, timeline


def page(client: Client, run: Run, shape: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/runs/{run.pk}/{shape}/").content, "html.parser")


def view_of(steps: tuple[StepView, ...], goals: tuple[Goal, ...], run: Run) -> RunView:
    view = present(Notebook.of(run))
    return RunView(
        run, 0, view.waiting, steps, (), goals, (), None, "", None, view.usage, (), ()
    )  # fmt: skip


def test_a_tree_has_every_step_once_with_its_calls(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    tree = page(as_ada, run, "tree")
    assert [number.text for number in tree.select(".tree summary .number")] == ["1", "2", "3"]
    assert [verb.text for verb in tree.select(".tree .verb")] == [
        "Search by picture", "Read", "Search the texts", "Look", "Read", "Keep",
    ]  # fmt: skip
    assert "No document 99" in tree.select_one(".tree .call.failed").text


def test_a_tree_says_what_was_read_and_kept(corpus: Corpus, ada: User, as_ada: Client) -> None:
    tree = page(as_ada, make_answered_run(ada, corpus), "tree")
    said = {each.select_one(".verb").text: " ".join(each.text.split()) for each in tree.select(".tree .call")}
    assert said["Read"] == "Read Grey Head"
    assert "Grey Head It was lit for the first time in 1854" in said["Keep"]


def test_a_hit_of_two_queries_is_one_everywhere(corpus: Corpus, ada: User, as_ada: Client) -> None:
    hit = SeenHit("passage:1", "passage", "Grey Head", "", "grey-head.md", corpus.slug, 0.03, 0.93)
    found = SearchesDone((HitsFound("lit", (hit,)), HitsFound("lit when", (hit,))))
    call = ToolCall("c2", "search_text", {"queries": ["lit", "lit when"]})
    decided, finished = StepDecided(2, "Search", (call,)), CallFinished(2, Observation("c2", found))
    run, other = (make_run(ada, corpus, status=Run.Status.FINISHED) for _ in range(2))
    write_journal(run, [*opening(run), decided, finished])
    pages = (f"/runs/{run.pk}/", f"/runs/{run.pk}/tree/", f"/runs/compare/?left={run.pk}&right={other.pk}")
    told = [*(as_ada.get(page).content.decode() for page in pages), to_markdown(run, ())]
    assert [re.findall(r"\b\d+ hits?\b", text) for text in told] == [["1 hit"]] * 4


def test_steps_stand_below_the_goal_they_served(corpus: Corpus, ada: User) -> None:
    steps = tuple(StepView(n, "Search", (), True, goal) for n, goal in enumerate(["g2", "g1", "g2"], 1))
    goals = (Goal("g1", "Who is it?"), Goal("g2", "What did they fly?", depends_on=("g1",)))
    found = branches(view_of(steps, goals, make_run(ada, corpus)))
    assert [(each.title, [step.number for step in each.steps]) for each in found] == [
        ("Who is it?", [2]),
        ("What did they fly?", [1, 3]),
    ]


def test_a_step_without_a_goal_has_a_branch_of_its_own(corpus: Corpus, ada: User) -> None:
    steps = (StepView(1, "Plan", (), True), StepView(2, "Search", (), True, "g1"))
    found = branches(view_of(steps, (Goal("g1", "Who is it?"),), make_run(ada, corpus)))
    assert [each.title for each in found] == ["Who is it?", "Plan"]


def test_a_fork_hangs_at_the_last_step_it_shares(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    last_of_two = Notebook.of(run).records[2].last
    fork = make_run(ada, corpus, parent=run, fork_seq=last_of_two, question="And when was it closed?")
    assert forks_by_step([fork], Notebook.of(run)) == {2: [fork]}
    assert "And when was it closed?" in page(as_ada, run, "tree").select_one(".fork").text


def test_somebody_elses_fork_is_not_shown(corpus: Corpus, ada: User, bob: User, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    make_run(bob, corpus, parent=run, fork_seq=3, question="And when was it closed?")
    assert "And when was it closed?" not in page(as_ada, run, "tree").text


def test_a_timeline_has_every_step_at_its_time(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    rows = [row for lane in timeline(present(Notebook.of(run))).lanes for row in lane.rows]
    assert [row.step.number for row in rows] == [1, 2, 3]
    assert all(0 <= bar.start < WIDTH and bar.length > 0 for row in rows for bar in row.bars)
    (first, *_rest) = page(as_ada, run, "timeline").select(".bar-of")
    assert "Find out what the picture shows" in first.summary.text
    assert "Search by picture" in first.select_one(".about-bar").text


def test_thinking_stands_before_the_step_it_decides(corpus: Corpus, ada: User) -> None:
    steps = (
        StepView(1, "Search", (), True, at=0.0, seconds=4.0),
        StepView(2, "Read", (), True, at=6.0, seconds=2.0),
    )
    line = timeline(view_of(steps, (Goal("", "All"),), make_run(ada, corpus)))
    thoughts = [
        (bar.start, bar.length) for row in line.lanes[0].rows for bar in row.bars if bar.kind == "decided"
    ]
    assert line.seconds == 10.0
    assert thoughts == [(0.0, 400.0), (400.0, 600.0)]


def test_a_pause_is_not_drawn_as_deciding(corpus: Corpus, ada: User) -> None:
    steps = (
        StepView(1, "Search", (), True, at=0.0, lasted=1.0),
        StepView(2, "Read", (), True, at=16.0, lasted=1.0, follows_pause=True),
    )
    line = timeline(view_of(steps, (Goal("", "All"),), make_run(ada, corpus)))
    assert [bar.kind for row in line.lanes[0].rows for bar in row.bars] == ["worked", "worked"]


def test_waiting_for_a_worker_stands_before_the_first_step(corpus: Corpus, ada: User) -> None:
    run = make_run(ada, corpus)
    run.started = run.created + timedelta(seconds=5)
    steps = (StepView(1, "Search", (), True, at=0.0, lasted=5.0),)
    line = timeline(view_of(steps, (Goal("", "All"),), run))
    assert line.waited is not None
    assert (line.waited.start, line.waited.length, line.seconds) == (0.0, 500.0, 10.0)


def test_a_run_without_models_has_no_columns_for_them(corpus: Corpus, ada: User, as_ada: Client) -> None:
    shown = page(as_ada, make_answered_run(ada, corpus), "timeline")
    assert [each.text for each in shown.select(".heads .figure")] == ["Deciding", "Working"]
    assert {len(row.select(".figure")) for row in shown.select(".bar-of > summary")} == {2}


def test_deciding_and_working_add_up_to_what_the_run_took(corpus: Corpus, ada: User) -> None:
    steps = (
        StepView(1, "Search", (), True, at=0.0, lasted=1.0),
        StepView(2, "Read", (), True, at=4.0, lasted=0.5),
    )
    view = view_of(steps, (Goal("", "All"),), make_run(ada, corpus))
    view = replace(view, prepared=0.5, seconds=6.0)
    line = timeline(view)
    (rows,) = (lane.rows for lane in line.lanes)
    assert [(row.deciding_seconds, row.working_seconds) for row in rows] == [(0.5, 1.0), (3.0, 0.5)]
    assert line.ending is not None and line.ending.seconds == 1.0
    assert line.deciding_seconds + line.working_seconds == view.seconds == line.seconds == 6.0


def test_a_run_that_has_not_begun_has_both_views(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus)
    for shape in ("tree", "timeline"):
        assert "Nothing has happened yet" in page(as_ada, run, shape).text


def test_a_journal_that_cannot_be_read_says_so(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus)
    write_journal(run, opening(run))
    RunEvent.objects.filter(run=run, seq=2).update(kind="of_another_time")
    assert as_ada.get(f"/runs/{run.pk}/tree/").status_code == 500
