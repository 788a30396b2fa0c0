"""The values that cross rooms: questions, calls, evidence, answers. Pictures appear as UIDs only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from media_store import Box


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture by its UID, with its size in pixels."""

    uid: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked: words, pictures, or both."""

    text: str
    images: tuple[ImageRef, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call the policy wants; `id` is unique in its run. Arguments are JSON values."""

    id: str
    name: str
    arguments: Mapping[str, Any]


class Importance(StrEnum):
    """How much a piece of evidence matters to the question."""

    VERY_HIGH = "very_high"
    HIGH = "high"
    FAIR = "fair"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run keeps and may cite: `text[start:end] == quote` of a document, or a region of a picture."""

    id: str
    kind: Literal["text", "image"]
    title: str
    file: str
    importance: Importance = Importance.FAIR
    note: str = ""
    document: int | None = None
    quote: str = ""
    start: int | None = None
    end: int | None = None
    uid: str | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered marker of an answer; `marker` counts from 1 in order of first use."""

    marker: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences with markers such as `[1]`, each of which resolves to a citation."""

    text: str
    citations: tuple[Citation, ...] = ()
    is_supported: bool = True


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run has spent on models. The built-in rules spend nothing."""

    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.model_calls + other.model_calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy decides for one step: why, and which calls to make."""

    intent: str
    calls: tuple[ToolCall, ...]
    usage: Usage = field(default_factory=Usage)
