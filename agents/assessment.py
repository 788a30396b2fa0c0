"""What is said of an answer besides its words: does it answer, in which form, and do the sources agree."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from agents.sources import NOWHERE, FromSource, StoredRef


class Level(StrEnum):
    """Whether an answer answers the question."""

    YES = "yes"
    PARTLY = "partly"
    UNSURE = "unsure"


class Form(StrEnum):
    """What an answer looks like."""

    FACT = "fact"
    LIST = "list"
    TABLE = "table"
    PICTURES = "pictures"
    YES_NO = "yes_no"
    COUNT = "count"
    PARAGRAPH = "paragraph"


class Agreement(StrEnum):
    """What further sources say of the same: nothing, the same, or something else."""

    SINGLE = "single"
    AGREE = "agree"
    CONTRADICT = "contradict"


class DeclineReason(StrEnum):
    """Why there is no answer: no picture like the one asked about, nothing on the subject that tells it,
    nothing on the subject at all, or the question takes for granted what the sources deny."""

    NO_MATCH = "no_match"
    NO_FACT = "no_fact"
    NOT_FOUND = "not_found"
    FALSE_PREMISE = "false_premise"


@dataclass(frozen=True, slots=True)
class Answers:
    """Whether the answer answers the question; `score` is the reader's calibrated probability, 0..1.

    The level follows from the score, but of a model's answer it is the verifier's where one was asked.
    """

    level: Level
    score: float


@dataclass(frozen=True, slots=True)
class Nearest(FromSource):
    """What was found instead: a picture, or a text with the words of it that came nearest.

    `score` (0..1) is the likeness of a picture, or how probably the words answer.
    """

    kind: Literal["image", "text"]
    title: str
    file: str
    score: float
    uid: str | None = None
    document: int | None = None
    quote: str = ""
    start: int | None = None
    source: StoredRef = NOWHERE


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that is said of an answer, or of a refusal with `reason` and up to three `nearest` finds.

    `is_by_verifier`: the level is the verifier's, who read the whole answer.
    """

    answers: Answers | None = None
    form: Form | None = None
    agreement: Agreement | None = None
    reason: DeclineReason | None = None
    nearest: tuple[Nearest, ...] = ()
    is_by_verifier: bool = False
