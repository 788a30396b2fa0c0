"""manage.py trajectory: one run as a file, and back."""

import json
from pathlib import Path

import pytest

from agents.events import RunEnded
from tests.commands.conftest import Manage
from tests.commands.stored_runs import scripted, stored
from tests.fixtures.library import Library
from webapp.runs.execution import journal
from webapp.runs.models import Run

pytestmark = pytest.mark.long


@pytest.fixture
def ran(library: Library) -> Run:
    return stored(library, scripted(library))


def test_a_run_goes_to_a_file_and_comes_back_with_the_same_fold(
    ran: Run, manage: Manage, tmp_path: Path
) -> None:
    file = tmp_path / "run.json"
    assert manage("trajectory", "export", ran.pk, "--output", file).out == f"Run {ran.pk} is in {file}.\n"
    ended = manage("trajectory", "import", file, "--json")
    assert ended.code == 0
    again = Run.objects.get(pk=ended.json["run"])
    assert ended.json == {"run": again.pk, "status": "finished", "events": ran.events.count()}
    assert journal.state(again) == journal.state(ran)
    assert list(again.corpora.all()) == list(ran.corpora.all())


@pytest.mark.parametrize(
    ("form", "start"), [("json", "{"), ("markdown", "# When was Grey Head lit"), ("html", "<!doctype html>")]
)
def test_without_a_file_a_run_goes_to_stdout(ran: Run, manage: Manage, form: str, start: str) -> None:
    ended = manage("trajectory", "export", ran.pk, "--format", form)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(start)


def test_one_object_says_what_was_written(ran: Run, manage: Manage, tmp_path: Path) -> None:
    file = tmp_path / "run.html"
    ended = manage("trajectory", "export", ran.pk, "--format", "html", "--output", file, "--json")
    assert ended.json == {"run": ran.pk, "format": "html", "file": str(file)}
    inline = manage("trajectory", "export", ran.pk, "--format", "markdown", "--json").json
    assert inline["text"].startswith("# When was")


def test_a_run_that_does_not_exist_is_bad_input(library: Library, manage: Manage) -> None:
    ended = manage("trajectory", "export", 999_999, "--json")
    assert (ended.code, ended.json) == (2, {"error": "There is no run 999999."})


def test_a_file_that_cannot_be_written_fails_with_a_sentence(
    ran: Run, manage: Manage, tmp_path: Path
) -> None:
    ended = manage("trajectory", "export", ran.pk, "--output", tmp_path)
    assert ended.code == 1
    assert "cannot be written" in ended.err


@pytest.mark.parametrize(
    "content", [b"dear diary", b"\xff\xfe\x00", b'{"format": "sightline-trajectory", "version": 7}']
)
def test_a_file_that_is_no_trajectory_is_bad_input(
    library: Library, manage: Manage, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "run.json").write_bytes(content)
    ended = manage("trajectory", "import", tmp_path / "run.json", "--json")
    assert ended.code == 2
    assert ended.json["error"].startswith("The file ")
    assert not Run.objects.exists()


def test_a_file_that_is_not_there_is_bad_input(library: Library, manage: Manage, tmp_path: Path) -> None:
    assert manage("trajectory", "import", tmp_path / "none.json").code == 2


def test_a_run_that_was_answered_here_reads_back(manage: Manage, tmp_path: Path) -> None:
    asked = manage("ask", "When was Grey Head lit?", "--corpus", "harbour", "--json").json["results"][0]
    file = tmp_path / "run.json"
    manage("trajectory", "export", asked["run"], "--output", file)
    again = manage("trajectory", "import", file, "--json").json["run"]
    state = journal.state(Run.objects.get(pk=again))
    assert isinstance(state.ended, RunEnded)
    assert state.answer is not None
    assert state.answer.text == asked["answer"]["text"]
    assert json.loads(file.read_text())["corpora"] == ["harbour"]
