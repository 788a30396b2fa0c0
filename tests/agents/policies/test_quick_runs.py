"""Quick mode: a gate, one search, the answer."""

from typing import Any

import pytest

from agents.events import ModelAsked
from agents.types import ImageRef, Question
from tests.agents.policies.playing import QUESTION, QUICK, Run
from tests.agents.policies.replies import finish, note_lit
from tests.agents.policies.scripts import Call, act, by_phase, count_requests, in_turn, phase_of
from tests.fixtures.harbour import LIT, draw_ferry, to_png
from tests.fixtures.memory_library import Library
from tests.support.model_server import Say

pytestmark = pytest.mark.long

SURE = {"can_answer": True, "confidence": 0.95, "rationale": "Common.", "draft": "Water boils at 100 °C."}
BOILING = Question("At how many degrees does water boil?")


def gate(**changes: Any) -> Call:
    return "gate", {**SURE, **changes}


def searching(library: Library) -> Say:
    """Keeps the date and answers with it, in one reply."""
    return act(note_lit(library), finish(f"{LIT} [e1]"))


def test_the_gate_sends_a_question_to_one_search_and_its_hits_are_answered_from(
    run: Run, library: Library
) -> None:
    asked = gate(can_answer=False, queries=["Grey Head lighthouse lit"], draft="")
    played = run(by_phase(gate=act(asked), answer=searching(library)), QUICK)
    [first, second] = played.state.memory.searches
    assert first.found.query == "Grey Head lighthouse lit"
    assert first.step == second.step == 2
    assert played.answer.text == f"{LIT} [1]"
    assert [phase_of(body) for body in played.requests] == ["gate", "answer", "verifier"]


def test_lasting_knowledge_is_answered_without_a_search_and_says_so(run: Run) -> None:
    played = run(by_phase(gate=act(gate())), QUICK, question=BOILING)
    assert played.answer.text == SURE["draft"]
    assert played.answer.is_from_model
    assert not played.state.memory.searches
    assert len(played.requests) == 1


@pytest.mark.parametrize(
    "words",
    ["What is the latest ferry?", "How high was the tide in 1998?", "When does water boil?"],
    ids=["latest", "year", "when"],
)
def test_dates_and_news_are_searched_for_however_sure_the_model_is(
    run: Run, library: Library, words: str
) -> None:
    played = run(by_phase(gate=act(gate()), answer=searching(library)), QUICK, question=Question(words))
    assert played.state.memory.searches
    assert not played.answer.is_from_model


def test_a_picture_is_searched_for_and_looked_at_however_sure_the_model_is(
    run: Run, library: Library
) -> None:
    facts = library.store.put(to_png(draw_ferry()))
    question = Question("What is this?", (ImageRef(facts.uid, facts.width, facts.height),))
    played = run(
        by_phase(gate=act(gate()), answer=act(finish(reason="Nothing fits."))), QUICK, question=question
    )
    assert facts.uid in played.state.memory.looks
    assert any(search.found.uid == facts.uid for search in played.state.memory.searches)


@pytest.mark.parametrize("doubt", [{"confidence": 0.79}, {"can_answer": False}, {"draft": " "}], ids=str)
def test_any_doubt_of_the_gate_leads_to_a_search(run: Run, library: Library, doubt: dict[str, Any]) -> None:
    replies = by_phase(gate=act(gate(**doubt)), answer=searching(library))
    assert run(replies, QUICK, question=BOILING).state.memory.searches


def test_a_gate_that_never_decides_leads_to_a_search(run: Run, library: Library) -> None:
    played = run(by_phase(gate=Say("Hm."), answer=searching(library)), QUICK)
    assert count_requests(played.requests, "gate") == 3
    assert played.state.memory.searches[0].found.query == QUESTION.text
    assert played.answer.text == f"{LIT} [1]"


def test_a_model_that_never_does_anything_does_not_keep_the_run_from_ending(run: Run) -> None:
    assert run(lambda _body, _number: Say("Hm."), QUICK).state.finished_by == "rules"


def test_an_answer_that_is_not_given_at_once_is_asked_for_again(run: Run, library: Library) -> None:
    late = in_turn(Say(""), Say(""), Say("I think"), searching(library))
    played = run(by_phase(gate=act(gate(can_answer=False)), answer=late), QUICK)
    assert played.answer.text == f"{LIT} [1]"
    assert [asked.role for asked in played.of(ModelAsked)] == ["planner", "answerer", "answerer", "verifier"]
