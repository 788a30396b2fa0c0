"""A throw-away home with a person, or several, whose runs decide a step whenever they are told to."""

import bisect
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

WATCHER = "watcher"


@dataclass(slots=True)
class Watched:
    """A socket of somebody on a run: of which event it knew when. Times are seconds of the wall clock."""

    run: int
    person: str
    is_open: bool = False
    cursor: int = 0
    _cursors: list[int] = field(default_factory=list)
    _times: list[float] = field(default_factory=list)

    def learn(self, cursor: int, now: float) -> None:
        """It was told of everything up to this event."""
        self.is_open = True
        if cursor > self.cursor:
            self.cursor = cursor
            self._cursors.append(cursor)
            self._times.append(now)

    def told_after(self, seq: int, committed: float) -> float:
        """Seconds from a commit to the message that covers it; infinite when none came."""
        place = bisect.bisect_left(self._cursors, seq)
        return self._times[place] - committed if place < len(self._times) else float("inf")


def prepare(folder: Path, bell_url: str) -> None:
    """Set Django up over a home in `folder`, with a person in it."""
    os.environ |= {
        "SIGHTLINE_HOME": f"{folder}/home",
        "SIGHTLINE_ENCODER": "hashing",
        "SIGHTLINE_OCR": "off",
        "SIGHTLINE_BELL_URL": bell_url,
        "SIGHTLINE_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sign_in(WATCHER)


def look_after(corpus: object) -> None:
    """Make the person a curator of the corpus."""
    from django.contrib.auth.models import Group, User

    person = User.objects.get(username=WATCHER)
    person.groups.add(Group.objects.get(name="curator"))
    corpus.curators.add(person)  # type: ignore[attr-defined]


_COOKIES: dict[str, str] = {}


def sign_in(person: str) -> None:
    """Sign somebody new in, and keep the cookie."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.create_user(person, password="not used"))
    [morsel] = client.cookies.values()
    _COOKIES[person] = f"{morsel.key}={morsel.value}"


def cookie_of(person: str = WATCHER) -> str:
    """The cookie of somebody who has signed in, as a header has it."""
    return _COOKIES[person]


def begin(question: str, person: str = WATCHER) -> int:
    """The id of a run of somebody that a worker seems to have."""
    from django.contrib.auth.models import User

    from agents.events import RunStarted
    from agents.types import Question
    from webapp.runs.execution import journal
    from webapp.runs.models import Run

    run = Run.objects.create(
        owner=User.objects.get(username=person),
        question=question,
        policy="builtin",
        status=Run.Status.RUNNING,
    )
    journal.append(run, 1, RunStarted(Question(question), "standard", "builtin", ()))
    return run.pk


def write_step(run_id: int, number: int) -> int:
    """Journal the next step of a run, which searches; the number of the event."""
    from agents.events import StepDecided
    from agents.types import ToolCall
    from webapp.runs.execution import bell, journal

    call = ToolCall(f"c{number}", "search_text", {"queries": [f"what is number {number}"]})
    journal.append(_run(run_id), number + 1, StepDecided(number, f"Search for number {number}", (call,)))
    bell.ring()
    return number + 1


@cache
def _run(run_id: int) -> object:
    from webapp.runs.models import Run

    return Run.objects.get(pk=run_id)
