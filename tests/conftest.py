"""Fixtures for everybody: real parts, started once a session where that is slow."""

import fcntl
import gc
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import Scheduling

from tests.distribution import FilesTogether, require_groups

# Where a shell or a container has told Python not to store bytecode, each process that a test starts would
# compile the whole product anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The same examples everywhere, however slow the machine is: what fails once in fifty runs is no use.
hypothesis.settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("repeatable")

pytest_plugins = [
    "tests.fixtures.encoders",
    "tests.fixtures.postgres",
    "tests.fixtures.chroma",
    "tests.fixtures.transformers_serve",
    "tests.fixtures.llama_server",
    "tests.fixtures.library",
    "tests.fixtures.source_kinds",
    "tests.fixtures.locked_database",
]

MIGRATED = "migrated.sqlite3"

NEEDS = {
    "browser": {"browser"},
    "processes": {
        "chroma_server", "environment", "llama_url", "postgres_url", "redis", "transformers_server",
    },
    "networks": {"networks", "openclip_encoder", "tiny_checkpoint", "trapped"},
}  # fmt: skip
"""The fixtures that make a test one of a browser, of other processes, or of neural networks."""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Each test begins in English: a request in another language leaves it with its thread."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, shared_folder: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    """The test database, in memory: the first of the processes migrates one, and the others copy it."""
    file = shared_folder / MIGRATED
    with django_db_blocker.unblock(), (shared_folder / "migrating").open("w") as lock:
        connection.close()
        name = connection.creation._get_test_db_name()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        fcntl.flock(lock, fcntl.LOCK_EX)
        if file.exists():
            with closing(sqlite3.connect(file)) as migrated:
                migrated.backup(connection.connection)
        else:
            call_command("migrate", verbosity=0)
            with closing(sqlite3.connect(file)) as migrated:
                connection.connection.backup(migrated)


@pytest.fixture(scope="session")
def migrated_file(django_db_setup: None, shared_folder: Path) -> Path:
    """A database of this version with nothing in it, to copy: to migrate takes seconds."""
    return shared_folder / MIGRATED


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this session that all of its processes have."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


def pytest_collection_finish() -> None:
    """What was imported and collected stays, and the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make check` leaves out by what it uses; the marks of others stand in their files.

    Files with such tests come first: they take longest, and the last file to end keeps one process waiting.
    """
    require_groups(items)
    for item in items:
        for mark, fixtures in NEEDS.items():
            if fixtures.intersection(getattr(item, "fixturenames", ())):
                item.add_marker(mark)
    long = {item.path for item in items if any(map(item.get_closest_marker, [*NEEDS, "fuzz"]))}
    items.sort(key=lambda item: item.path not in long)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """By files, unless the command line asks for another way."""
    return FilesTogether(config, log) if config.getvalue("dist") == "loadfile" else None
