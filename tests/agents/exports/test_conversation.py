"""From a journal to a conversation."""

import pytest

from agents.errors import JournalError
from agents.events import ClaimsChecked, StepDecided, StepSetAside
from agents.exports.conversation import AssistantTurn, GoalSession, ToolTurn, UserTurn, converse
from agents.exports.outcomes import InlinePicture
from agents.observations import Finish, HitsFound, PicturesCompared, PicturesSeen, ToolError
from agents.types import CallWanted, ModelReply, ToolCall
from agents.verdicts import ClaimVerdict, Ruling, Verdict
from tests.agents.context.histories import GRADES
from tests.agents.context.runs import asked, look, passage, step, uid
from tests.agents.exports.journals import journal, planning, replied


def turns(*events: object) -> list[object]:
    """The turns after the question."""
    return [*converse(journal(*events)).items][1:]


def test_a_question_comes_with_its_pictures() -> None:
    [turn] = converse(journal(question=asked("Who?", 2))).items
    first, second = uid(9_000), uid(9_001)
    assert turn == UserTurn(("Who?", f"{first}:", InlinePicture(first), f"{second}:", InlinePicture(second)))


def test_without_a_model_the_intent_is_the_thought() -> None:
    decided, _ = turns(step(1, ToolError("k", "m"), intent="Look first"))
    assert isinstance(decided, AssistantTurn)
    assert (decided.thought, decided.text) == ("Look first", "")


def test_a_models_own_words_stand_for_its_step() -> None:
    reply = ModelReply("I look.", (CallWanted("look", {}),), thinking="Hm.")
    decided, _ = turns(replied(reply), step(1, PicturesSeen((look(1),)), tool="look", intent="I look."))
    assert isinstance(decided, AssistantTurn)
    assert (decided.thought, decided.text) == ("Hm.", "I look.")


def test_a_reply_that_the_harness_did_not_follow_is_not_the_steps() -> None:
    """It closes a run whose last reply has no answer with a call of its own."""
    reply = ModelReply("I look.", (CallWanted("look", {}),))
    decided, _ = turns(replied(reply), step(1, Finish("", "Time."), tool="finish", intent="Time is up."))
    assert isinstance(decided, AssistantTurn)
    assert (decided.thought, decided.text) == ("Time is up.", "")


def test_what_was_wrong_with_a_reply_is_told_after_it() -> None:
    decided, told = turns(replied(ModelReply("Well.")), StepDecided(1, "Well.", (), problem="No tool."))
    assert decided == AssistantTurn("", "Well.", ())
    assert told == UserTurn(("No tool.",))


def test_an_empty_reply_is_no_turn() -> None:
    empty = StepDecided(1, "An empty reply", (), problem="The reply called no tool.")
    assert turns(replied(ModelReply("")), empty) == []


def test_a_step_that_was_set_aside_is_no_turn() -> None:
    kept = step(2, ToolError("k", "m"), intent="Better")
    found = turns(step(1, ToolError("k", "m")), StepSetAside(1, "Weak."), kept)
    assert [turn.thought for turn in found if isinstance(turn, AssistantTurn)] == ["Better"]


def test_every_call_has_a_result_also_one_that_did_not_end() -> None:
    calls = (ToolCall("a", "look", {}), ToolCall("b", "look", {}))
    done = step(1, PicturesSeen((look(1),)), tool="look")[1:]
    _, *results = turns(StepDecided(1, "Both", (ToolCall("c1.0", "look", {}), *calls)), done)
    assert [turn.call_id for turn in results if isinstance(turn, ToolTurn)] == ["c1.0", "a", "b"]
    assert [turn.parts for turn in results[1:] if isinstance(turn, ToolTurn)] == [
        ("This call did not end.",)
    ] * 2


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        (look(1), [1]),
        (PicturesSeen((look(1), look(2))), [1, 2]),
        (PicturesSeen((look(1), look(2)), look(3)), [3]),
        (PicturesCompared(uid(1), uid(2), look(3), 5, None), [3]),
    ],
    ids=["one", "several", "a sheet of several", "two side by side"],
)
def test_the_pixels_that_a_result_shows_stand_with_it(result: object, shown: list[int]) -> None:
    _, told = turns(step(1, result, tool="look"))  # type: ignore[arg-type]
    assert isinstance(told, ToolTurn)
    assert [part.uid for part in told.parts if isinstance(part, InlinePicture)] == [*map(uid, shown)]


def test_a_failed_call_says_why_and_what_to_try() -> None:
    _, told = turns(step(1, ToolError("unknown", 'No "x".', "Try y.")))
    assert told == ToolTurn("c1.0", ('Failed (unknown): No "x". Try y.',))


def test_a_draft_comes_with_what_its_check_found() -> None:
    verdict = ClaimVerdict("It sank.", "e1", Verdict.UNSUPPORTED, "rules", "It is silent.")
    check = ClaimsChecked(1, (verdict,), GRADES, Ruling.REPAIR)
    _, told = turns(step(1, Finish("It sank [e1].", ""), tool="finish"), check)
    assert isinstance(told, ToolTurn)
    assert told.parts[-1] == (
        "The draft was checked: repair (score 0.40 of 1).\n- It sank. (e1: unsupported. It is silent.)"
    )


def test_goals_that_were_worked_on_side_by_side_are_told_one_by_one() -> None:
    items = converse(planning()).items
    sessions = [item for item in items if isinstance(item, GoalSession)]
    assert [(s.goal, s.task, s.outcome) for s in sessions] == [
        ("g1", "Who lit it?", "answered: A keeper [e1]."),
        ("g2", "Where is it?", "answered: At sea [e2]."),
    ]
    assert [type(item).__name__ for item in items] == [
        *["UserTurn", "AssistantTurn", "ToolTurn"],
        *["GoalSession", "GoalSession", "AssistantTurn"],
    ]
    assert len(sessions[0].turns) == len(sessions[1].turns) == 4


def test_a_journal_without_a_start_is_refused() -> None:
    with pytest.raises(JournalError, match="has not begun"):
        converse([])


def test_hits_are_told_in_words() -> None:
    _, told = turns(step(1, HitsFound("lit", (passage(7),))))
    assert isinstance(told, ToolTurn)
    assert "It was lit in 1854." in str(told.parts[0])
