"""What a reader reads and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from agents.questions.types import Ask
from agents.sources import SourceRef
from media_store.boxes import Box


class CandidateKind(StrEnum):
    """Where the words of a candidate come from."""

    SENTENCE = "sentence"
    ROW = "row"
    CAPTION = "caption"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that may answer: a sentence, a row of a table, a caption, or a measured fact of pixels.

    `text` stands word for word in its source, at `[start, end)` of its text; `source` is None for what is
    told of a picture. `said` is the same for reading aloud: a row of a table with its headers ("Q1: 9,800
    containers"); empty where it is `text`. `title` is what its source is about, `lead` the heading or the
    introduction it stands under. `box` is the part of the picture `uid` that matters, None for the whole.
    `place` counts the candidates of its source from 0, of `length` in all. `nearness` (0..1) says how near
    its source is to what the question is about.
    """

    kind: CandidateKind
    text: str
    title: str
    said: str = ""
    lead: str = ""
    source: SourceRef | None = None
    start: int | None = None
    end: int | None = None
    uid: str | None = None
    box: Box | None = None
    place: int = 0
    length: int = 1
    nearness: float = 0.0

    @property
    def words(self) -> str:
        """What to read: `said`, or `text`."""
        return self.said or self.text


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader says of a candidate.

    `score` is the calibrated probability (0..1) that it answers the ask, `has_attribute` (0..1) that it
    speaks of what is asked at all, whether or not of this subject. `span` are the words that answer, at
    `[start, end)` of `candidate.words`, or None.
    """

    candidate: Candidate
    score: float
    has_attribute: float = 0.0
    span: tuple[int, int] | None = None

    @property
    def answer(self) -> str:
        """The words of the span; empty without one."""
        return self.candidate.words[slice(*self.span)] if self.span else ""


class Reader(Protocol):
    """Finds what answers. `version` names its weights and features in [a-z0-9-]+."""

    version: str

    def read(self, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> list[Finding]:
        """A finding for each candidate, best first. `subject` names what the ask is about, or is empty."""
