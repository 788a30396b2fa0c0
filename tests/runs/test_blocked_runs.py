"""Deep runs whose model keeps them waiting leave a quick question its slot: real threads and model server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Semaphore

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from pytest_django import DjangoDbBlocker

from tests.agents.policies.scripts import act
from tests.fixtures.library import Library, made_in
from tests.fixtures.postgres import database_at
from tests.runs.conftest import Broker, ask
from tests.runs.scripted import model_of
from tests.support.model_server import Body, Empty, Reply, prompt_text
from tests.support.waiting import PATIENCE_SECONDS
from webapp.runs.models import Run
from webapp.runs.tasks import execute_run
from webapp.work.slots import slots

pytestmark = pytest.mark.long

BOILING = "At how many degrees does water boil?"
KNOWN = {"can_answer": True, "confidence": 0.95, "rationale": "Common.", "draft": "At 100 °C."}


@pytest.fixture
def filed(migrated_file: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Library]:
    """The library in a database that is a file, where threads wait for each other."""
    file = tmp_path / "sightline.sqlite3"
    file.write_bytes(migrated_file.read_bytes())
    with (
        django_db_blocker.unblock(),
        database_at(f"sqlite:///{file}", DEFAULT_DB_ALIAS) as opened,
    ):
        opened.settings_dict["OPTIONS"] = settings.DATABASES["default"]["OPTIONS"]
        with made_in(tmp_path) as library:
            yield library


def work(run: Run) -> None:
    """As a thread of the worker does."""
    try:
        execute_run(run.pk)
    finally:
        connection.close()


def test_a_quick_run_ends_while_all_deep_ones_are_blocked(filed: Library, broker: Broker) -> None:
    asked, release = Semaphore(0), Event()

    def script(body: Body, _number: int) -> Reply:
        if BOILING in prompt_text(body):
            return act(("gate", KNOWN))
        asked.release()
        release.wait(PATIENCE_SECONDS)
        return Empty()

    with model_of(script, slots="deep=2"), ThreadPoolExecutor(2) as threads:
        slots.cache_clear()
        deep = [ask(filed, profile="deep") for _ in range(3)]
        quick = ask(filed, BOILING, pictures=[], profile="quick")
        blocked = [threads.submit(work, run) for run in deep[:2]]
        try:
            assert all(asked.acquire(timeout=PATIENCE_SECONDS) for _ in blocked)
            execute_run(deep[2].pk)
            execute_run(quick.pk)
            found = dict(Run.objects.values_list("pk", "status"))
        finally:
            release.set()
        for each in blocked:
            each.result()
    slots.cache_clear()
    assert [found[run.pk] for run in (*deep, quick)] == ["running", "running", "queued", "finished"]
    assert all(Run.objects.get(pk=run.pk).finished for run in deep[:2])
