"""LMM-Searcher's trace JSON: the fields its visualiser reads."""

import json
from collections.abc import Collection
from typing import Any

import pytest

from agents.events import Event, Outcome, RunEnded, StepDecided, StepSetAside
from agents.exports.task_log import read_name
from agents.observations import Finish, TextRead, ToolError
from tests.agents.context.runs import step, uid
from tests.agents.exports.journals import ANSWERED, journal, looking, planning, trace


def written(events: Collection[Event], failure: str = "") -> Any:
    """The trace as a reader gets it."""
    return json.loads(trace(events, failure).log.model_dump_json(by_alias=True, exclude_none=True))


def test_a_trace_says_what_was_asked_and_answered() -> None:
    log = written(ANSWERED)
    assert (log["status"], log["task_id"], log["final_boxed_answer"]) == ("success", "7", "In 1854 [1].")
    assert (log["start_time"], log["end_time"]) == ("2026-01-31 17:05:09", "2026-01-31 17:05:15")
    assert log["input"] == {
        "task_description": "When?",
        "task_file_name": "save_images/task_7_2026-01-31-17-05-09_images/7_main_0001.jpg",
    }
    assert trace(ANSWERED).name == "task_7_2026-01-31-17-05-09.json"


def test_calls_are_native_and_their_results_name_them() -> None:
    history = written(ANSWERED)["main_agent_message_history"]
    assert set(history) == {"system_prompt", "message_history", "tool_definitions"}
    question, decided, result, *_, answer = history["message_history"]
    assert [part["type"] for part in question["content"]] == ["text", "text", "image_url"]
    [call] = decided["tool_calls"]
    assert call["function"]["name"] == "tool-sightline-look"
    assert json.loads(call["function"]["arguments"]) == {"uids": [uid(1)]}
    assert (result["role"], result["tool_call_id"]) == ("tool", call["id"])
    assert result["content"][-1] == {"type": "image_url", "image_url": {"url": "<image>"}}
    assert answer == {"role": "assistant", "content": "In 1854 [1]."}


def test_tools_are_defined_by_server_with_their_schemas() -> None:
    [server] = written(ANSWERED)["main_agent_message_history"]["tool_definitions"]
    assert server["name"] == "tool-sightline"
    assert all(set(tool) == {"name", "description", "schema"} for tool in server["tools"])


def test_a_plain_sort_of_the_files_is_the_order_of_the_pictures() -> None:
    files = trace(looking(12)).pictures
    assert [files[name] for name in sorted(files)] == [uid(9_000), *map(uid, range(1, 13))]


def test_goals_are_sessions_with_their_pictures() -> None:
    log = written(planning())
    sessions = log["sub_agent_message_history_sessions"]
    assert list(sessions) == ["agent-goal_1", "agent-goal_2"]
    assert sessions["agent-goal_1"]["message_history"][0] == {"role": "user", "content": "Who lit it?"}
    main = log["main_agent_message_history"]["message_history"]
    calls = [c["function"] for message in main for c in message.get("tool_calls", ())]
    assert [call["name"] for call in calls[1:]] == ["agent-goal-work_on"] * 2
    assert json.loads(calls[1]["arguments"]) == {"goal": "g1", "task": "Who lit it?"}
    folder = "save_images/task_7_2026-01-31-17-05-09_images"
    assert trace(planning()).pictures == {
        f"{folder}/7_agent-goal_1_0001.jpg": uid(1),
        f"{folder}/7_agent-goal_2_0001.jpg": uid(2),
    }


def test_a_step_that_was_set_aside_is_in_the_log_alone() -> None:
    weak = step(1, ToolError("k", "m"), intent="A weak search")
    log = written(journal(weak, StepSetAside(1, "Nothing new."), step(2, Finish("", "End."), tool="finish")))
    assert "A weak search" not in json.dumps(log["main_agent_message_history"])
    logged = {entry["step_name"]: entry for entry in log["step_logs"]}
    assert logged["step 1 | decided"]["message"] == "A weak search"
    assert logged["step 1 | set_aside"]["message"] == "Nothing new."
    assert logged["step 1 | search_text"]["status"] == "failed"


def test_texts_and_errors_are_as_they_were() -> None:
    text = 'An <image> {"a": {{b}}}'
    events = journal(
        step(1, TextRead(1, "T", "t.md", 0, 9, 9, text), ToolError("bad", text)),
        StepDecided(2, "On", ()),
    )
    told = [m["content"] for m in written(events)["main_agent_message_history"]["message_history"]]
    assert text in told[2]
    assert told[3] == f"Failed (bad): {text}"


def test_time_is_summed_by_agent_and_by_tool() -> None:
    log = written(ANSWERED)["trace_data"]
    assert log["performance_summary"]["total_wall_time"] == 6.0
    assert set(log["performance_summary"]["primary_breakdown"]) == {"main_agent", "browsing_agent"}
    assert [span["name"] for span in log["spans"]] == ["look", "finish"]
    assert {span["agent_context"] for span in log["spans"]} == {"main_agent"}
    assert {span["agent_context"] for span in written(planning())["trace_data"]["spans"]} == {
        *["main_agent", "goal g1", "goal g2"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("end", "failure", "told"),
    [
        ([], "", ("running", "", "")),
        ([], "The worker died.", ("failed", "The worker died.", "2026-01-31 17:05:11")),
        ([RunEnded(Outcome.DECLINED, "No evidence.")], "", ("failed", "No evidence.", "2026-01-31 17:05:12")),
        ([RunEnded(Outcome.FINISHED, "Done.")], "", ("success", "", "2026-01-31 17:05:12")),
    ],
    ids=["still running", "broken off", "declined", "finished"],
)
def test_a_trace_says_how_the_run_stands(end: list[Event], failure: str, told: tuple[str, ...]) -> None:
    log = written(journal(step(1, ToolError("k", "m")), *end), failure)
    assert (log["status"], log["error"], log["end_time"]) == told


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("tool-sightline-search_text", ("sightline", "search_text")),
        ("agent-goal-work_on", ("agent-goal", "work_on")),
        ("search_text", None),
        ("tool-search", None),
        ("agent-goal", None),
    ],
)
def test_names_are_read_as_the_original_reads_them(name: str, read: tuple[str, str] | None) -> None:
    assert read_name(name) == read
