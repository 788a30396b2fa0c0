"""Kills a run with SIGKILL after each of its events, and resumes it; a program of its own, since it forks.

    python -m tests.runs.kill_driver FOLDER

The environment names the home, whose tables are there, and the vector server. Prints one JSON object: `whole`
is the journal of a run that nobody killed, `killed` maps each event's number to what the kill left and what
became of it. This process opens neither database nor vectors: a child of a fork must not share such
connections, so children do it all. It loads what they will need, once for all of them.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

import chromadb.api.fastapi  # noqa: E402, F401
import httpcore  # noqa: E402, F401
from django.utils import timezone  # noqa: E402

import agents.retrieval.chroma  # noqa: E402
import agents.retrieval.encoders.hashing  # noqa: E402, F401
from agents.events import Event  # noqa: E402
from agents.reading.languages import language_of  # noqa: E402
from agents.vision.fingerprints import fingerprint  # noqa: E402
from tests.fixtures.harbour import QUESTION, draw_lighthouse, to_jpeg, write_harbour  # noqa: E402
from webapp.corpora.importing.services import import_paths  # noqa: E402
from webapp.corpora.indexing.services import index_now  # noqa: E402
from webapp.corpora.models import Corpus  # noqa: E402
from webapp.corpora.services.catalogue import create_corpus  # noqa: E402
from webapp.runs.execution import services  # noqa: E402
from webapp.runs.models import Run, RunEvent  # noqa: E402

Tell = Callable[[Any], None]
"""Sends a JSON value to the process that forked this one; what was told before a kill arrives."""


def main(folder: Path) -> None:
    """Print what became of every kill."""
    load()
    _expect(in_child(lambda _tell: prepare(folder)), 0)
    [whole], code = in_child(lambda tell: tell(finish(create())))
    _expect(([whole], code), 0)
    waiting, _ = in_child(lambda tell: [tell(create()) for _ in whole["events"]])
    killed = {number: kill_and_resume(pk, number) for number, pk in enumerate(waiting, start=1)}
    json.dump({"whole": whole, "killed": killed}, sys.stdout)


def load() -> None:
    """What takes each child longer than its work: the model of languages, the libraries of fingerprints."""
    language_of("Edith Marsh Lindholm")  # Words of no language ask for the model.
    fingerprint(draw_lighthouse())


def prepare(folder: Path) -> None:
    """The harbour, indexed."""
    corpus = create_corpus("harbour")
    import_paths(corpus, [write_harbour(folder)])
    index_now(corpus)


def kill_and_resume(pk: int, number: int) -> dict[str, Any]:
    """What became of a run that was killed right after its so many-eth event was stored."""
    _, code = in_child(lambda _tell: work_until(pk, number))
    [left, *rest], resumed = in_child(lambda tell: resume(pk, tell))
    return {"code": code, "resumed": resumed, "left": left, "after": rest[0] if rest else None}


def create() -> int:
    """A run that waits."""
    picture = to_jpeg(draw_lighthouse(), (450, 300))
    run = services.create(
        owner=None, question=QUESTION, pictures=[picture], corpora=Corpus.objects.all(), enqueue=False
    )
    return run.pk


def finish(pk: int) -> dict[str, Any]:
    """Work on a run to its end."""
    services.execute(pk)
    return describe(pk)


def work_until(pk: int, number: int) -> None:
    """Work on a run and be killed at an event."""
    stored = 0

    def die(_event: Event) -> None:
        nonlocal stored
        stored += 1
        if stored == number:
            os.kill(os.getpid(), signal.SIGKILL)

    services.execute(pk, die)


def resume(pk: int, tell: Tell) -> None:
    """What the kill left; then, with the dead worker's lease over, what becomes of it."""
    tell(describe(pk))
    running = Run.objects.filter(pk=pk, status=Run.Status.RUNNING)
    if running.update(lease_until=timezone.now() - timedelta(seconds=1)):
        services.execute(pk)
    tell(describe(pk))


def describe(pk: int) -> dict[str, Any]:
    """A run's status and its journal."""
    rows = RunEvent.objects.filter(run=pk).order_by("seq")
    return {"status": Run.objects.get(pk=pk).status, "events": list(rows.values("seq", "kind", "payload"))}


def in_child(work: Callable[[Tell], None]) -> tuple[list[Any], int]:
    """What a child of a fork told, one value a line, and how it ended: its code, or minus the signal."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w", buffering=1) as pipe:
            work(lambda value: print(json.dumps(value), file=pipe, flush=True))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = [json.loads(line) for line in pipe]
    return told, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _expect(ended: tuple[list[Any], int], code: int) -> None:
    if ended[1] != code:
        raise SystemExit(f"A child ended with {ended[1]} where {code} was expected.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
