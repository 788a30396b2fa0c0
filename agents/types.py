"""The values that cross rooms: questions, calls, evidence, answers. Pictures appear as UIDs only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from agents.assessment import Agreement, Answers, Form
from agents.messages import Text
from agents.sources import NOWHERE, PAGE, FromSource, StoredRef
from agents.verdicts import Verdict
from media_store import Box


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture by its UID, with its size in pixels."""

    uid: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question of the same thread, and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked: words, pictures, or both; `earlier` are the exchanges that it asks on from."""

    text: str
    images: tuple[ImageRef, ...] = ()
    earlier: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call the policy wants; `id` is unique in its run. Arguments are JSON values."""

    id: str
    name: str
    arguments: Mapping[str, Any]

    @classmethod
    def of_step(cls, step: int, place: int, name: str, arguments: Mapping[str, Any]) -> "ToolCall":
        """A call by the number of its step and its place in it, both from 1: `c3.2`."""
        return cls(f"c{step}.{place}", name, arguments)


class SourcePolicy(StrEnum):
    """Where a run may look for what answers its question."""

    CORPORA = "corpora"
    WEB = "web"
    BOTH = "both"


class Importance(StrEnum):
    """How much a piece of evidence matters to the question."""

    VERY_HIGH = "very_high"
    HIGH = "high"
    FAIR = "fair"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Evidence(FromSource):
    """What a run keeps and may cite: `text[start:end] == quote` of a source, or a region of its pixels.

    `kind` says which; `uid` names the pixels. `address` and `date` are those of the source when it was kept;
    a picture of the web has its `page`, author and licence as well. `page_number`, from 1, is the page of a
    file that has pages, 0 elsewhere; `is_scanned` says that its words were read there by OCR.
    """

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
    source: StoredRef = NOWHERE
    address: str = ""
    date: str = ""
    page: str = ""
    author: str = ""
    licence: str = ""
    page_number: int = 0
    is_scanned: bool = False

    @property
    def cited_as(self) -> str:
        """What a citation of it is to readers of files: text, image, page, or web_picture."""
        if self.kind == "image":
            return "web_picture" if self.address else "image"
        return PAGE if self.source.kind == PAGE else self.kind

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands: what was kept twice has one place, while ids only count within a run."""
        return self.kind, self.source, self.start, self.end, self.uid, self.box


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered marker of an answer; `marker` counts from 1 in order of first use.

    `verdict` is the least favourable one on the claims that rest on this evidence, `reason` says why.
    `is_quoted` tells whether its quote was compared with the stored text and stands there word for word;
    None where nothing was compared.
    """

    marker: int
    evidence: Evidence
    verdict: Verdict = Verdict.UNCHECKED
    reason: Text = ""
    is_quoted: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences with markers such as `[1]`, each of which resolves to a citation.

    `is_from_model` marks an answer out of a model's own knowledge, without any search. `answers` says whether
    it answers the question, `agreement` what further sources say; answers of earlier versions have neither.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    is_supported: bool = True
    is_from_model: bool = False
    answers: Answers | None = None
    form: Form | None = None
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What models were paid for. `cached_tokens` are part of the input tokens, `cost_usd` is exact.

    `unpriced_calls` counts calls whose model has no known price: their cost is missing from `cost_usd`.
    """

    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    unpriced_calls: int = 0

    @property
    def tokens(self) -> int:
        """Input and output together."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.model_calls + other.model_calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.cost_usd + other.cost_usd,
            self.unpriced_calls + other.unpriced_calls,
        )


class Role(StrEnum):
    """What a model is asked to be; each role may have a model of its own."""

    PLANNER = "planner"
    SEARCHER = "searcher"
    ANSWERER = "answerer"
    VERIFIER = "verifier"
    CAPTIONER = "captioner"
    RERANKER = "reranker"


@dataclass(frozen=True, slots=True)
class CallWanted:
    """A call as a model wrote it. `arguments` is None when `raw` is no JSON object."""

    name: str
    arguments: Mapping[str, Any] | None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ModelReply:
    """One whole reply of a model. `finish` is why it stopped, in the provider's word ("stop", "length", ...).

    `attempts` counts the requests it took, `seconds` is the time of all of them. `notes` say what its server
    refused to be asked for.
    """

    text: str
    calls: tuple[CallWanted, ...] = ()
    thinking: str = ""
    finish: str = ""
    usage: Usage = field(default_factory=Usage)
    attempts: int = 1
    seconds: float = 0.0
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy decides for one step: why, and which calls to make.

    `problem` says what was wrong with a reply that could not be followed; such a step has no calls.
    """

    intent: str
    calls: tuple[ToolCall, ...]
    problem: str = ""
