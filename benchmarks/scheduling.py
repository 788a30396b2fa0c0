"""How long a quick question waits for its first step while long work is under way.

    python benchmarks/scheduling.py [--before COMMIT] [--long 8] [--rounds 7] [--slots "deep=8"]

In a throw-away home with the built-in encoder, real processes: vector server, worker, and a scripted model
behind HTTP that thinks for five seconds in each turn of a long run and not at all for a quick one. An index
job that reads text in pictures begins, then an import of a folder, then deep runs, each with three goals at a
time. Then quick questions are asked one after the other: seconds until the first step is in the journal.
`--before` takes the worker from another commit, over a home made in the same way, in the same run.
"""

import argparse
import io
import multiprocessing
import os
import shlex
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from honcho.environ import parse_procfile  # noqa: E402

from benchmarks.bringing_in import draw_all  # noqa: E402
from tests.agents.policies.scripts import act, by_phase  # noqa: E402
from tests.support.model_server import Body, ModelServer, Say  # noqa: E402

THINKING_SECONDS = 5.0
PATIENCE_SECONDS = 120.0
INDEXED, BROUGHT = 600, 1_500
"""Pictures of the index job and of the import: more than are done while questions are asked."""


def main() -> None:
    """Print a line for each worker."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--before", default="")
    parser.add_argument("--long", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slots", default="")
    parser.add_argument("--tree", type=Path, help="Measure the worker of this tree, in this process.")
    options = parser.parse_args()
    if options.tree:
        measure(options)
        return
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-", ignore_cleanup_errors=True) as folder:
        trees = [unpacked(options.before, Path(folder) / "before")] if options.before else []
        for tree in (*trees, ROOT):
            command = [sys.executable, __file__, *sys.argv[1:], "--tree", str(tree)]
            subprocess.run(command, check=True)


def unpacked(commit: str, folder: Path) -> Path:
    """The tree of a commit."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def measure(options: argparse.Namespace) -> None:
    """Long work begins, and questions are asked beside it."""
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-", ignore_cleanup_errors=True) as folder:
        draw_all(Path(folder) / "indexed", INDEXED)
        draw_all(Path(folder) / "brought", BROUGHT)
        with serving_model() as url:
            prepare(Path(folder), url)
            settings = {"SIGHTLINE_SLOTS": options.slots} if options.slots and options.tree == ROOT else {}
            with running(options.tree, settings):
                alone = [ask() for _ in range(options.rounds)]
                begin(Path(folder), options.long)
                beside: list[float] = []
                while len(beside) < options.rounds and float("inf") not in beside:
                    beside.append(ask())
                report(options.tree, alone, beside)


def report(tree: Path, alone: list[float], beside: list[float]) -> None:
    """One line, with what was under way at the end."""
    from webapp.corpora.models import IndexJob
    from webapp.curation.models import CurationJob
    from webapp.runs.models import Run

    deep = Run.objects.filter(profile="deep")
    states = {name: deep.filter(status=name).count() for name in ("running", "queued")}
    jobs = [IndexJob.objects.latest("pk").status, CurationJob.objects.latest("pk").status]
    print(
        f"{'now' if tree == ROOT else 'before'}: first step after {told(alone)} alone, {told(beside)} beside "
        f"long work; at the end {states['running']} deep runs running, {states['queued']} waiting, index job "
        f"{jobs[0]}, import {jobs[1]}",
        flush=True,
    )


def told(seconds: list[float]) -> str:
    """The median and the worst; what did not come is infinite."""
    if float("inf") in seconds:
        return f"more than {PATIENCE_SECONDS:.0f} s"
    return f"{median(seconds):.2f} s (worst {max(seconds):.2f})"


def ask() -> float:
    """Seconds from a question to its first step; infinite if that takes longer than anybody waits."""
    from webapp.runs.execution import services
    from webapp.runs.models import RunEvent

    begun = time.perf_counter()
    run = services.create(
        owner=None, question="At how many degrees does water boil?", pictures=[], corpora=[], profile="quick"
    )
    steps = RunEvent.objects.filter(run=run, kind="step_decided")
    if not wait_until(steps.exists, pause_seconds=0.01):
        return float("inf")
    took = time.perf_counter() - begun
    time.sleep(0.5)
    return took


def begin(folder: Path, count: int) -> None:
    """An index job, an import, and so many deep runs; returns once all that can be worked on is."""
    from django.contrib.auth.models import User

    from webapp.corpora.indexing import services as indexing
    from webapp.corpora.models import Corpus
    from webapp.curation import jobs
    from webapp.curation.imports import services as imports
    from webapp.curation.models import Import
    from webapp.runs.execution import services
    from webapp.runs.models import Run

    person, corpus = (
        User.objects.create_user("curator"),
        Corpus.objects.create(slug="brought", name="Brought"),
    )
    job = indexing.enqueue(Corpus.objects.get(slug="indexed"))
    wait_until(lambda: type(job).objects.get(pk=job.pk).done > 0)
    found = imports.start(corpus, person, Import.Kind.FOLDER, {"folder": str(folder / "brought")})
    found.job = jobs.enqueue(corpus, "bring_in", person, {"import": found.pk})
    found.save()
    wait_until(lambda: corpus.images.exists())
    for number in range(count):
        question = f"Which of the {number + 3} pictures are green, which are red, and which are older?"
        services.create(owner=None, question=question, pictures=[], corpora=[corpus], profile="deep")
    deep, running = Run.objects.filter(profile="deep", status="running"), 0
    while (now := deep.count()) > running or not running:
        running = now
        time.sleep(2)


def prepare(folder: Path, model_url: str) -> None:
    """A home with a corpus whose pictures are brought in and not yet indexed."""
    os.environ |= {
        "SIGHTLINE_HOME": f"{folder}/home",
        "SIGHTLINE_IMPORT_FOLDERS": str(folder),
        "SIGHTLINE_LOG_LEVEL": "ERROR",
        "SIGHTLINE_MODEL": f"openai:scripted base_url={model_url} vision=yes tools=yes context=64000",
        "SIGHTLINE_MODEL_KEY": "none",
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command

    from webapp.corpora.importing.services import import_paths
    from webapp.corpora.services.catalogue import create_corpus

    call_command("migrate", verbosity=0)
    call_command("prepare", verbosity=0)
    import_paths(create_corpus("indexed"), [folder / "indexed"])


@contextmanager
def running(tree: Path, settings: dict[str, str]) -> Iterator[None]:
    """The vector server, and the workers of a tree as its Procfile starts them."""
    environment = {**os.environ, **settings, "PYTHONPATH": str(tree)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    commands = parse_procfile((tree / "Procfile").read_text()).processes
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [
        subprocess.Popen(shlex.split(command), cwd=tree, env=environment, **quiet)
        for name, command in commands.items()
        if name not in ("web", "encoding", "ready")
    ]
    from webapp import readiness

    try:
        wait_until(readiness.vectors_answer)
        wait_until(readiness.worker_answers)
        ask()  # The first one loads what all need.
        yield
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
            process.kill()


def wait_until(holds: Callable[[], bool], pause_seconds: float = 0.2) -> bool:
    """Whether it did within what anybody waits."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause_seconds)
    return True


@contextmanager
def serving_model() -> Iterator[str]:
    """The address of the scripted model, which has a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    try:
        yield ours.recv()
    finally:
        process.kill()


def _serve(pipe: Connection) -> None:
    draft = {"can_answer": True, "confidence": 0.95, "rationale": "Common.", "draft": "At 100 °C."}
    goals = [{"op": "add", "key": f"g{number}", "text": f"Which are the {number}?"} for number in range(1, 7)]
    script = by_phase(
        gate=act(("gate", draft)), plan=act(("plan", {"operations": goals})), goal=_search, answer=_search,
    )  # fmt: skip
    with ModelServer(script) as server:
        pipe.send(server.url)
        pipe.recv()


def _search(body: Body) -> Say:
    """Another search after some thought."""
    number = time.monotonic_ns() % 10_007
    calls: list[tuple[str, dict[str, Any]]] = [("search_text", {"queries": [f"green number {number}"]})]
    return Say("Go on.", calls, delay_seconds=THINKING_SECONDS)


if __name__ == "__main__":
    main()
