"""manage.py export: which runs are written, which are left out, and what is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from agents.events import AnswerGiven, Event
from tests.commands.conftest import Manage
from tests.commands.stored_runs import drawn, scripted, stored
from tests.fixtures.library import Library
from webapp.runs.models import Run, RunEvent

pytestmark = pytest.mark.long


@pytest.fixture
def ran(library: Library) -> Run:
    """A finished run with thirteen pictures, in the database."""
    return stored(library, scripted(library))


def unsupported(event: Event) -> Event:
    return AnswerGiven(replace(event.answer, is_supported=False)) if isinstance(event, AnswerGiven) else event


def test_runs_are_chosen_by_status_corpus_and_support(
    library: Library, manage: Manage, tmp_path: Path
) -> None:
    events = scripted(library)
    good = stored(library, events)
    doubtful = stored(library, map(unsupported, events))
    declined = stored(library, events[:-2], status=Run.Status.DECLINED)
    other = stored(library, events)
    other.corpora.set([library.attic])
    chosen = {
        (): [good, doubtful, declined, other],
        ("--status", "declined"): [declined],
        ("--supported",): [good, other],
        ("--corpus", "attic"): [other],
        ("--corpus", "attic", "--corpus", "harbour", "--supported"): [good, other],
        ("--supported", "--corpus", "harbour", "--status", "finished"): [good],
    }
    for number, (options, runs) in enumerate(chosen.items()):
        ended = manage("export", "chatml", tmp_path / str(number), *options, "--json")
        assert ended.json["runs"] == [run.pk for run in runs], options
    told = json.loads((tmp_path / "5" / "manifest.json").read_text())["filters"]
    assert told == {"runs": [], "corpora": ["harbour"], "status": "finished", "supported": True}


def test_a_run_whose_picture_is_gone_is_left_out_and_named(
    library: Library, manage: Manage, tmp_path: Path
) -> None:
    kept, uid = stored(library, scripted(library)[:5]), drawn(library)[-1]
    lost, waiting = stored(library, scripted(library)), stored(library, [])
    library.store.delete(uid)
    ended = manage("export", "sharegpt", tmp_path / "out", "--json")
    assert (ended.code, ended.json["runs"]) == (0, [kept.pk])
    first, second = ended.json["left_out"]
    assert (first["run"], uid in first["reason"]) == (lost.pk, True)
    assert second == {"run": waiting.pk, "reason": "The run has not begun."}


def test_a_journal_of_a_newer_version_is_left_out(ran: Run, manage: Manage, tmp_path: Path) -> None:
    newer = Run.objects.create(policy="x", status=Run.Status.FINISHED)
    RunEvent.objects.create(run=newer, seq=1, kind="dreamt", payload={"v": 1})
    ended = manage("export", "lmm-trace", tmp_path / "out")
    assert f"Run {newer.pk} was left out: This journal holds an event of unknown kind “dreamt”" in ended.out


def test_when_nothing_can_be_written_nothing_is_left_behind(
    library: Library, manage: Manage, tmp_path: Path
) -> None:
    run = stored(library, [])
    ended = manage("export", "sharegpt", tmp_path / "out")
    assert (ended.code, list(tmp_path.iterdir())) == (1, [])
    assert f"Run {run.pk}: The run has not begun." in ended.err


def test_a_folder_that_holds_something_is_refused_and_left_alone(
    ran: Run, manage: Manage, tmp_path: Path
) -> None:
    (tmp_path / "diary.txt").write_text("dear diary")
    ended = manage("export", "sharegpt", tmp_path)
    assert (ended.code, [file.name for file in tmp_path.iterdir()]) == (2, ["diary.txt"])
    assert "is not empty" in ended.err


def test_a_folder_that_cannot_be_made_is_a_failure_with_its_reason(
    ran: Run, manage: Manage, tmp_path: Path
) -> None:
    (tmp_path / "diary.txt").write_text("dear diary")
    ended = manage("export", "sharegpt", tmp_path / "diary.txt" / "out")
    assert ended.code == 1
    assert "The export could not be written: " in ended.err


def test_an_empty_folder_is_filled(ran: Run, manage: Manage, tmp_path: Path) -> None:
    assert manage("export", "sharegpt", tmp_path / "new" / "out").code == 0
    (tmp_path / "empty").mkdir()
    assert manage("export", "sharegpt", tmp_path / "empty").code == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("sharegpt", "out", "99999"), "There is no run 99999."),
        (("sharegpt", "out", "--status", "queued"), "No run fits what was asked for."),
        (("sharegpt", "out", "--corpus", "moon"), "There is no corpus “moon”"),
        (("sharegpt",), "Say what to write and where"),
        ((), "Say what to write and where"),
        (("sharegpt", "out", "--check", "out"), "Give either what to export, or --check"),
        (("alpaca", "out"), "invalid choice: 'alpaca'"),
        (("sharegpt", "out", "seven"), "'seven' is no number of a row"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_input_ends_with_two_and_a_sentence(
    ran: Run, manage: Manage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...], sentence: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    ended = manage("export", *arguments)
    assert ended.code == 2
    assert sentence in ended.err
    assert list(tmp_path.iterdir()) == []


SPOILT: dict[str, Callable[[Path], object]] = {
    "a changed line": lambda folder: (folder / "sharegpt.jsonl").write_text("{}"),
    "a lost picture": lambda folder: next((folder / "images").iterdir()).unlink(),
    "no export at all": lambda folder: (folder / "manifest.json").unlink(),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_export_ends_with_one_and_its_problems(
    ran: Run, manage: Manage, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    manage("export", "sharegpt", tmp_path / "out")
    spoil(tmp_path / "out")
    ended = manage("export", "--check", tmp_path / "out", "--json")
    assert (ended.code, bool(ended.json["error"]), len(ended.json["problems"])) == (1, True, 1)
    told = manage("export", "--check", tmp_path / "out")
    assert ended.json["problems"][0] in told.out
