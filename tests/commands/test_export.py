"""manage.py export: runs over the small library as files."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agents.events import CallFinished
from tests.agents.policies.playing import PLAN, play
from tests.agents.policies.test_plan_runs import QUESTION as PLAN_QUESTION
from tests.agents.policies.test_plan_runs import script as plan_script
from tests.commands.conftest import Manage
from tests.commands.stored_runs import PICTURES, colour, scripted, stored
from tests.fixtures.library import Library
from webapp.runs.models import Run

pytestmark = pytest.mark.long

FORMATS = ("lmm-trace", "sharegpt", "chatml")


@pytest.fixture
def ran(library: Library) -> Run:
    """A finished run with thirteen pictures, in the database."""
    return stored(library, scripted(library))


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def shown(folder: Path, name: str) -> tuple[int, ...]:
    """The colour of a picture."""
    pixel = Image.open(io.BytesIO((folder / name).read_bytes())).convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    return pixel


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_is_written_and_passes_its_check(ran: Run, manage: Manage, tmp_path: Path, form: str) -> None:
    ended = manage("export", form, tmp_path / "out", ran.pk, "--json")
    assert (ended.code, ended.json["problems"]) == (0, [])
    assert (ended.json["count"], ended.json["runs"]) == (1, [ran.pk])
    assert manage("export", "--check", tmp_path / "out").code == 0


def test_each_marker_has_the_pixels_that_were_looked_at(ran: Run, manage: Manage, tmp_path: Path) -> None:
    manage("export", "sharegpt", tmp_path / "out")
    [line] = lines(tmp_path / "out" / "sharegpt.jsonl")
    looked = [0, *range(PICTURES), 0, 1, 2, 3]
    assert [shown(tmp_path / "out", name) for name in line["images"]] == [*map(colour, looked)]
    assert sum(turn["value"].count("<image>") for turn in line["conversations"]) == len(looked)
    assert len(list((tmp_path / "out" / "images").iterdir())) == PICTURES


def test_the_files_of_a_trace_are_in_the_order_of_its_looks(ran: Run, manage: Manage, tmp_path: Path) -> None:
    manage("export", "lmm-trace", tmp_path / "out")
    [trace] = (tmp_path / "out").glob("task_*.json")
    files = sorted((tmp_path / "out" / "save_images" / f"{trace.stem}_images").iterdir())
    assert [shown(tmp_path, str(file)) for file in files] == [*map(colour, [0, *range(PICTURES), 0, 1, 2, 3])]


def test_a_literal_marker_of_a_person_is_escaped_and_braces_stay(
    ran: Run, manage: Manage, tmp_path: Path
) -> None:
    manage("export", "chatml", tmp_path / "out")
    [line] = lines(tmp_path / "out" / "chatml.jsonl")
    assert line["messages"][1]["content"].startswith(
        'When was Grey Head lit, and what is &lt;image&gt; in {"a": {{b}}}?\nimg_'
    )


def test_errors_are_told_to_whoever_learns_from_them(ran: Run, manage: Manage, tmp_path: Path) -> None:
    manage("export", "chatml", tmp_path / "out")
    told = (tmp_path / "out" / "chatml.jsonl").read_text()
    assert "Failed (unknown_document): " in told
    assert "Failed (unknown_tool): There is no tool “teleport”." in told


def test_the_intents_of_the_built_in_rules_are_its_thoughts(manage: Manage, tmp_path: Path) -> None:
    assert manage("ask", "When was Grey Head lit?", "--corpus", "harbour").code == 0
    assert manage("export", "sharegpt", tmp_path / "out").code == 0
    [line] = lines(tmp_path / "out" / "sharegpt.jsonl")
    said = [turn["value"] for turn in line["conversations"] if turn["from"] == "gpt"]
    assert all(re.match(r"<thought>\n\w[^\n]+\n</thought>\n\n<tool_call>", text) for text in said)
    assert '"name": "finish"' in said[-1]


def test_a_run_with_a_plan_is_written_with_its_goals(
    library: Library, manage: Manage, tmp_path: Path
) -> None:
    played = play(library, plan_script(library, "g1", "g2", "g3"), PLAN, question=PLAN_QUESTION)
    stored(library, played.events)
    assert manage("export", "lmm-trace", tmp_path / "trace").code == 0
    [trace] = (tmp_path / "trace").glob("task_*.json")
    assert len(json.loads(trace.read_text())["sub_agent_message_history_sessions"]) == 3
    assert manage("export", "chatml", tmp_path / "lines").code == 0
    told = (tmp_path / "lines" / "chatml.jsonl").read_text()
    assert sorted(re.findall(r"Goal (g\d): ", told)) == ["g1", "g2", "g3"]
    assert "Goal g3: Where was Edith Marlowe born?" in told


def test_an_unfinished_run_is_written_up_to_its_last_decision(
    library: Library, manage: Manage, tmp_path: Path
) -> None:
    events = scripted(library)
    half = events[: next(n for n, e in enumerate(events) if isinstance(e, CallFinished) and e.step == 7)]
    run = stored(library, half, status=Run.Status.RUNNING)
    assert manage("export", "sharegpt", tmp_path / "lines", run.pk).code == 0
    [line] = lines(tmp_path / "lines" / "sharegpt.jsonl")
    assert line["conversations"][-1]["from"] == "gpt"
    assert len(line["images"]) == 7
    assert manage("export", "lmm-trace", tmp_path / "trace", run.pk).code == 0
    [trace] = (tmp_path / "trace").glob("task_*.json")
    assert json.loads(trace.read_text())["status"] == "running"


def test_a_trace_says_why_a_run_broke_off(library: Library, manage: Manage, tmp_path: Path) -> None:
    stored(library, scripted(library)[:5], status=Run.Status.FAILED, message="The worker died.")
    manage("export", "lmm-trace", tmp_path / "out")
    [trace] = (tmp_path / "out").glob("task_*.json")
    log = json.loads(trace.read_text())
    assert (log["status"], log["error"]) == ("failed", "The worker died.")


def test_many_runs_are_lines_in_their_order_and_share_their_pictures(
    library: Library, manage: Manage, tmp_path: Path
) -> None:
    events = scripted(library)
    runs = [stored(library, events).pk, stored(library, events).pk]
    ended = manage("export", "sharegpt", tmp_path / "out", "--json")
    assert ended.json["runs"] == runs
    assert len(lines(tmp_path / "out" / "sharegpt.jsonl")) == 2
    assert ended.json["pictures"] == PICTURES == len(list((tmp_path / "out" / "images").iterdir()))
