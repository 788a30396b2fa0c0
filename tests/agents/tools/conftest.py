"""A run that may use a small web."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agents.libraries.in_memory import InMemoryLibrary
from agents.observations import Observation
from agents.toolbox import ToolContext
from tests.agents.tools.driving import call
from tests.support.small_web import SmallWeb, small_web


@pytest.fixture
def little(tmp_path: Path) -> Iterator[SmallWeb]:
    with small_web(tmp_path) as made:
        yield made


@pytest.fixture
def online(context: ToolContext, little: SmallWeb) -> ToolContext:
    """What tools get of a run that may use the web; what they bring is to be remembered."""
    assert isinstance(context.library, InMemoryLibrary)
    return replace(context, web=little.web(context.library))


def did(context: ToolContext, tool: str, **arguments: object) -> object:
    """Call a tool and remember what it brought."""
    result = call(context, tool, **arguments)
    step = len(context.memory.searches) + len(context.memory.looks) + 1
    context.memory.take(Observation(f"c{step}", data=result), step=step, tool=tool)
    return result
