"""Whole runs of the built-in rules over the small library."""

from functools import partial

from agents.answers import Form
from agents.events import AnswerGiven, Event, StepDecided
from agents.loop import SearchAgent
from agents.models.desk import Desk
from agents.policies.builtin import BuiltinPolicy
from agents.profile import RunProfile
from agents.questions.rules import understand
from agents.reading.nearest import NearestReader
from agents.review import Reviewer
from agents.toolbox import load_tools
from agents.types import ImageRef, Question, ToolCall
from tests.fixtures.library import Library
from webapp.corpora.encoders import encoder

PROFILE = RunProfile("roomy", max_steps=12, max_calls=99, hits=5, max_seconds=60)


def ask(library: Library, question: Question) -> list[Event]:
    policy = BuiltinPolicy(NearestReader(encoder("hashing").sentences), understand)
    reviewer = Reviewer(Desk({}), library.context().library, library.store, PROFILE)
    shown = partial(library.context, asked=tuple(image.uid for image in question.images))
    agent = SearchAgent(
        policy, profile=PROFILE, corpora=("harbour",), tools=load_tools(), context=shown, reviewer=reviewer
    )
    return list(agent.run(question))


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


def test_a_known_picture_is_asked_about_without_pointing_at_it(library: Library) -> None:
    picture = ImageRef(library.uid("lighthouse.png"), 600, 400)
    events = ask(library, Question("When was the tower lit?", (picture,)))
    assert any("Grey Head" in str(call.arguments) for call in calls(events) if call.name == "search_text")
