"""Calls of tools as tests make them: with what a run has met, and to the end of their effects."""

from collections.abc import Generator
from threading import Event
from typing import Any

from agents.effects import Wait
from agents.errors import SightlineError
from agents.memory import WorkingMemory
from agents.observations import Observation, PicturesSeen, ToolResult
from agents.toolbox import ToolContext
from agents.tools import load_tools
from agents.tools.look import look as look_tool


def call(context: ToolContext, tool: str, **arguments: Any) -> Any:
    """The result of a call that asks no model."""
    return ended(load_tools()[tool].call(context, arguments))


def ended(outcome: ToolResult | Generator[Any, Any, Any]) -> Any:
    """The result itself, or that of effects, whose waits end at once."""
    if not isinstance(outcome, Generator):
        return outcome
    try:
        item = next(outcome)
        while isinstance(item, Wait):
            try:
                came = item.work(Event())
            except SightlineError as error:
                item = outcome.throw(error)
            else:
                item = outcome.send(came)
    except StopIteration as done:
        return done.value
    raise AssertionError(f"This call yields an event: {item}")


def memory_of(*results: ToolResult, goal: str = "", tool: str = "") -> WorkingMemory:
    """What a run remembers after these results, each of a step of its own."""
    memory = WorkingMemory()
    for step, result in enumerate(results, start=1):
        memory.take(Observation(f"c{step}", data=result), step=step, goal=goal, tool=tool)
    return memory


def look(context: ToolContext, uids: list[str], **arguments: Any) -> PicturesSeen:
    """A look at pictures."""
    seen = ended(look_tool(context, uids, **arguments))
    assert isinstance(seen, PicturesSeen)
    return seen
