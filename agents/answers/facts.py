"""A fact: one sentence that names its subject, and what further sources say of the same."""

import re

from agents.answers.material import (
    LIKELY_SCORE,
    NEARLY_SURE,
    PARTLY_SCORE,
    AnswerLine,
    AskAnswer,
    Material,
)
from agents.answers.naming import in_sentence, name_of, names, told
from agents.answers.phrases import say
from agents.answers.rows import name_of_row, value_of_row
from agents.assessment import Agreement, Form
from agents.questions import AnswerType, Intent
from agents.questions.forms import asks_meaning
from agents.reading import Candidate, CandidateKind, Finding
from agents.reading.values.names import persons
from agents.reading.values.quantities import quantities

_TAIL = re.compile(r"[:：—]\s*\S")
"""Behind what is seen, a caption says what it stands for: "Red drop: the tank is empty"."""

MIN_WITNESS = 0.75
"""Share of the best score from which a finding of another source is heard as a witness."""


def identity(material: Material) -> AskAnswer | None:
    """Who or what a picture shows; without a picture, a fact like any other.

    Words beside what points ask for more than the name ("what does this symbol mean"), so a find that answers
    goes before it.
    """
    if not material.shown or not material.ask.points_at_picture:
        return fact(material)
    if explained := _explained(material):
        return explained
    is_named = all(each.name for each in material.shown)
    is_more = bool(material.ask.about)
    is_told = bool(material.good) and material.good[0].score >= PARTLY_SCORE
    if not is_named or (is_more and is_told):
        return fact(material)
    return identities(material, is_all=not is_more)


def identities(material: Material, *, is_all: bool = True) -> AskAnswer:
    """The names of what is shown; where more was asked for, they are at most a part of the answer."""
    lines = tuple(
        AnswerLine(
            say(
                "is" if each.is_sure else "seems",
                material.language,
                name=in_sentence(each.name, material.language),
            ),
            (each.as_candidate,),
        )
        for each in material.shown
    )
    likeness = min(each.likeness for each in material.shown)
    # "Girl with a Green Hat" is not written as the name of a person is.
    are_persons = all(any(start == 0 for start, _ in persons(each.name)) for each in material.shown)
    if material.ask.expects is AnswerType.PERSON and not are_persons:
        likeness = min(likeness, NEARLY_SURE)
    return AskAnswer(lines, Form.FACT, likeness if is_all else min(likeness, PARTLY_SCORE))


def _explained(material: Material) -> AskAnswer | None:
    """What the captions say of the pictures shown, where it is asked what these mean.

    None where a caption says no more than the name, or something answers surely.
    """
    is_sure = bool(material.good) and material.good[0].score >= LIKELY_SCORE
    says_more = all(_TAIL.search(each.caption) for each in material.shown)
    if is_sure or not says_more or not material.shown or not asks_meaning(material.ask.text):
        return None
    lines = tuple(
        AnswerLine(
            say("is" if each.is_sure else "seems", material.language, name=each.caption.rstrip(" .。")),
            (each.as_candidate,),
        )
        for each in material.shown
    )
    return AskAnswer(lines, Form.FACT, min(NEARLY_SURE, *(each.likeness for each in material.shown)))


def fact(material: Material) -> AskAnswer | None:
    """The best finding as a sentence; one of another source that contradicts it is told as well.

    What a picture shows is a name by itself, where its text does not tell one better.
    """
    if explained := _explained(material):
        return explained
    is_named = material.shown and all(each.name for each in material.shown)
    asks_name = is_named and material.ask.expects is AnswerType.NAME
    if asks_name and (not material.good or material.good[0].score < PARTLY_SCORE):
        return identities(material, is_all=False)
    if not material.good:
        return None
    best = material.good[0]
    lines = [AnswerLine(told(best, material.language, material.subject), (best.candidate, *material.matches))]
    lines += [AnswerLine(row.words, (row,)) for row in _row_with_name(material, best)]
    agreement, witness = _agreement(material, best)
    if agreement is Agreement.CONTRADICT and witness:
        said = say("other_source", material.language, said=told(witness, material.language, material.subject))
        lines.append(AnswerLine(said, (witness.candidate,)))
    form = Form.COUNT if material.ask.intent is Intent.COUNT else Form.FACT
    sources = (witness.candidate,) if witness and agreement is Agreement.AGREE else ()
    return AskAnswer(tuple(lines), form, material.sureness(best), agreement, sources)


def _row_with_name(material: Material, best: Finding) -> list[Candidate]:
    """The row of the same text that has the name which the best sentence lacks, of what this sentence names.

    "With STS-93 she became the first woman to command a Shuttle" does not name the ship, the row of
    STS-93 does. Nothing where its row has several names.
    """
    first = best.candidate
    if material.ask.expects is not AnswerType.NAME or best.span or first.kind is CandidateKind.ROW:
        return []
    rows = [
        row
        for row in (each.candidate for each in material.findings)
        if row.kind is CandidateKind.ROW
        and row.source == first.source
        and names(first.words, name_of_row(row))
    ]
    named = {
        value: row for row in rows if (value := value_of_row(row))[:1].isupper() and value not in first.words
    }
    return [*named.values()] if len(named) == 1 else []


def _agreement(material: Material, best: Finding) -> tuple[Agreement, Finding | None]:
    """What the best finding of another source about the same thing says of the same quantity or words."""
    first = best.candidate
    for other in material.good[1:]:
        second = other.candidate
        is_same_source = first.source == second.source and first.uid == second.uid
        is_same_thing = name_of(first.title) == name_of(second.title)
        is_witness = not is_same_source and is_same_thing and other.score >= MIN_WITNESS * best.score
        if is_witness and (agrees := _agrees(material, best, other)) is not None:
            return (Agreement.AGREE if agrees else Agreement.CONTRADICT), other
    return Agreement.SINGLE, None


def _agrees(material: Material, best: Finding, other: Finding) -> bool | None:
    """Whether two spans say the same; None where that cannot be told."""
    if not best.span or not other.span:
        return None
    has_comma = material.language in ("de", "es")
    mine, theirs = (quantities(each.answer, has_comma) for each in (best, other))
    if mine and theirs:
        comparable = [(a, b) for a in mine for b in theirs if a.dimension == b.dimension]
        return any(a.is_near(b) for a, b in comparable) if comparable else None
    if material.ask.expects in (AnswerType.PERSON, AnswerType.PLACE, AnswerType.NAME):
        first, second = best.answer.casefold(), other.answer.casefold()
        return True if first in second or second in first else None
    return None
