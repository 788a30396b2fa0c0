"""An answer from the materials of all asks: its lines, its form, and what is said of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from agents.answers.comparisons import comparison
from agents.answers.facts import identity
from agents.answers.lists import count, fact_or_rows, listing, pictures, topic_or_paragraph
from agents.answers.material import (
    LIKELY_SCORE,
    NEARLY_SURE,
    PARTLY_SCORE,
    SURE_SCORE,
    AnswerLine,
    AskAnswer,
    Material,
)
from agents.answers.phrases import say
from agents.answers.premises import denial_of
from agents.answers.yes_no import yes_no
from agents.assessment import Agreement, Answers, Assessment, Form, Level
from agents.questions import PLACE, AnswerType, Intent
from agents.reading import Candidate
from agents.text.markers import inert

MIN_TOLD_PROBABILITY, MAX_TOLD_PROBABILITY = 0.37, 0.99
"""Share of right answers among those with the lowest and the highest scores, near the lines that
`benchmarks.qa.answering` draws through the tuning and former halves. What is told was chosen from several, so
even a low score is more than a guess."""

_COMPOSERS: Mapping[Intent, Callable[[Material], AskAnswer | None]] = {
    Intent.IDENTITY: identity,
    Intent.FACT: fact_or_rows,
    Intent.COUNT: count,
    Intent.LIST: listing,
    Intent.COMPARISON: comparison,
    Intent.YES_NO: yes_no,
    Intent.ABOUT: topic_or_paragraph,
    Intent.PICTURES: pictures,
}
_OF_ANY_FORM = frozenset({AnswerType.ANY, AnswerType.NAME})
_WORST = (Agreement.CONTRADICT, Agreement.AGREE, Agreement.SINGLE)


@dataclass(frozen=True, slots=True)
class Composition:
    """A whole answer; without lines, nothing answers. `unanswered` are asks that nothing was told of."""

    lines: tuple[AnswerLine, ...] = ()
    sources: tuple[Candidate, ...] = ()
    form: Form | None = None
    score: float = 0.0
    agreement: Agreement = Agreement.SINGLE
    unanswered: int = 0

    @property
    def assessment(self) -> Assessment:
        """What is said of it besides its words."""
        level = level_of(self.score)
        if self.unanswered:
            level = Level.PARTLY if self.score >= LIKELY_SCORE else Level.UNSURE
        answers = Answers(level, round(probability(self.score), 3))
        return Assessment(answers, self.form, self.agreement)


def probability(score: float) -> float:
    """How probable it is that an answer which is told is right, by the reader's score of what it rests on."""
    return MIN_TOLD_PROBABILITY + (MAX_TOLD_PROBABILITY - MIN_TOLD_PROBABILITY) * score


def level_of(score: float) -> Level:
    """In words, how probable it is that an answer answers."""
    if score >= SURE_SCORE:
        return Level.YES
    return Level.PARTLY if score >= PARTLY_SCORE else Level.UNSURE


def compose(materials: Sequence[Material]) -> Composition:
    """Answer what can be answered; asks that only name what a picture shows come along with the others.

    An ask that takes for granted what a source denies is not answered. A picture that was cited is not cited
    again: "This is X [1]. It is old [2]". The score is the least of all; of several asks, one for any name is
    never sure to have got it.
    """
    pieces = [None if denial_of(each) else _COMPOSERS[each.ask.intent](each) for each in materials]
    answered = [piece for piece in pieces if piece is not None]
    told = [(m, p) for m, p in zip(materials, pieces, strict=True) if p is not None]
    missing = [material for material, piece in zip(materials, pieces, strict=True) if piece is None]
    if not answered or (missing and all(m.ask.intent is Intent.IDENTITY and m.shown for m, _ in told)):
        return Composition(unanswered=len(missing))
    lines: list[AnswerLine] = []
    cited: set[Candidate] = set()
    for line in (line for piece in answered for line in piece.lines):
        fresh = tuple(each for each in line.sources if each.source is not None or each not in cited)
        lines.append(replace(line, sources=fresh or line.sources))
        cited.update(line.sources)
    for each in missing:
        words = each.ask.text.replace(PLACE, each.subject or PLACE).strip(" ?？")
        lines.append(AnswerLine(say("open", each.language, ask=words)))
    sources = [source for piece in answered for line in piece.lines for source in line.sources]
    sources += [source for piece in answered for source in piece.sources]
    score = min(piece.score for piece in answered)
    asks_any_name = any(m.ask.intent is Intent.FACT and m.ask.expects in _OF_ANY_FORM for m, _ in told)
    if len(told) > 1 and asks_any_name:
        score = min(score, NEARLY_SURE)
    return Composition(
        tuple(dict.fromkeys(lines)),
        tuple(dict.fromkeys(sources)),
        answered[-1].form,
        score,
        min((piece.agreement for piece in answered), key=_WORST.index),
        len(missing),
    )


def text_of(lines: Sequence[AnswerLine], ids: Mapping[Candidate, str], is_chinese: bool) -> str:
    """The draft: sentences in a row, items on lines of their own, each with the markers of its sources.

    The words of a line are those of documents and titles, or of the question: no marker in them is one.
    """
    text, is_after_item = "", False
    for line in lines:
        marked = inert(line.text)
        markers = ", ".join(dict.fromkeys(ids[source] for source in line.sources if source in ids))
        if markers and line.is_item:
            marked = f"{marked} [{markers}]"
        elif markers:
            marked = f"{marked.rstrip(' .。')} [{markers}]{'。' if is_chinese else '.'}"
        if line.is_item:
            text += f"\n- {marked}"
        elif is_after_item:
            text += f"\n{marked}"
        else:
            text += marked if not text or is_chinese else f" {marked}"
        is_after_item = line.is_item
    return text.strip()
