"""Runs the encoding service until it is told to stop."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn
from django.conf import settings

from agents.errors import ConfigurationError
from agents.messages import message as _
from agents.retrieval.encoders import load_encoder
from webapp.corpora.encoding.addresses import home_service, service_key
from webapp.corpora.encoding.service import encoding_service
from webapp.corpora.ownership import Owner
from webapp.env import let_waiting_threads_sleep
from webapp.memory import give_back_large_blocks

LOOPBACK = "127.0.0.1"
STOP_SECONDS = 3


def serve_home(port: int, on_listening: Callable[[str], None]) -> None:
    """Serve web processes of this home on loopback until SIGTERM or SIGINT; port 0 takes a free one.

    Must be called in the main thread. Raises ConfigurationError while another process does.
    """
    ours = home_service()
    if not ours.acquire():
        owner = ours.owner()
        raise ConfigurationError(
            _(
                "Process %(pid)s encodes for this home already, at %(address)s.",
                pid=str(owner.pid) if owner else "?", address=owner.url if owner else "?",
            )
        )  # fmt: skip
    try:

        def announce(url: str) -> None:
            ours.announce(Owner(os.getpid(), url))
            on_listening(url)

        serve_at(LOOPBACK, port, announce)
    finally:
        ours.release()


def serve_at(host: str, port: int, on_listening: Callable[[str], None]) -> None:
    """The same at an address that others name in SIGHTLINE_ENCODING_URLS. Raises ConfigurationError."""
    is_v6 = ":" in host
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if is_v6 else socket.AF_INET, backlog=128
        )
    except OSError as error:
        raise ConfigurationError(
            _(
                "The encoding service cannot listen on %(address)s (%(why)s).",
                address=f"{host}:{port}", why=error.strerror or str(error),
            )
        ) from error  # fmt: skip
    let_waiting_threads_sleep()
    give_back_large_blocks()
    load = partial(load_encoder, folder=settings.HOME / "networks")
    config = uvicorn.Config(
        encoding_service(load, service_key(), settings.ENV.encoder), lifespan="on", access_log=False,
        server_header=False, proxy_headers=False, log_config=None, timeout_graceful_shutdown=STOP_SECONDS,
    )  # fmt: skip
    with listening, _going_on_after_signals():
        on_listening(f"http://{f'[{host}]' if is_v6 else host}:{listening.getsockname()[1]}")
        uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _going_on_after_signals() -> Iterator[None]:
    """Uvicorn raises a signal that stopped it once more: then what was announced has to be taken back."""
    before = {
        number: signal.signal(number, lambda *_of_signal: None) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
