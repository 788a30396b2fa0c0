"""What an answer is composed of, and what composing gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agents.answers.attributes import Attribute
from agents.answers.naming import names, names_nearly
from agents.answers.rows import name_of_row
from agents.assessment import Agreement, Form
from agents.observations import SeenHit
from agents.questions import AnswerType, Ask, Intent
from agents.reading import Candidate, CandidateKind, Finding
from agents.reading.candidates import captions_in
from agents.reading.clauses import reasons
from agents.reading.languages import language_of
from agents.reading.spans import holds
from media_store import Box

MIN_SCORE = 0.1
"""Probability that a finding answers, from which it is told at all."""

MIN_SCORE_IN_DOUBT = 0.5
"""The same where a day or a year is asked for in the language of the text. Nearly every text has some: of the
less probable ones, more were of questions without an answer than right, on each set of benchmarks/qa. And
where a reason is asked for and no word says that one is given."""

SURE_SCORE = 0.92
"""From here an answer counts as one; below it is told as one that may not be. Of the answers to the free
questions of benchmarks/qa, 1 in 100 with such a score are wrong, and none is of a question without an answer;
from 0.8, 6 in 100 (docs/measurements.md has the curve)."""

LIKELY_SCORE = 0.8
"""From here a sentence is taken to answer where another way of answering could be tried instead."""

NEARLY_SURE = SURE_SCORE - 0.01
"""What a score is at most where something speaks against it."""

PARTLY_SCORE = 0.35

_LOOSE_REASON = re.compile(
    r",\s+(?:and\s+)?(?:so|when)\b|\btoo\s+\w+\s+(?:for|to)\b|\bzu\s+\w+\s+(?:für|um)\b"
)
"""Words that often bring a reason: "the weight was too much for the bridge, so it goes another way"."""

_TOLD_BY_FORM = frozenset({AnswerType.PERSON, AnswerType.DATE, AnswerType.COLOUR})
"""Kinds of answers that are surely seen by how they are written, so that words without one tell none."""


@dataclass(frozen=True, slots=True)
class PictureMatch:
    """The picture of a corpus that a picture of the question was found to be; `likeness` is 0..1.

    `is_sure`: beyond doubt, not only the nearest. `box` is the part of it that the question's picture shows,
    None for the whole.
    """

    uid: str
    name: str
    caption: str
    likeness: float
    is_sure: bool
    documents: tuple[int, ...] = ()
    box: Box | None = None

    @property
    def as_candidate(self) -> Candidate:
        """The picture as something that can be cited."""
        told = captions_in(self.caption or self.name, self.name, self.uid)
        words = next((each.text for each in told), "")
        return Candidate(
            CandidateKind.CAPTION, words, self.name, uid=self.uid, box=self.box, nearness=1.0
        )  # fmt: skip

    @property
    def captions(self) -> Iterator[Candidate]:
        """What is said of it, if that is more than its name."""
        if self.caption != self.name:
            for said in captions_in(self.caption, self.name, self.uid, nearness=1.0):
                yield replace(said, box=said.box or self.box)


@dataclass(frozen=True, slots=True)
class Material:
    """All there is for one ask: what it is about, what the reader found, best first, and pictures.

    `shown` are the matches of the question's pictures, `pictures` the pictures that a search for words found.
    `most_hits` are those of one search, which may leave pictures out; 0 where that is not known.
    `sides` has, for a comparison, what was found for each thing by the `attribute` that it is made by.
    """

    ask: Ask
    subject: str
    language: str
    findings: tuple[Finding, ...] = ()
    shown: tuple[PictureMatch, ...] = ()
    pictures: tuple[SeenHit, ...] = ()
    attribute: Attribute | None = None
    sides: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    most_hits: int = 0

    @property
    def matches(self) -> tuple[Candidate, ...]:
        """The pictures that tell what the ask is about, as sources."""
        return tuple(each.as_candidate for each in self.shown)

    @property
    def good(self) -> tuple[Finding, ...]:
        """The findings that may be told; asked about something, what names it may be; of a topic no more."""
        if self.ask.is_topic:
            whole = tuple(each for each in self.findings if self._is_on_topic(each.candidate))
            return whole or tuple(each for each in self.findings if self._is_on_topic(each.candidate, True))
        return tuple(each for each in self.findings if self._may_be_told(each))

    def _may_be_told(self, finding: Finding) -> bool:
        """Whether it is probable enough, or about a thing by name where no more is asked."""
        expects, candidate, words = self.ask.expects, finding.candidate, finding.candidate.words
        is_row = candidate.kind is CandidateKind.ROW and bool(self.subject)
        is_undated = expects is AnswerType.DATE and not (
            is_row and names(self.subject, name_of_row(candidate))
        )
        is_unreasoned = expects is AnswerType.REASON and not _gives_reason(words)
        is_doubtful = (is_undated or is_unreasoned) and language_of(words) == self.language
        if finding.score >= (MIN_SCORE_IN_DOUBT if is_doubtful else MIN_SCORE):
            return True
        named = [name.casefold() for name in self.ask.about]
        is_about = self.ask.intent is Intent.ABOUT and bool(named)
        return is_about and all(name in words.casefold() for name in named)

    def sureness(self, finding: Finding) -> float:
        """The score of a finding, less than sure where it has nothing of the kind that is asked for."""
        expects, words = self.ask.expects, finding.candidate.words
        is_lacking = expects in _TOLD_BY_FORM and not holds(expects, self.ask.dimension, words)
        if is_lacking or (expects is AnswerType.REASON and not _gives_reason(words)):
            return min(finding.score, NEARLY_SURE)
        return finding.score

    def _is_on_topic(self, candidate: Candidate, is_any_word_enough: bool = False) -> bool:
        words = self.ask.text.split() if is_any_word_enough else (self.ask.text,)
        said = f"{candidate.title} {candidate.lead} {candidate.words}"
        return any(names_nearly(said, each) for each in words)


def _gives_reason(words: str) -> bool:
    return next(reasons(words), None) is not None or _LOOSE_REASON.search(words) is not None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line of an answer with what it rests on; `is_item`: of a list or a table."""

    text: str
    sources: tuple[Candidate, ...] = ()
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class AskAnswer:
    """The answer to one ask. `score` (0..1) is the probability that it answers."""

    lines: tuple[AnswerLine, ...]
    form: Form
    score: float
    agreement: Agreement = Agreement.SINGLE
    sources: tuple[Candidate, ...] = field(default=())
    """Further ones, which agree or contradict."""
