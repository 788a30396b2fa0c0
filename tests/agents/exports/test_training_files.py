"""ShareGPT and ChatML: what a line looks like, and what their checks find."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.events import StepDecided
from agents.exports.chatml import validate_chatml
from agents.exports.manifest import ExportFormat
from agents.exports.sharegpt import validate_sharegpt
from tests.agents.context.runs import uid
from tests.agents.exports.journals import change, looking, planning, write_sample

VALIDATE: dict[ExportFormat, Callable[[Path], list[str]]] = {
    ExportFormat.SHAREGPT: validate_sharegpt,
    ExportFormat.CHATML: validate_chatml,
}
EVENTS = [*looking(12), StepDecided(13, "Enough", ())]


def test_a_line_of_sharegpt(tmp_path: Path) -> None:
    line = json.loads(write_sample(tmp_path, EVENTS).read_text())
    assert set(line) == {"conversations", "images"}
    assert [turn["from"] for turn in line["conversations"]] == ["system", *["human", "gpt"] * 13]
    assert line["conversations"][2]["value"].startswith("<thought>\nIntent 1\n</thought>\n\n<tool_call>\n")
    assert line["images"] == [f"images/{uid(n)}.jpg" for n in (9_000, *range(1, 13))]


def test_a_line_of_chatml(tmp_path: Path) -> None:
    line = json.loads(write_sample(tmp_path, EVENTS, ExportFormat.CHATML).read_text())
    assert set(line) == {"messages", "images"}
    assert [turn["role"] for turn in line["messages"]] == ["system", *["user", "assistant"] * 13]
    assert all(set(turn) == {"role", "content"} for turn in line["messages"])


@pytest.mark.parametrize("form", VALIDATE)
@pytest.mark.parametrize("events", [EVENTS, planning()], ids=["looking", "planning"])
def test_what_was_written_has_no_problems(tmp_path: Path, form: ExportFormat, events: list) -> None:
    assert VALIDATE[form](write_sample(tmp_path, events, form)) == []


def shuffled(path: Path) -> None:
    """The order of a plain sort of numbered files, 10 before 2."""
    line = json.loads(path.read_text())
    line["images"] = [line["images"][place] for place in (0, 1, 10, 11, 12, *range(2, 10))]
    path.write_text(json.dumps(line))


SPOILT = {
    "a picture is missing": (
        lambda path: (path.parent / f"images/{uid(3)}.jpg").unlink(),
        "There is no picture images/img_daaaaaaaaaaaa.jpg.",
    ),
    "pictures in another order": (
        shuffled,
        "Marker 3 stands after 'img_caaaaaaaaaaaa:', but its picture is images/img_kaaaaaaaaaaaa.jpg.",
    ),
    "a marker too many": (
        lambda path: change(path, "What is this?", "<image>"),
        "14 markers <image>, but 13 pictures.",
    ),
    "a turn is missing": (
        lambda path: remove_turn(path, 2),
        "Turn 3 is out of order: user and assistant must take turns.",
    ),
    "the last turn is a person's": (
        lambda path: remove_turn(path, -1),
        "The last turn is not the assistant's.",
    ),
    "a call is no JSON": (
        lambda path: change(path, r"<tool_call>\n{\"name\"", r"<tool_call>\n{{\"name\""),
        "A call is no JSON object with a name and arguments: {{",
    ),
    "a call is not closed": (
        lambda path: change(path, r"\n</tool_call>", ""),
        "A call is not closed.",
    ),
    "no JSON": (lambda path: change(path, "{", "{{"), "this is no JSON"),
    "a path out of the folder": (
        lambda path: change(path, '["images/', '["../images/'),
        "There is no picture ../images/",
    ),
    "no pictures named": (
        lambda path: path.write_text(path.read_text().replace('"images":', '"videos":')),
        "images: this is missing",
    ),
}  # fmt: skip


def remove_turn(path: Path, place: int) -> None:
    line = json.loads(path.read_text())
    del line["conversations"][place]
    path.write_text(json.dumps(line))


@pytest.mark.parametrize(("spoil", "problem"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_file_is_named_with_its_line(
    tmp_path: Path, spoil: Callable[[Path], object], problem: str
) -> None:
    path = write_sample(tmp_path, EVENTS)
    spoil(path)
    found = validate_sharegpt(path)
    assert any(each.startswith(f"sharegpt.jsonl, line 1: {problem}") for each in found), found


@pytest.mark.parametrize("form", VALIDATE)
def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path, form: ExportFormat) -> None:
    assert VALIDATE[form](tmp_path / "lines.jsonl") == ["There is no file lines.jsonl."]
