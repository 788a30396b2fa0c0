"""Kills one run of a model with SIGKILL, at each kind of event and in a reply; a program, since it forks.

    python -m tests.runs.model_kill_driver FOLDER

The environment names the home, the vector server and the model. Prints one JSON object: `whole` is the
journal of a run that nobody killed, `killed` that of the other one, `codes` how each of its workers ended.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from tests.runs.kill_driver import create, describe, finish, in_child, load, prepare  # isort: skip
from django.utils import timezone

import agents.models.client
import agents.policies.model.policy  # noqa: F401
from agents.events import kind_of
from agents.orders import Hint
from webapp.runs.execution import orders, services
from webapp.runs.models import Run

REPLY = "a reply"
"""The name of the kill while a reply arrives."""


def main(folder: Path) -> None:
    """Print what became of a run that was left alone, and of one whose workers were killed."""
    load()
    in_child(lambda _tell: prepare(folder))
    [whole], _ = in_child(lambda tell: tell(finish(create_hinted())))
    [pk], _ = in_child(lambda tell: tell(create_hinted()))
    kinds = list(dict.fromkeys(row["kind"] for row in whole["events"]))
    kills = {kind: partial(die_at, kind) for kind in kinds[: kinds.index("model_replied")]}
    kills |= {REPLY: die_in_a_reply}
    kills |= {kind: partial(die_at, kind) for kind in kinds if kind not in kills}
    codes = {name: in_child(lambda _tell, kill=kill: take_over(pk, kill))[1] for name, kill in kills.items()}
    [killed], _ = in_child(lambda tell: tell(describe(pk)))
    json.dump({"whole": whole, "killed": killed, "codes": codes}, sys.stdout)


def create_hinted() -> int:
    """The id of a run that is given a hint before it begins."""
    pk = create()
    orders.add(Run.objects.get(pk=pk), Hint("It is a lighthouse."), None)
    return pk


def take_over(pk: int, kill: Callable[[int], None]) -> None:
    """Work on a run after its worker's lease is over, until the kill."""
    running = Run.objects.filter(pk=pk, status=Run.Status.RUNNING)
    running.update(lease_until=timezone.now() - timedelta(seconds=1))
    kill(pk)


def die_at(kind: str, pk: int) -> None:
    """Right after an event of this kind was stored."""
    services.execute(pk, on_event=lambda event: die() if kind_of(event) == kind else None)


def die_in_a_reply(pk: int) -> None:
    """While the model speaks."""
    services.execute(pk, on_delta=lambda _key, _kind, _piece: die())


def die() -> None:
    """No handler runs, nothing is closed."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
