"""Messages to workers: which tasks there are, by name, and the queue that each waits in.

A task carries the key of a row and nothing else. Whoever has work sends it by its name, so that services know
no tasks and tasks may import services. The names stay: they lie in queues while an installation is upgraded.
"""

from enum import StrEnum

from webapp.celery import app


class TaskName(StrEnum):
    """Where Celery finds a task."""

    EXECUTE_RUN = "webapp.runs.tasks.execute_run"
    TRY_CORPUS = "webapp.runs.tasks.try_corpus"
    INDEX_CORPUS = "webapp.corpora.tasks.index_corpus"
    CURATE = "webapp.curation.tasks.curate"


QUEUES = {
    TaskName.EXECUTE_RUN: "runs",
    TaskName.TRY_CORPUS: "indexing",  # Nobody waits for it.
    TaskName.INDEX_CORPUS: "indexing",
    TaskName.CURATE: "curation",
}


def send(task: TaskName, pk: int) -> None:
    """Give a row to a worker; twice is the same as once.

    Raises kombu's OperationalError, or OSError, when the broker takes nothing.
    """
    app.signature(task.value, (pk,)).apply_async(queue=QUEUES[task])
