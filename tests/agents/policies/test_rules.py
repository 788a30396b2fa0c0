"""Whole runs of the built-in rules over the small library."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pytest

from agents.assessment import Form
from agents.events import AnswerGiven, CallFinished, Event, OrderTaken, RunEnded, StepDecided, StepSetAside
from agents.loop import SearchAgent
from agents.models.role_models import RoleModels
from agents.orders import AnswerNow, Order, ReviseUnderstanding, WithdrawEvidence
from agents.policies.builtin import BuiltinPolicy
from agents.policies.run_facts import Understand
from agents.profile import RunProfile
from agents.questions import Ask, Intent, Understanding
from agents.questions.rules import understand
from agents.questions.types import PLACE, TermWeight
from agents.reading.readers.nearest import NearestReader
from agents.retrieval.encoders import load_encoder
from agents.tools import load_tools
from agents.types import ImageRef, Question, ToolCall
from agents.verify.checking import DraftChecker
from tests.fixtures.memory_library import Library

pytestmark = pytest.mark.long

PROFILE = RunProfile("roomy", max_steps=12, max_calls=99, hits=5, max_seconds=60)


def ask(
    library: Library, question: Question, reads: Understand = understand, journal: Iterable[Event] = ()
) -> list[Event]:
    policy = BuiltinPolicy(NearestReader(load_encoder("hashing").sentences), reads)
    checker = DraftChecker(RoleModels({}), library.context().library, library.store, PROFILE)
    shown = partial(library.context, asked=tuple(image.uid for image in question.images))
    agent = SearchAgent(
        policy, profile=PROFILE, corpora=("harbour",), tools=load_tools(), context=shown, checker=checker
    )
    return list(agent.run(question, journal))


def calls(events: list[Event]) -> list[ToolCall]:
    return [call for event in events if isinstance(event, StepDecided) for call in event.calls]


def test_pictures_are_searched_for_by_what_they_show(library: Library) -> None:
    events = ask(library, Question("Show me pictures of the lighthouse"))
    assert [(call.name, dict(call.arguments)) for call in calls(events)][:1] == [
        ("search_images", {"query": "lighthouse"})
    ]
    [answer] = [event for event in events if isinstance(event, AnswerGiven)]
    assert answer.answer.form is Form.PICTURES
    assert library.uid("lighthouse.png") in {each.evidence.uid for each in answer.answer.citations}


def test_an_answer_that_is_wanted_before_anything_is_kept_says_so(library: Library) -> None:
    question = Question("When was the tower lit?")
    events = ask(library, question)
    searched = [isinstance(event, CallFinished) for event in events].index(True) + 1
    *_, ended = ask(library, question, journal=[*events[:searched], OrderTaken(Order(1, AnswerNow()))])
    assert isinstance(ended, RunEnded)
    assert str(ended.message).startswith("Nothing had been kept yet when the answer was asked for.")


def test_a_known_picture_is_asked_about_without_pointing_at_it(library: Library) -> None:
    picture = ImageRef(library.uid("lighthouse.png"), 600, 400)
    events = ask(library, Question("When was the tower lit?", (picture,)))
    assert any("Grey Head" in str(call.arguments) for call in calls(events) if call.name == "search_text")


def searched(events: list[Event]) -> list[str]:
    return [
        query for call in calls(events) if call.name == "search_text" for query in call.arguments["queries"]
    ]


def test_other_wordings_are_searched_for(library: Library) -> None:
    def understand_so(_question: Question) -> Understanding:
        return Understanding(
            "en", (Ask("When was the tower lit", rewrites=("age of Grey Head", "age of …")),)
        )

    events = ask(library, Question("When was the tower lit?"), understand_so)
    assert searched(events)[:2] == ["When was the tower lit", "age of Grey Head"]
    assert "age of …" not in searched(events)


def test_what_a_picture_shows_is_compared(library: Library) -> None:
    def understand_so(_question: Question) -> Understanding:
        asked = Ask(f"Which is older, {PLACE} or Edith Marlowe", Intent.COMPARISON, about=("Edith Marlowe",))
        return Understanding("en", (replace(asked, points_at_picture=True),))

    picture = ImageRef(library.uid("lighthouse.png"), 600, 400)
    events = ask(library, Question("Which is older, this or Edith Marlowe?", (picture,)), understand_so)
    [answer] = [event for event in events if isinstance(event, AnswerGiven)]
    assert answer.answer.form is Form.TABLE
    assert "Grey Head" in answer.answer.text and "Edith Marlowe" in answer.answer.text


def test_sides_of_readings_of_old_are_searched_for(library: Library) -> None:
    sides = Ask("Which is older, Grey Head or Halcyon", Intent.COMPARISON, about=("Grey Head", "Halcyon"))
    events = ask(library, Question("Which is older?"), lambda question: Understanding("en", (sides,)))
    assert searched(events)[1:3] == ["Grey Head", "Halcyon"]


def test_words_that_count_otherwise_are_searched_for_again(library: Library) -> None:
    question = Question("When was the lighthouse lit?")
    events = ask(library, question)
    first = next(place for place, event in enumerate(events) if isinstance(event, CallFinished)) + 1
    read = understand(question)
    order = Order(1, ReviseUnderstanding(replace(read, weights=(TermWeight("lit", 0.0),))))
    begun = [*events[:first], OrderTaken(order)]
    went_on = ask(library, question, journal=begun)
    assert searched(went_on)[0] == searched(events)[0]
    assert searched(ask(library, question, journal=events[:first]))[:1] != searched(events)[:1]


def test_words_that_are_withdrawn_at_the_last_step_leave_the_answer(library: Library) -> None:
    picture = ImageRef(library.uid("lighthouse.png"), 600, 400)
    question = Question("Is this a lighthouse, and when was it lit?", (picture,))
    events = ask(library, question)
    decided = max(number for number, event in enumerate(events) if isinstance(event, StepDecided)) + 1
    [before] = [event.answer for event in events if isinstance(event, AnswerGiven)]
    [piece] = [each.evidence for each in before.citations if each.evidence.kind == "text"]
    withdrawn = OrderTaken(Order(1, WithdrawEvidence(piece.id)))
    again = ask(library, question, journal=[*events[:decided], withdrawn])
    assert [event for event in again if isinstance(event, StepSetAside)]
    assert "1854" not in " ".join(event.answer.text for event in again if isinstance(event, AnswerGiven))
