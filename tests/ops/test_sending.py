"""Services give work to workers by the names of tasks."""

from pathlib import Path

import pytest
from django.conf import settings
from honcho.environ import parse_procfile

from tests.runs.conftest import Broker
from webapp.celery import app
from webapp.work.sending import QUEUES, TaskName, send

NAMES = {
    "webapp.runs.tasks.execute_run", "webapp.runs.tasks.try_corpus", "webapp.corpora.tasks.index_corpus",
    "webapp.curation.tasks.curate",
}  # fmt: skip
"""As they lie in queues of installations that are being upgraded."""


@pytest.fixture
def messages() -> Path:
    """The folder of messages of the test process, empty."""
    folder = Path(settings.HOME) / "broker" / "messages"
    Broker(folder).clear()
    return folder


def test_every_task_is_sent_by_its_name() -> None:
    app.loader.import_default_modules()
    assert {name for name in app.tasks if name.startswith("webapp.")} == set(TaskName) == NAMES


@pytest.mark.parametrize("task", TaskName)
def test_a_message_lies_in_the_queue_of_its_task(messages: Path, task: TaskName) -> None:
    send(task, 7)
    [file] = messages.glob("*.msg")
    assert file.name.endswith(f".{QUEUES[task]}.msg")
    file.unlink()


def test_the_workers_of_serve_take_every_queue() -> None:
    processes = parse_procfile((settings.BASE_DIR / "Procfile").read_text()).processes
    taken = processes["worker"].partition("--queues ")[2].split()[0].split(",")
    assert set(taken) == set(QUEUES.values())
