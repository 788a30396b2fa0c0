"""A long run of a model is stopped at every event, in this process and by SIGKILL, and pays nothing twice."""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agents.events import KINDS, Event, ModelReplied, from_payload, kind_of, to_payload
from agents.orders import Hint
from agents.replay import AgentState, replay
from tests.agents.policies.scripts import phase_of, step_of
from tests.corpora.processes import ROOT, Home
from tests.fixtures.library import Library
from tests.runs.conftest import ask
from tests.runs.long_script import long_script
from tests.runs.scripted import SETTINGS, model_of
from tests.support.model_server import Body, ModelServer, Reply, Status
from webapp.runs.execution import journal, orders, services
from webapp.runs.models import Run

pytestmark = pytest.mark.processes

OF_A_MODEL_THAT_FAILS = {"model_failed", "rules_took_over"}

Picks = Callable[[Event], bool]


class Stopped(KeyboardInterrupt):
    """Somebody stops the worker."""


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_of(long_script) as server:
        yield server


def finish(run: Run, stops: Picks = lambda _event: False) -> AgentState:
    """What a run has come to at its end, through every stop."""

    def stop(event: Event) -> None:
        if stops(event):
            raise Stopped

    while not journal.state(run).ended:
        try:
            services.execute(run.pk, stop)
        except Stopped:
            continue
    return journal.state(run)


def once(picks: Picks) -> Picks:
    """Stops at each of these events, but not again at one that had to be repeated: it would never end."""
    met: set[str] = set()

    def stops(event: Event) -> bool:
        name = _identity(event)
        is_new = picks(event) and name not in met
        met.add(name)
        return is_new

    return stops


def _identity(event: Event) -> str:
    payload = to_payload(event)
    return f"{kind_of(event)} {payload.get('key') or payload.get('call_id') or payload}"


def decisions(state: AgentState) -> list[Any]:
    return [(step.intent, step.calls, step.goal, bool(step.set_aside)) for step in state.steps]


def hinted(library: Library) -> Run:
    """A run that is given a hint before it begins."""
    run = ask(library)
    orders.add(run, Hint("It is a lighthouse."), None)
    return run


def require_same(state: AgentState, whole: AgentState) -> None:
    """The same steps, evidence and answer."""
    assert whole.answer
    assert decisions(state) == decisions(whole)
    assert state.memory.evidence == whole.memory.evidence
    assert state.answer == whole.answer


def test_the_run_that_is_stopped_is_a_long_one_with_events_of_every_kind(
    library: Library, server: ModelServer
) -> None:
    run = hinted(library)
    state = finish(run)
    assert {kind_of(event) for _, event in journal.read(run)} == {*KINDS} - OF_A_MODEL_THAT_FAILS
    assert len(state.steps) == 29
    assert state.answer
    assert state.answer.is_supported


def test_a_run_that_is_stopped_at_every_event_ends_the_same_and_pays_for_nothing_twice(
    library: Library, server: ModelServer
) -> None:
    whole = finish(hinted(library))
    asked = len(server.requests)
    run = hinted(library)
    state = finish(run, once(lambda _event: True))
    require_same(state, whole)
    assert len(server.requests) == 2 * asked == 2 * len(state.replies)
    assert {*Counter(e.key for _, e in journal.read(run) if isinstance(e, ModelReplied)).values()} == {1}
    run.refresh_from_db()
    usage = state.usage
    assert (run.model_calls, run.tokens, run.cost_usd) == (usage.model_calls, usage.tokens, usage.cost_usd)
    assert usage.model_calls == asked


def test_a_run_that_is_killed_at_an_event_of_each_kind_ends_the_same(
    tmp_path_factory: pytest.TempPathFactory, chroma_server: str, migrated_file: Path
) -> None:
    """Before that, one worker is killed while a reply arrives: only that request has to be made again."""
    with ModelServer(long_script) as server:
        folder = tmp_path_factory.mktemp("kill")
        environment = Home(folder / "home").migrated(migrated_file).environment | {
            "DJANGO_SETTINGS_MODULE": "webapp.settings", "SIGHTLINE_VECTORS_URL": chroma_server,
            "SIGHTLINE_MODEL": f"openai:scripted base_url={server.url} {SETTINGS}",
        }  # fmt: skip
        ended = subprocess.run(
            [sys.executable, "-m", "tests.runs.model_kill_driver", folder / "harbour"],
            env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    seen: dict[str, Any] = json.loads(ended.stdout)
    whole, killed = (replay(_events(seen[name])) for name in ("whole", "killed"))
    kinds = {"a reply", *KINDS} - OF_A_MODEL_THAT_FAILS
    assert seen["codes"] == dict.fromkeys(kinds, -signal.SIGKILL)
    require_same(killed, whole)
    assert len(server.requests) == 2 * len(whole.replies) + 1


def _events(seen: dict[str, Any]) -> list[Event]:
    return [from_payload(row["kind"], row["payload"]) for row in seen["events"]]


def test_a_run_that_the_rules_finish_ends_the_same_through_every_stop(
    library: Library,
) -> None:
    """The model is refused after a few steps, in each run at the same place."""

    def failing(body: Body, number: int) -> Reply:
        return (
            Status(400) if phase_of(body) != "verifier" and step_of(body) > 4 else long_script(body, number)
        )

    with model_of(failing) as server:
        whole = finish(ask(library))
        asked = len(server.requests)
        state = finish(ask(library), once(lambda _event: True))
    assert whole.finished_by == state.finished_by == "rules"
    assert whole.took_over == state.took_over
    require_same(state, whole)
    assert len(server.requests) == 2 * asked
