"""Fixtures for everybody: real parts, started once a session where that is slow."""

pytest_plugins = [
    "tests.fixtures.encoders",
    "tests.fixtures.postgres",
    "tests.fixtures.chroma",
    "tests.fixtures.transformers_serve",
    "tests.fixtures.llama_server",
    "tests.fixtures.library",
    "tests.fixtures.locked_database",
]
