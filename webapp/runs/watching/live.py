"""Runs that are watched: one reader of each journal in a process, however many sockets follow it.

The rows are the truth. Somebody has to ask them what is new: one query for all watched runs, five times a
second, or as soon as a bell rings. What changed after a cursor is rendered once for everybody who stands
there, so a socket that was cut, slept or is slow asks on from its own cursor and misses nothing.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

from channels.db import database_sync_to_async
from django.conf import settings
from django.db import OperationalError
from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils import translation

from agents.errors import JournalError
from webapp.runs.execution import bell, run_leases
from webapp.runs.models import Order, Run, RunEvent
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.presenters import present
from webapp.runs.presenting.waiting import is_abandoned
from webapp.runs.watching.ways_on import what_next

GATHER_SECONDS = 0.005
"""For each watched run: how long rings are gathered before the next turn. With one run that is not noticed,
with dozens a page is rendered for several events at once."""

_log = logging.getLogger(__name__)

Result = TypeVar("Result")
Mark = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What changed after a cursor, as fragments that a page puts in place, and the cursor from there."""

    html: str
    seq: int
    is_over: bool


@dataclass(slots=True)
class Room:
    """A watched run. `mark` is what a page of it depends on; `changed` is replaced whenever that moves."""

    notebook: Notebook
    mark: Mark = ()
    watchers: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    rendered: dict["Reader", News] = field(default_factory=dict)

    def turn(self, mark: Mark) -> None:
        """Read what is new, and let go of what was rendered of the run before."""
        self.notebook.run.refresh_from_db()
        self.notebook.read()
        self.mark = mark
        self.rendered.clear()

    def render(self, reader: "Reader") -> News:
        """The news for a reader; those who stand at the same place share it."""
        if reader not in self.rendered:
            self.rendered[reader] = news(self.notebook, reader)
        return self.rendered[reader]


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a page stands, its language, and whether its person may steer and end the run."""

    after: int
    language: str
    may_steer: bool
    may_cancel: bool = False


class Watch:
    """One socket's place in a run, and the last state that it was told."""

    def __init__(self, hub: "Hub", room: Room, reader: Reader) -> None:
        self._hub, self._room, self._reader = hub, room, reader
        self._told: Mark | None = None

    async def next(self) -> News:
        """Wait for news, and step behind them. The first come at once."""
        while self._told == self._room.mark:
            await self._room.changed.wait()
        self._told = self._room.mark
        found = await self._hub.work(lambda: self._room.render(self._reader))
        self._reader = replace(self._reader, after=found.seq)
        return found


class Hub:
    """All watched runs of a process. Everything here but `work` belongs to one event loop."""

    def __init__(self) -> None:
        self._rooms: dict[int, Room] = {}
        self._rung = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None

    async def watch(self, run_id: int, reader: Reader) -> Watch:
        """Follow a run from where a page stands; whoever watches leaves again.

        Access is the caller's to check. Raises JournalError when the run cannot be read.
        """
        room = self._rooms.get(run_id)
        if room is None:
            opened = await self.work(lambda: _open(run_id))
            room = self._rooms.setdefault(run_id, opened)
        room.watchers += 1
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read())
        return Watch(self, room, reader)

    def leave(self, run_id: int) -> None:
        """One watcher less; nobody reads the journal of a run that none is left of."""
        room = self._rooms[run_id]
        room.watchers -= 1
        if not room.watchers:
            del self._rooms[run_id]

    async def work(self, function: Callable[[], Result]) -> Result:
        """Run what reads the database, in the one thread that has the notebooks.

        Nothing is read while it is rendered: `thread_sensitive` work of an event loop has one thread.
        """
        return await database_sync_to_async(function)()

    async def _read(self) -> None:
        """Turn after turn, while anything is watched."""
        ears = asyncio.create_task(bell.listen(self._rung.set))
        try:
            while self._rooms:
                self._rung.clear()
                for room in await self.work(lambda: _turn({**self._rooms})):
                    room.changed.set()
                    room.changed = asyncio.Event()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._rung.wait(), settings.LIVE_POLL_SECONDS)
                    # What is rung for in quick succession makes one turn.
                    await asyncio.sleep(GATHER_SECONDS * len(self._rooms))
        finally:
            ears.cancel()


@cache
def hub_of(_loop: asyncio.AbstractEventLoop) -> Hub:
    """The hub of an event loop; a process that serves has one loop."""
    return Hub()


def news(notebook: Notebook, reader: Reader) -> News:
    """The fragments that bring a page up to now: steps that are new to it, and those to be put in place."""
    after = reader.after
    with translation.override(reader.language):
        view = present(notebook)
        touched = {*notebook.changed_after(after)}
        if not view.is_active or notebook.run.status == Run.Status.PAUSED:
            # What was under way when the run stopped says so no longer.
            touched |= {step.number for step in view.steps if not step.is_done}
        fresh = {number for number in touched if notebook.records[number].first > after}
        context = {
            "run": notebook.run,
            "view": view,
            "fresh": [step for step in view.steps if step.number in fresh],
            "changed": [step for step in view.steps if step.number in touched - fresh],
            "has_understanding": notebook.reading_seq > after or not view.is_active,
            "has_plan": notebook.plan_seq > after or not view.is_active,
            "has_evidence": notebook.evidence_seq > after or not view.is_active,
            "has_answer": notebook.answer_seq > after or not view.is_active,
            "may_steer": reader.may_steer,
            "may_cancel": reader.may_cancel,
            "live": True,
            **(what_next(view) if reader.may_steer else {}),
        }
        html = render_to_string("runs/_news.html", context)
    return News(html, notebook.seq, not view.is_active)


def _open(run_id: int) -> Room:
    room = Room(Notebook(Run.objects.get(pk=run_id)))
    room.turn(_marks([run_id])[run_id])
    return room


def _turn(rooms: Mapping[int, Room]) -> list[Room]:
    """Bring the rooms up to date, and tell which have moved. What fails now may do at the next turn."""
    moved = []
    try:
        marks = _marks(rooms)
        for pk, room in rooms.items():
            if pk in marks and marks[pk] != room.mark:
                room.turn(marks[pk])
                moved.append(room)
    except (OperationalError, JournalError) as error:
        _log.warning("Watched runs could not be read: %s", error)
    return moved


def _marks(run_ids: Any) -> dict[int, Mark]:
    """For each run what its page depends on: the last event, the status, the last order, a lost worker,
    and its place in the queue.
    """
    newest = RunEvent.objects.filter(run=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    order = Order.objects.filter(run=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    runs = Run.objects.filter(pk__in=list(run_ids)).annotate(seq=Subquery(newest), order=Subquery(order))
    waiting = [*run_leases.waiting().values_list("profile", "pk")]
    marks = {}
    for run in runs.only("pk", "status", "lease_until", "message", "profile"):
        place = 0
        if run.status == Run.Status.QUEUED:
            place = sum(profile == run.profile and pk < run.pk for profile, pk in waiting)
        seq, order_key = run.seq, run.order  # type: ignore[attr-defined]
        marks[run.pk] = (seq, run.status, order_key, is_abandoned(run), run.message, place)
    return marks
