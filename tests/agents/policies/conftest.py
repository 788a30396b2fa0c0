"""Runs of the agent over the small library."""

from functools import partial

import pytest

from tests.agents.policies.playing import Run, play
from tests.fixtures.memory_library import Library


@pytest.fixture
def run(library: Library) -> Run:
    """Plays a script to the end of its run, over the harbour."""
    return partial(play, library)
