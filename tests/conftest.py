"""Fixtures for everybody: real parts, started once a session where that is slow."""

import pytest

pytest_plugins = [
    "tests.fixtures.encoders",
    "tests.fixtures.postgres",
    "tests.fixtures.chroma",
    "tests.fixtures.transformers_serve",
    "tests.fixtures.llama_server",
    "tests.fixtures.library",
    "tests.fixtures.locked_database",
]

NEEDS = {
    "browser": {"browser"},
    "processes": {
        "chroma_server", "environment", "llama_url", "postgres_url", "redis", "transformers_server",
        "vectors",
    },
    "networks": {"networks"},
}  # fmt: skip
"""The fixtures that make a test one of a browser, of other processes, or of neural networks."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make check` leaves out by what it uses; the marks of others stand in their files."""
    for item in items:
        for mark, fixtures in NEEDS.items():
            if fixtures.intersection(getattr(item, "fixturenames", ())):
                item.add_marker(mark)
