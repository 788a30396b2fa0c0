"""What tests that start processes wait for, and the ports that they are told to listen on."""

import socket
import time
from collections.abc import Callable
from random import SystemRandom

PATIENCE_SECONDS = 120
"""How long anything may take on a machine that has much else to do: a limit, not what is expected."""

PORTS = range(20_000, 32_000)
"""Below those from which a system takes one for whoever asks for any: nobody is given these meanwhile."""


def wait_until(holds: Callable[[], bool], told: Callable[[], object] = lambda: "It took too long.") -> None:
    """Look again and again until it holds. Raises AssertionError with what is told if it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, told()
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on, and that nobody gets who does not ask for that very one."""
    while True:
        port = SystemRandom().choice(PORTS)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
