"""Whole runs with models that slip: what is clear goes on, what is not is told as it was."""

import json

import pytest

from tests.agents.policies.playing import Run
from tests.agents.policies.replies import answering
from tests.agents.policies.scripts import act, turns
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library
from tests.support.model_server import Say

pytestmark = pytest.mark.long

QUERY = '{"queries": ["Grey Head lighthouse"]'


@pytest.mark.parametrize(
    "arguments",
    [
        QUERY + ', "goal": "", "page": null}',
        QUERY + ', "thought": "I search."}',
        QUERY + "}}",
        QUERY + ",}",
        QUERY.replace('"', "'") + "}",
        json.dumps(QUERY + "}"),
        '{"queries": ["Grey Head\nlighthouse"], "exact": True}',
    ],
    ids=["filled", "extra", "brace", "comma", "quotes", "twice", "python"],
)
def test_a_search_with_a_slip_is_made(run: Run, library: Library, arguments: str) -> None:
    played = run(turns(act(("search_text", arguments)), *answering(library)), settings="silence=60")
    assert played.errors == []
    assert played.answer.text == f"{LIT} [1]"


STEP = '{"thought": "I search.", "calls": [{"tool": "search_text", "arguments": ' + QUERY + "}}]}"


@pytest.mark.parametrize(
    "step",
    [
        STEP.replace("}}]}", "},}]}"),
        STEP.replace('"', "'"),
        STEP + "}",
        STEP.replace("Head lighthouse", "Head\nlighthouse"),
        STEP.replace("}}]}", ', "goal": "", "surprise": null}}]}'),
        STEP.replace('"arguments"', '"parameters"'),
        f"Sure:\n```json\n{STEP}\n```",
        json.dumps(STEP),
    ],
    ids=["comma", "quotes", "brace", "line break", "filled", "parameters", "fence", "twice"],
)
def test_a_slip_in_a_step_in_words_is_mended(run: Run, library: Library, step: str) -> None:
    played = run(turns(Say(step), *answering(library)), settings="tools=no")
    assert played.errors == [] and played.problems == []
    assert played.state.memory.searches[0].step == 1


def test_a_call_that_cannot_be_read_is_told_what_was_wrong(run: Run, library: Library) -> None:
    played = run(
        turns(act(("search_text", '{"queries": ["the "Grey Head""]}')), *answering(library)),
        settings="silence=60",
    )
    [error] = played.errors
    assert error.message.startswith("The arguments are no JSON object: a comma or ] is missing")
    assert "malformed" not in error.message


def test_a_call_that_was_cut_says_at_how_many_tokens(run: Run, library: Library) -> None:
    cut = Say("", [("search_text", '{"queries": ["Grey He')], finish="length")
    played = run(turns(cut, *answering(library)), settings="silence=60")
    assert "was cut at 8 tokens: raise output=" in played.errors[0].message


def test_a_reply_that_was_cut_before_its_call_says_so(run: Run, library: Library) -> None:
    played = run(
        turns(Say("Let me think. " * 4, finish="length"), *answering(library)), settings="silence=60"
    )
    assert "was cut at 14 tokens: raise output=" in played.problems[0]


def test_the_setting_raises_what_a_reply_may_take(run: Run, library: Library) -> None:
    played = run(turns(*answering(library)), settings="output=9000")
    assert played.requests[0]["max_tokens"] == 9_000
