"""No model, however bad, can crash, hang or corrupt a run: each of these ends with a RunEnded."""

import json
import re

import pytest

from agents.events import CallFinished, ModelFailed, ModelReplied, Outcome, RunEnded, StepDecided
from agents.models.connection import MAX_CALLS
from agents.policies.model.phases import PATIENCE
from agents.policies.model.replies import MAX_CALLS_A_STEP
from tests.agents.policies.playing import SINGLE, Run
from tests.agents.policies.replies import REFLECT, SEARCH, answering, finish, note_lit
from tests.agents.policies.scripts import act, phase_of, turns
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library
from tests.support.model_server import Cut, Empty, Reply, Say, Script, Silence, Status

pytestmark = pytest.mark.long

NOBODY = "img_aaaaaaaaaaaaa"


def after(first: list[Reply], library: Library) -> Script:
    """These replies to the first requests, then those of a run as it should be."""
    good = turns(*answering(library))
    return lambda body, number: first[number - 1] if number <= len(first) else good(body, number)


def test_markers_that_name_nothing_are_taken_out_of_the_answer(run: Run, library: Library) -> None:
    played = run(turns(*answering(library, f"{LIT} [e1] [e7] [9] [img_x]")))
    assert played.answer.text.startswith(f"{LIT} [1]")
    assert [citation.evidence.id for citation in played.answer.citations] == ["e1"]


def test_an_answer_out_of_invented_evidence_is_declined_in_a_plain_sentence(run: Run) -> None:
    played = run(turns(act(SEARCH), act(REFLECT), act(finish("It was lit in 1850 [e1], by Ann Lee [e2]."))))
    assert played.ended.outcome is Outcome.DECLINED
    assert "a source that the run does not hold" in played.ended.message


def test_pictures_that_do_not_exist_are_errors_that_the_model_can_mend(run: Run, library: Library) -> None:
    invented = act(("look", {"uids": [NOBODY]}), ("note", {"uid": NOBODY}), ("zoom", {"uid": NOBODY}))
    played = run(turns(invented, *answering(library)))
    assert [error.kind for error in played.errors] == [
        "unknown_picture",
        "unknown_picture",
        "invalid_arguments",
    ]
    assert played.ended.outcome is Outcome.FINISHED


@pytest.mark.parametrize(
    "arguments",
    ["{", "[1, 2]", "null", '"words"', '{"queries": NaN}', "{" * 50_000, '{"queries": ["\\ud800"]', "\0"],
    ids=["open", "list", "null", "string", "nan", "deep", "cut", "nul"],
)
def test_arguments_that_are_no_object_come_back_as_an_error_with_the_schema(
    run: Run, library: Library, arguments: str
) -> None:
    played = run(turns(act(("search_text", arguments)), *answering(library)))
    assert [error.kind for error in played.errors] == ["invalid_arguments"]
    assert "queries" in played.errors[0].hint
    assert played.answer.text == f"{LIT} [1]"


def test_a_tool_that_is_not_offered_is_not_called(run: Run, library: Library) -> None:
    """`plan` is a tool, but none of this phase; `teleport` is none at all."""
    foreign = act(("plan", {"operations": []}), ("teleport", {"to": "sea"}))
    played = run(turns(foreign, *answering(library)))
    assert played.of(StepDecided)[0].calls == ()
    assert "'plan', 'teleport'" in played.problems[0]
    assert played.answer.text == f"{LIT} [1]"


def test_a_model_that_only_calls_what_does_not_exist_is_not_asked_for_ever(run: Run) -> None:
    played = run(turns(act(("teleport", {}))))
    assert played.state.finished_by == "rules"
    assert len(played.requests) == PATIENCE


@pytest.mark.parametrize(
    "reply",
    [Say("I cannot help with that."), Empty(), Say(thinking="Hm. " * 999), Say("", finish="length"),
     Say("", finish="content_filter"), Say("\0\0"), Say("{}" * 999)],
    ids=["refusal", "empty", "thought", "length", "filter", "nul", "json"],
)  # fmt: skip
def test_replies_without_a_call_end_the_run_after_a_few(run: Run, reply: Reply) -> None:
    played = run(turns(reply))
    assert played.state.finished_by == "rules"
    assert len(played.requests) == PATIENCE
    assert "could not be followed" in played.ended.message


def test_what_had_been_kept_is_published_when_the_model_falls_silent(run: Run, library: Library) -> None:
    played = run(turns(act(SEARCH), act(note_lit(library)), Empty()))
    assert LIT[1:].rstrip(".") in played.answer.text
    assert played.ended.outcome is Outcome.FINISHED


@pytest.mark.parametrize("count", [9, 1_000])
def test_of_hundreds_of_calls_in_one_reply_a_few_are_made(run: Run, library: Library, count: int) -> None:
    calls = [("grep", {"pattern": f"Herring {number}"}) for number in range(count)]
    played = run(turns(act(*calls), *answering(library)))
    first = [e for e in played.of(CallFinished) if e.step == 1]
    assert len(first) == MAX_CALLS_A_STEP
    read = min(count, MAX_CALLS + 1)
    assert f"the first {MAX_CALLS_A_STEP} of {read} calls" in played.problems[0]
    assert played.answer.text == f"{LIT} [1]"


def test_a_megabyte_of_arguments_is_refused_and_kept_out_of_the_next_prompt(
    run: Run, library: Library
) -> None:
    document = library.document("grey-head.md").pk
    queries, quote = ["herring " * 125_000], "x" * 100_000
    huge = act(("search_text", {"queries": queries}), ("note", {"document": document, "quote": quote}))
    played = run(turns(huge, *answering(library)))
    assert [error.kind for error in played.errors] == ["invalid_arguments", "invalid_arguments"]
    assert all(len(json.dumps(body)) < 200_000 for body in played.requests)
    assert played.answer.text == f"{LIT} [1]"


def test_a_megabyte_of_malformed_arguments_is_kept_out_of_the_next_prompt(run: Run, library: Library) -> None:
    played = run(turns(Say("y" * 10**4, [("search_text", "{" + "x" * 10**6)]), *answering(library)))
    assert len(json.dumps(played.requests[-1])) < 200_000
    assert played.answer.text == f"{LIT} [1]"


BROKEN = "Lit\0 \ud83d and \udc00 in \ufffe 1854"


def test_nul_and_halves_of_characters_can_be_stored_and_shown(run: Run, library: Library) -> None:
    """The last step of `check` is the test: what cannot be stored fails there."""
    keep = act(
        ("search_text", {"queries": [BROKEN], "goal": BROKEN}),
        ("caption", {"uid": library.uid("ferry.png"), "line": BROKEN}),
        ("note", {"uid": library.uid("ferry.png"), "note": BROKEN}),
        why=BROKEN,
    )
    played = run(turns(keep, act(REFLECT, note_lit(library)), act(finish(f"{LIT} [e2] {BROKEN} [e1]."))))
    assert isinstance(played.ended, RunEnded)
    assert LIT in played.answer.text


def test_the_same_step_for_ever_ends_the_run(run: Run) -> None:
    played = run(turns(act(SEARCH)))
    assert played.state.finished_by == "rules"
    assert len(played.requests) < SINGLE.max_steps // 2


def test_near_repeats_for_ever_end_the_run(run: Run) -> None:
    orders = ["lighthouse lit Grey Head", "Grey Head lighthouse lit?", "the lit lighthouse of Grey Head"]
    replies = [act(("search_text", {"queries": [f"{orders[n % 3]}{' !' * n}"]})) for n in range(99)]
    played = run(turns(*replies))
    assert played.state.finished_by == "rules"
    assert [search.step for search in played.state.memory.searches if search.step <= 3] == [1]
    assert len(played.requests) < SINGLE.max_steps // 2


def test_a_limited_model_is_asked_again_after_the_wait_it_asks_for(run: Run, library: Library) -> None:
    played = run(after([Status(429, {"Retry-After": "7"})], library))
    assert played.waits == [7]
    assert played.answer.text == f"{LIT} [1]"
    assert played.of(ModelReplied)[0].reply.attempts == 2


@pytest.mark.parametrize("code", [500, 503, 429])
def test_a_server_that_fails_for_ever_is_told_of_in_a_sentence(run: Run, code: int) -> None:
    played = run(lambda _body, _number: Status(code))
    assert re.search(rf"openai:scripted answered {code}.*Check", played.ended.message)
    assert played.state.finished_by == "rules"


@pytest.mark.parametrize("cut", [Cut(0), Cut(100), Cut(100, is_orderly=True)], ids=str)
def test_a_stream_that_is_cut_is_asked_for_again(run: Run, library: Library, cut: Cut) -> None:
    played = run(after([cut], library))
    assert played.answer.text == f"{LIT} [1]"
    assert len(played.waits) == 1


@pytest.mark.parametrize("silence", [Silence(), Silence(50)], ids=["at once", "midway"])
def test_a_silent_model_is_told_of_in_a_sentence(run: Run, silence: Silence) -> None:
    played = run(lambda _body, _number: silence, settings="silence=0.5")
    assert "sent nothing for 0.5 s" in played.ended.message
    assert played.state.finished_by == "rules"


def test_a_fork_before_a_failure_asks_the_model_again(run: Run, library: Library) -> None:
    good = turns(*answering(library))
    failed = run(lambda body, number: good(body, number) if number < 3 else Status(400))
    place = next(place for place, event in enumerate(failed.events) if isinstance(event, ModelFailed))
    played = run(good, journal=failed.events[: place - 1])
    assert played.answer.text == f"{LIT} [1]"
    assert played.state.finished_by == "model"
    assert [phase_of(body) for body in played.requests][1:] == ["verifier"]
