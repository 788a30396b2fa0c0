"""Clients are closed when a test ends."""

from collections.abc import Iterator

import pytest

from tests.support.encoding_service import OPENED


@pytest.fixture(autouse=True)
def closed_clients() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()
