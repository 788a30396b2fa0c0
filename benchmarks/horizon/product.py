"""The product in a throw-away home: its corpus, and runs that go the way of every run."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agents.context.assets import met_pictures
from agents.events import CallFinished, Event
from agents.profile import PROFILES, RunProfile
from agents.replay import AgentState, replay
from agents.types import Question
from benchmarks.horizon.corpus import write_corpus
from benchmarks.horizon.searcher import question, uids_in
from benchmarks.horizon.server import Served, ServedModel

_CORPUS = "survey"

_WINDOW_TOKENS = 140_000
"""Of the model: more than the largest budget of a prompt, and a reply."""

_PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 1024**2


@dataclass(frozen=True, slots=True)
class LongRun:
    """A run that has ended: its journal and its fold, and what the server saw of its turns.

    `grown_mib` is what the resident memory of this process grew by.
    """

    budget_tokens: int
    journal: tuple[Event, ...]
    state: AgentState
    served: list[Served]
    grown_mib: float

    @property
    def own_counts(self) -> list[int]:
        """Tokens of each turn's prompt by the run's own ledger."""
        return [asked.ledger.total for asked in self.state.asked if asked.decides]

    @property
    def pictures_met(self) -> int:
        return len(met_pictures(Question(""), self.state.memory))

    @property
    def first_uids(self) -> list[str]:
        """The pictures that the first turn brought."""
        return uids_in(self.served[1].text)

    @property
    def last_look(self) -> str:
        """What came of the look in the last turn but one, at a picture of the first."""
        errors = [observation.error for observation in self.state.steps[-2].observations.values()]
        return "; ".join(error.message if error else "worked" for error in errors)

    def count_listed(self, uids: list[str]) -> int:
        """How many of the pictures the last prompt names."""
        return len({*uids} & {*uids_in(self.served[-1].text)})

    def count_pageable(self, uids: list[str]) -> int:
        """How many of the pictures the pages of all that was met have in the end."""
        return len({*uids} & {*met_pictures(Question(""), self.state.memory)})

    def harness_seconds(self) -> Mapping[int, float]:
        """By turn, from the end of its reply to the next request, without what its calls took."""
        calls = dict.fromkeys(range(1, len(self.served)), 0.0)
        for event in self.journal:
            if isinstance(event, CallFinished) and event.step in calls:
                calls[event.step] += event.observation.seconds
        pairs = zip(self.served, self.served[1:], strict=False)
        return {turn.turn: after.arrived - turn.replied - calls[turn.turn] for turn, after in pairs}


def prepare(folder: Path, model_url: str) -> None:
    """Set Django up over a home in `folder`, and import and index the corpus."""
    os.environ |= {
        "SIGHTLINE_HOME": f"{folder}/home",
        "SIGHTLINE_ENCODER": "hashing",
        "SIGHTLINE_OCR": "off",
        "SIGHTLINE_LOG_LEVEL": "WARNING",
        "SIGHTLINE_MODEL": f"openai:scripted base_url={model_url} vision=yes tools=yes "
        f"context={_WINDOW_TOKENS} pictures=patches28",
        "SIGHTLINE_MODEL_KEY": "none",
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
    }
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from webapp.corpora.importing.services import import_paths
    from webapp.corpora.indexing.services import index_now
    from webapp.corpora.services.catalogue import create_corpus

    call_command("migrate", verbosity=0)
    write_corpus(folder / "corpus")
    corpus = create_corpus(_CORPUS)
    import_paths(corpus, [folder / "corpus"])
    index_now(corpus)
    User.objects.create_user("owner")


def create(name: str, turns: int, budget_tokens: int, seconds: float = 0.0) -> int:
    """The id of a new run of the scripted model, which thinks for so many seconds in each turn."""
    from django.contrib.auth.models import User

    from webapp.corpora.models import Corpus
    from webapp.runs.execution import services

    run = services.create(
        owner=User.objects.get(), question=question(name, turns, seconds), pictures=[],
        corpora=[Corpus.objects.get(slug=_CORPUS)], profile=_profile(budget_tokens).name, enqueue=False,
    )  # fmt: skip
    return run.pk


def execute(run_id: int) -> None:
    """Work on a run until it ends, as a thread of the worker does. Raises RuntimeError unless it finishes."""
    from django.db import connection

    from webapp.runs.execution import services

    try:
        run = services.execute(run_id)
    finally:
        connection.close()
    if run.status != run.Status.FINISHED:
        raise RuntimeError(f"Run {run_id} ended as {run.status}: {run.message}")


def measure(model: ServedModel, turns: int, budget_tokens: int) -> LongRun:
    """One run of so many turns with instant replies."""
    from webapp.runs.execution import journal
    from webapp.runs.models import Run

    name = f"long-{budget_tokens}"
    run_id, before_mib = create(name, turns, budget_tokens), _resident_mib()
    execute(run_id)
    grown_mib = _resident_mib() - before_mib
    events = tuple(event for _, event in journal.read(Run.objects.get(pk=run_id)))
    return LongRun(budget_tokens, events, replay(events), model.served(name), grown_mib)


def _profile(budget_tokens: int) -> RunProfile:
    """A profile with this budget of a prompt, and no other limit that is felt."""
    profile = RunProfile(
        f"benchmark-{budget_tokens}", max_steps=200, max_calls=1_000, hits=5, max_seconds=3_600,
        max_tokens=100_000_000, context_tokens=budget_tokens,
    )  # fmt: skip
    return PROFILES.setdefault(profile.name, profile)


def _resident_mib() -> float:
    """Memory of this process, from Linux's proc(5)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_MIB
