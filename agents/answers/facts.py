"""A fact: one sentence that names its subject, and what further sources say of the same."""

from collections.abc import Iterator

from agents.answers.material import PARTLY_SCORE, AnswerLine, AskAnswer, Material
from agents.answers.naming import name_of, told
from agents.answers.phrases import say
from agents.assessment import Agreement, Form
from agents.questions import AnswerType, Intent
from agents.reading import Finding
from agents.reading.values.quantities import quantities

MIN_WITNESS = 0.75
"""Share of the best score from which a finding of another source is heard as a witness."""


def identity(material: Material) -> AskAnswer | None:
    """Who or what a picture shows; without a picture, a fact like any other.

    Words beside what points ask for more than the name ("what does this symbol mean"), so a find that answers
    goes before it.
    """
    if not material.shown or not material.ask.points_at_picture:
        return fact(material)
    is_named = all(each.name for each in material.shown)
    is_more = bool(material.ask.about)
    is_told = bool(material.good) and material.good[0].score >= PARTLY_SCORE
    if not is_named or (is_more and is_told):
        return fact(material)
    return _identities(material, is_all=not is_more)


def _identities(material: Material, *, is_all: bool) -> AskAnswer:
    """The names of what is shown; where more was asked for, they are at most a part of the answer."""
    lines = tuple(
        AnswerLine(
            say("is" if each.is_sure else "seems", material.language, name=each.name), (each.as_candidate,)
        )
        for each in material.shown
    )
    likeness = min(each.likeness for each in material.shown)
    return AskAnswer(lines, Form.FACT, likeness if is_all else min(likeness, PARTLY_SCORE))


def fact(material: Material) -> AskAnswer | None:
    """The best finding as a sentence; one of another source that contradicts it is told as well.

    What a picture shows is a name by itself, where its text does not tell one better.
    """
    is_named = material.shown and all(each.name for each in material.shown)
    asks_name = is_named and material.ask.expects is AnswerType.NAME
    if asks_name and (not material.good or material.good[0].score < PARTLY_SCORE):
        return _identities(material, is_all=False)
    if not material.good:
        return None
    best = material.good[0]
    lines = [AnswerLine(told(best, material.language, material.subject), (best.candidate, *material.matches))]
    agreement, witness = _agreement(material, best)
    if agreement is Agreement.CONTRADICT and witness:
        said = say("other_source", material.language, said=told(witness, material.language, material.subject))
        lines.append(AnswerLine(said, (witness.candidate,)))
    form = Form.COUNT if material.ask.intent is Intent.COUNT else Form.FACT
    sources = (witness.candidate,) if witness and agreement is Agreement.AGREE else ()
    return AskAnswer(tuple(lines), form, best.score, agreement, sources)


def _agreement(material: Material, best: Finding) -> tuple[Agreement, Finding | None]:
    """What the best finding of another source about the same thing says of the same quantity or words."""
    for other in _witnesses(material, best):
        if (agrees := _agrees(material, best, other)) is not None:
            return (Agreement.AGREE if agrees else Agreement.CONTRADICT), other
    return Agreement.SINGLE, None


def _witnesses(material: Material, best: Finding) -> Iterator[Finding]:
    first = best.candidate
    for other in material.good[1:]:
        second = other.candidate
        is_same_source = first.document == second.document and first.uid == second.uid
        is_same_thing = name_of(first.title) == name_of(second.title)
        if not is_same_source and is_same_thing and other.score >= MIN_WITNESS * best.score:
            yield other


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
