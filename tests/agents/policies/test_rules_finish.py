"""Where a model cannot go on, the built-in rules finish from the same state, and the journal says why."""

from dataclasses import replace
from decimal import Decimal

import pytest

from agents.events import Event, ModelFailed, Outcome, RulesTookOver, StepDecided
from agents.replay import replay
from agents.types import Question, Role
from tests.agents.policies.playing import PLAN, QUICK, SINGLE, Played, Player, Run
from tests.agents.policies.replies import (
    REFLECT,
    SEARCH,
    answering,
    finish,
    note_designed,
    note_lit,
    note_tower,
)
from tests.agents.policies.scripts import act, turns
from tests.fixtures.harbour import DESIGNED, LIT
from tests.fixtures.memory_library import Library
from tests.support.model_server import Empty, Reply, Say, Script, Status

pytestmark = pytest.mark.long

REFUSED = Status(400)


def require_by_rules(played: Played, reason: str) -> None:
    """The answer that the documents hold, and who gave it."""
    [took_over] = played.of(RulesTookOver)
    assert reason in took_over.reason
    assert played.state.finished_by == "rules"
    assert played.ended.outcome is Outcome.FINISHED
    assert LIT[1:].rstrip(".") in played.answer.text
    assert f"The built-in rules finished this run. {took_over.reason}" in played.ended.message


def failing_from(number: int, script: Script, failure: Reply = REFUSED) -> Script:
    return lambda body, count: failure if count >= number else script(body, count)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_model_that_is_refused_leaves_the_rest_to_the_rules(
    run: Run, library: Library, number: int
) -> None:
    """At the first request, after a search, and when only the answer is missing."""
    played = run(failing_from(number, turns(*answering(library))))
    require_by_rules(played, "answered 400")
    assert len(played.of(ModelFailed)) == 1
    assert len(played.requests) == number


@pytest.mark.parametrize(
    "profile", [SINGLE, replace(QUICK, max_steps=20), PLAN], ids=lambda profile: profile.name
)
@pytest.mark.parametrize(
    "reply", [Empty(), Say("I cannot help."), Say("{" * 99)], ids=["empty", "words", "braces"]
)
def test_a_model_that_cannot_be_followed_leaves_the_rest_to_the_rules(
    run: Run, reply: Reply, profile: object
) -> None:
    require_by_rules(run(lambda _body, _number: reply, profile), "could not be followed")


@pytest.mark.parametrize(
    "limit",
    [{"max_steps": 4}, {"max_tokens": 30_000}, {"max_usd": Decimal("0.05")}, {"max_calls": 2}],
    ids=str,
)
def test_a_budget_that_is_used_up_leaves_the_rest_to_the_rules(run: Run, limit: dict[str, object]) -> None:
    played = run(
        turns(*(act(("grep", {"pattern": f"Day {n}"})) for n in range(99))),
        replace(SINGLE, **limit),  # type: ignore[arg-type]
        settings="input_usd=10 output_usd=10",
    )
    require_by_rules(played, "The limit of")


def test_a_model_that_says_at_the_limit_that_its_evidence_is_weak_is_believed(
    run: Run, library: Library
) -> None:
    weak = act(finish(reason="The tower says nothing of a date."))
    played = run(turns(act(SEARCH), act(REFLECT, note_tower(library)), weak), replace(SINGLE, max_steps=3))
    assert played.ended.message == "The tower says nothing of a date."
    assert played.state.finished_by == "model"


def test_what_the_model_had_kept_is_told_where_no_rule_finds_an_answer(run: Run, library: Library) -> None:
    good = turns(act(SEARCH), act(REFLECT, note_designed(library)))
    played = run(failing_from(3, good), question=Question("Zeppelin?"))
    assert played.answer.text.endswith(f"It had found: “{DESIGNED}” [1].")


def test_a_verifier_that_is_gone_leaves_the_verdicts_to_the_rules(run: Run, library: Library) -> None:
    drawn = act(finish(f"{LIT} [e1] The tower has a green spiral [e2]."))
    kept = act(REFLECT, note_lit(library), note_tower(library))
    gone = Player(lambda _body, _number: REFUSED)
    played = run(turns(act(SEARCH), kept, drawn), roles={Role.VERIFIER: gone})
    assert [event.role for event in played.of(ModelFailed)] == ["verifier"]
    assert played.state.finished_by == "model"
    assert played.answer.citations[1].verdict == "unchecked"


def test_a_run_is_resumed_where_the_rules_stopped(run: Run, library: Library) -> None:
    whole = run(failing_from(2, turns(*answering(library))))
    for count in range(len(whole.events)):
        events: list[Event] = whole.events[:count]
        state = replay(events)
        again = run(failing_from(2 if not state.replies else 1, turns(*answering(library))), journal=events)
        assert again.of(StepDecided) == whole.of(StepDecided)
        assert again.answer == whole.answer


def test_strange_calls_of_a_model_do_not_mislead_the_rules(run: Run) -> None:
    strange = act(
        ("look", {"uids": "img"}), ("read", {"document": [1]}), ("note", {"document": {}, "quote": 3}),
        ("search_text", {"queries": {"a": 1}}), ("search_by_image", {"uid": None}),
    )  # fmt: skip
    require_by_rules(run(failing_from(2, turns(strange))), "answered 400")
