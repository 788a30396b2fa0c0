"""What is asked of a model and what a model is: values without any provider in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any, Literal, Protocol

from agents.types import ModelReply


@dataclass(frozen=True, slots=True)
class TextPart:
    """Words of a prompt."""

    text: str


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A picture of a prompt by UID, with the size in pixels of the `view` that is sent."""

    uid: str
    width: int
    height: int


Part = TextPart | PicturePart


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as a model is told of it; `parameters` is a JSON Schema object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request: the system text, one user message of parts, and the tools that may be called.

    `must_call` asks for at least one tool call. Pixels are not in it: they are loaded as it is sent.
    """

    system: str
    parts: tuple[Part, ...]
    tools: tuple[ToolSpec, ...] = ()
    must_call: bool = False
    max_output_tokens: int = 4_096


PictureRule = Literal["patches28", "tiles512", "area750", "tiles768", "none"]
"""How a model counts a picture's tokens; `agents.models.tokens` has the formulas with their sources."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a model can do. `context_tokens` bounds prompt and reply together.

    `output_tokens` are the most of a reply where somebody has said so, None where nobody has.
    """

    vision: bool
    tools: bool
    context_tokens: int
    picture_rule: PictureRule
    prompt_cache: bool = False
    output_tokens: int | None = None

    def output_for(self, wanted_tokens: int) -> int:
        """The most tokens of a reply to a prompt that wants so many: more, where the setting allows more."""
        allowed = min(self.output_tokens or 0, self.context_tokens // 2)
        return max(wanted_tokens, allowed)


DeltaKind = Literal["thinking", "text"]
Deltas = Callable[[DeltaKind, str], None]
"""Is given pieces of a reply as they arrive. They alone may be lost: the whole reply comes at the end."""


NEVER = Event()
"""Is never set."""


class Model(Protocol):
    """A model behind a provider; safe to share between threads."""

    name: str
    capabilities: Capabilities

    def request(self, prompt: Prompt, on_delta: Deltas, stopped: Event = NEVER) -> ModelReply:
        """The whole reply. Raises ModelUnavailable when none came after the retries the provider allows.

        Once `stopped` is set nobody waits for it: the connection is closed soon, and ModelUnavailable raised.
        """

    def held_form(self) -> str | None:
        """The form in which its server holds replies to a schema, empty when it does not; None if not wanted.

        Asks the server once, for a few tokens. Raises ModelUnavailable.
        """
