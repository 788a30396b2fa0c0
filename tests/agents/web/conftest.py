"""A server of the open web, reached under public names, and a fetcher that believes them."""

from collections.abc import Callable, Iterator

import pytest

from agents.web.fetcher import Fetcher, Wire
from agents.web.limits import FetchLimits
from tests.support.web_server import PUBLIC, Network, WebServer

LIMITS = FetchLimits(max_bytes=100_000, total_seconds=20, host_interval_seconds=0)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def network(server: WebServer) -> Network:
    return Network(server)


@pytest.fixture
def fetcher(network: Network) -> Fetcher:
    """To it, every name is a server of the public internet."""
    return Fetcher(LIMITS, wire=Wire(resolve=lambda host: [PUBLIC], network=network))


@pytest.fixture
def impatient(network: Network) -> Fetcher:
    """The same with a third of a second for everything."""
    limits = FetchLimits(max_bytes=100_000, total_seconds=0.3, host_interval_seconds=0)
    return Fetcher(limits, wire=Wire(resolve=lambda host: [PUBLIC], network=network))


@pytest.fixture
def resolving(network: Network) -> Callable[..., Fetcher]:
    """`resolving("10.0.0.1", ...)` is a fetcher to which every name has just these addresses."""
    return lambda *addresses: Fetcher(LIMITS, wire=Wire(resolve=lambda host: addresses, network=network))
