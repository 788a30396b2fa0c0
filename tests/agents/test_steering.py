"""People steer a run: the loop takes orders between its steps, journals them, and its fold obeys."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from agents.events import (
    CallFinished,
    Event,
    OrderTaken,
    QuestionUnderstood,
    RunEnded,
    StepDecided,
)
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
    wish_from,
    wish_values,
)
from agents.plan import SkipGoal
from agents.questions.types import Ask, Spelling, TermWeight, Understanding
from agents.replay import replay
from agents.retrieval.terms import TermOptions
from agents.steering import Steering
from agents.types import Importance
from tests.agents.test_loop import QUESTION, agent, answering, ending
from tests.fixtures.memory_library import Library


def steered(library: Library, calls_before: int, *wishes: Wish) -> list[Event]:
    """The events of a run that is given orders once so many calls have ended."""
    events: list[Event] = []
    orders = [Order(number, wish) for number, wish in enumerate(wishes, start=1)]

    def given(after: int) -> Sequence[Order]:
        ended = sum(isinstance(event, CallFinished) for event in events)
        return [order for order in orders if order.number > after and ended >= calls_before]

    searcher = agent(library, answering(library), steering=Steering(given))
    for event in searcher.run(QUESTION):
        events.append(event)
    return events


def taken(events: list[Event]) -> list[OrderTaken]:
    return [event for event in events if isinstance(event, OrderTaken)]


READING = Understanding("en", (Ask("How old is …", about=("Broad Street",)),))
WISHES = [
    Hint("Look in 1854."),
    AnswerNow(),
    Pause(),
    ChangeGoal(SkipGoal("g1")),
    PinEvidence("e1"),
    WithdrawEvidence("e2"),
    ReviseUnderstanding(READING),
]


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.wish)
def test_every_wish_carries_through_json(wish: Wish) -> None:
    assert wish_from(wish_values(wish)) == wish


@pytest.mark.parametrize("nonsense", [{}, {"wish": "fly"}, {"wish": "hint", "text": ""}, "pause"])
def test_nonsense_is_no_wish(nonsense: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        wish_from(nonsense)


def test_a_hint_is_journalled_and_kept(library: Library) -> None:
    events = steered(library, 1, Hint("Look in 1854."))
    assert replay(events).hints == ["Look in 1854."]
    assert len(taken(events)) == 1


def test_a_revised_reading_takes_the_place_of_the_first(library: Library) -> None:
    events = steered(library, 1, ReviseUnderstanding(READING))
    assert replay(events).understanding == replace(READING, by="person")


def test_a_reading_is_written_before_the_first_step(library: Library) -> None:
    searcher = agent(library, answering(library), understand=lambda question: READING)
    events = list(searcher.run(QUESTION))
    assert events[1] == QuestionUnderstood(READING)
    assert replay(events).understanding == READING


def test_a_resumed_run_is_not_read_again(library: Library) -> None:
    events = list(agent(library, answering(library)).run(QUESTION))
    begun = events[: next(place for place, event in enumerate(events) if isinstance(event, CallFinished)) + 1]
    searcher = agent(library, answering(library), understand=lambda question: READING)
    assert not any(isinstance(event, QuestionUnderstood) for event in searcher.run(QUESTION, begun))


def test_an_answer_that_is_wanted_now_ends_the_search(library: Library) -> None:
    events = steered(library, 1, AnswerNow())
    after = events[events.index(taken(events)[0]) :]
    assert [event.intent for event in after if isinstance(event, StepDecided)] == ["An answer is wanted now."]
    assert isinstance(events[-1], RunEnded)


def test_a_pause_stops_the_run_without_an_end_and_it_goes_on_from_there(library: Library) -> None:
    paused = steered(library, 1, Pause())
    assert isinstance(paused[-1], OrderTaken)
    went_on = list(agent(library, answering(library)).run(QUESTION, paused))
    assert isinstance(went_on[-1], RunEnded)
    uninterrupted = replay(steered(library, 99))
    assert replay([*paused, *went_on]).answer == uninterrupted.answer


def test_an_order_behind_a_pause_is_taken_when_the_run_goes_on(library: Library) -> None:
    paused = steered(library, 1, Pause(), Hint("Look in 1854."))
    assert len(taken(paused)) == 1
    left = Steering(lambda after: [Order(2, Hint("Look in 1854."))] if after < 2 else [])
    went_on = list(agent(library, answering(library), steering=left).run(QUESTION, paused))
    assert replay([*paused, *went_on]).hints == ["Look in 1854."]


def test_withdrawn_evidence_is_known_by_its_id(library: Library) -> None:
    memory = replay(steered(library, 4, WithdrawEvidence("e1"))).memory
    assert {*memory.withdrawn} == {"e1"}
    assert memory.next_evidence_id() == "e3"


@pytest.mark.parametrize(("before", "steps"), [((), 4), ((AnswerNow(),), 3)])
def test_a_draft_loses_the_sentence_whose_source_is_withdrawn(
    library: Library, before: tuple[Wish, ...], steps: int
) -> None:
    drafts = ["Lit on 3 May 1854 [e1]. It is red [e2].", "It is red [e2]."]
    script = [*answering(library)[:2], *([("finish", {"answer": draft})] for draft in drafts)]
    orders = [Order(n, wish) for n, wish in enumerate((*before, WithdrawEvidence("e1")), start=1)]
    events: list[Event] = []

    def given(after: int) -> Sequence[Order]:
        is_drafted = sum(isinstance(event, StepDecided) for event in events) == 3
        return [order for order in orders if order.number > after and is_drafted]

    for event in agent(library, script, steering=Steering(given)).run(QUESTION):
        events.append(event)
    state = replay(events)
    assert state.answer
    assert (state.answer.text, len(state.steps)) == ("It is red [1].", steps)
    assert bool(state.steps[2].set_aside) is (steps == 4)


def test_pinned_evidence_matters_most(library: Library) -> None:
    memory = replay(steered(library, 4, PinEvidence("e2"))).memory
    assert memory.curated["e2"] is Importance.VERY_HIGH


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (ChangeGoal(SkipGoal("g7")), "The plan has no goal “g7”."),
        (WithdrawEvidence("e9"), "There is no evidence e9 in this run any more."),
    ],
)
def test_a_wish_that_cannot_be_fulfilled_says_why_and_changes_nothing(
    library: Library, wish: Wish, problem: str
) -> None:
    events = steered(library, 1, wish)
    assert [event.problem for event in taken(events)] == [problem]
    assert ending(events).outcome == "finished"


def test_words_that_count_otherwise_are_journalled(library: Library) -> None:
    weighed = replace(
        READING, weights=(TermWeight("old", 0.0),), spellings=(Spelling("brod", "broad", False),)
    )
    state = replay(steered(library, 1, ReviseUnderstanding(weighed)))
    assert state.understanding
    assert state.understanding.terms == TermOptions({"old": 0.0}, frozenset({"brod"}))
    assert state.reworded_steps == 1


def test_other_changes_keep_the_searches(library: Library) -> None:
    assert replay(steered(library, 1, ReviseUnderstanding(READING))).reworded_steps == 0
