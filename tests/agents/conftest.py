"""Tests of the agent take their library from memory; those of the whole product have it in a database."""

from tests.fixtures.memory_library import context, library, made_library

__all__ = ["context", "library", "made_library"]
