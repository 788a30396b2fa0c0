"""Runs in the making: events with as little as a test needs to say, and the state they fold to."""

from collections.abc import Iterable
from typing import Any

from agents.context.render import Rendered, RequestOptions
from agents.events import CallFinished, Event, RunStarted, StepDecided
from agents.models.base import Capabilities, TextPart, ToolSpec
from agents.observations import HitsFound, Observation, PictureSeen, SeenHit, SeenLabel, ToolError, ToolResult
from agents.profile import RunProfile
from agents.replay import AgentState, replay
from agents.toolbox import Phase
from agents.tools import load_tools
from agents.types import ImageRef, Question, ToolCall

QUESTION = Question("Which lighthouse was lit in 1854?")
PROFILE = RunProfile("test", max_steps=200, max_calls=500, hits=8, max_seconds=600)
SEES = Capabilities(vision=True, tools=True, context_tokens=128_000, picture_rule="patches28")
BLIND = Capabilities(vision=False, tools=True, context_tokens=128_000, picture_rule="none")
VIEW = (1024, 768)


def uid(number: int) -> str:
    """A UID of the usual form."""
    digits = "abcdefghijklmnopqrstuvwxyz234567"
    return "img_" + "".join(digits[number // 32**place % 32] for place in range(13))


def passage(number: int, text: str = "It was lit in 1854.", title: str = "Lights") -> SeenHit:
    return SeenHit(
        f"passage:{number}", "passage", title, text, "lights.md", "sea", 0.5, 0.5, document=number, start=0
    )


def image(number: int, text: str = "A white tower", title: str = "Tower") -> SeenHit:
    return SeenHit(f"image:{number}", "image", title, text, f"{number}.jpg", "sea", 0.5, 0.5, uid=uid(number))


def look(number: int, text: str = "", **facts: Any) -> PictureSeen:
    labels = (SeenLabel("lighthouse", 0.8),)
    return PictureSeen(uid(number), 4000, 3000, *VIEW, labels, text, ("white",), **facts)


def hits(*found: SeenHit, query: str = "lighthouse 1854", **facts: Any) -> HitsFound:
    return HitsFound(query, found, **facts)


def step(
    number: int, *results: ToolResult | ToolError, tool: str = "search_text", **facts: Any
) -> list[Event]:
    """A step with a call for each result, and their outcomes."""
    arguments = facts.pop("arguments", {})
    calls = tuple(ToolCall(f"c{number}.{place}", tool, arguments) for place in range(len(results)))
    decided = StepDecided(number, facts.pop("intent", f"Intent {number}"), calls, **facts)
    return [decided, *(CallFinished(number, _outcome(*pair)) for pair in zip(calls, results, strict=True))]


def _outcome(call: ToolCall, result: ToolResult | ToolError) -> Observation:
    if isinstance(result, ToolError):
        return Observation(call.id, error=result)
    return Observation(call.id, data=result)


def run(*parts: Event | Iterable[Event], question: Question = QUESTION) -> AgentState:
    """The state after a run's start and these events."""
    events: list[Event] = [RunStarted(question, "test", "model", ("sea",), date="2024-05-01")]
    for part in parts:
        events += [*part] if isinstance(part, list) else [part]
    return replay(events)


def asked(text: str = "What is this?", pictures: int = 1) -> Question:
    return Question(text, tuple(ImageRef(uid(9_000 + n), 4000, 3000) for n in range(pictures)))


def offered(phase: Phase) -> tuple[ToolSpec, ...]:
    tools = load_tools().values()
    return tuple(ToolSpec(t.name, t.description, t.schema) for t in tools if phase in t.phases)


def options(phase: Phase = Phase.SEARCH, **changes: Any) -> RequestOptions:
    facts = {
        "goal": "", "tools": offered(phase), "capabilities": SEES, "profile": PROFILE,
        "max_output_tokens": 4_096, "view_size": lambda _uid: VIEW,
    }  # fmt: skip
    return RequestOptions(phase, **(facts | changes))


def texts(rendered: Rendered) -> list[str]:
    """The words of a prompt's parts, in order."""
    return [part.text for part in rendered.prompt.parts if isinstance(part, TextPart)]


def section(rendered: Rendered, heading: str) -> str:
    """The part of a prompt under a heading; empty when it has none."""
    return next((text for text in texts(rendered) if text.startswith(f"# {heading}")), "")
