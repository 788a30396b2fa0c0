"""Several things: lists of items, paragraphs about a thing, grids of pictures."""

from collections.abc import Sequence
from dataclasses import replace

from agents.answers.facts import fact
from agents.answers.material import LIKELY_SCORE, PARTLY_SCORE, AnswerLine, AskAnswer, Material
from agents.answers.naming import name_of, told
from agents.answers.phrases import say
from agents.answers.rows import name_of_row, rows_holding, rows_like, rows_with_some, rows_within
from agents.assessment import Form
from agents.reading import Candidate, CandidateKind, Finding
from agents.reading.candidates import without_boxes
from agents.retrieval.fusion import FITTING

MAX_ITEMS = 8
MAX_SENTENCES = 3
MAX_PICTURES = 12
UNASKED_SCORE = 0.3
"""Of what is told about a thing of which nothing was asked: less than a part of an answer."""

LEAST_NEARNESS = 0.5
"""Of the text that a paragraph about what a picture shows is taken from, where no text has the picture."""

ITEM_SHARE = 0.6
"""Share of the best score from which a further finding is an item of the list."""

PICTURE_SHARE = 0.4
"""Share of the best picture's confidence from which a further one is shown."""


def listing(material: Material) -> AskAnswer | None:
    """The items that answer; one sentence where it answers alone."""
    if rows := _rows_asked_for(material):
        return of_rows(rows, PARTLY_SCORE)
    if not material.good:
        return None
    best = material.good[0]
    if rows := rows_like(best, material.findings, material.ask.text):
        return of_rows(rows, best.score)
    found = _items(material, best)
    if len(found) == 1:
        return fact(material)
    lines = []
    for each in found:
        candidate = each.candidate
        is_item_below_lead = bool(candidate.lead) and candidate.kind is CandidateKind.SENTENCE
        words = " ".join(candidate.words.split())
        said = words if is_item_below_lead else told(each, material.language, material.subject)
        lines.append(AnswerLine(said, (candidate,), is_item=True))
    return AskAnswer(tuple(lines), Form.LIST, best.score)


def _rows_asked_for(material: Material) -> list[Candidate]:
    """The rows of a table that have what is asked for, unless something else surely answers.

    They are sought by the words of the question with what it is about, which may have been replaced in them.
    """
    is_sure = bool(material.findings) and material.findings[0].score >= LIKELY_SCORE
    if is_sure:
        return []
    asked = material.ask.naming("; ".join(material.ask.about))
    has_comma = material.language in ("de", "es")
    return (
        rows_within(material.findings, asked, has_comma)
        or rows_holding(material.findings, asked)
        or rows_with_some(material.findings, asked)
    )


def of_rows(rows: Sequence[Candidate], score: float) -> AskAnswer:
    """The names of rows as a list."""
    items = tuple(AnswerLine(name_of_row(row), (row,), is_item=True) for row in rows[:MAX_ITEMS])
    return AskAnswer(items, Form.LIST, score)


def fact_or_rows(material: Material) -> AskAnswer | None:
    """A fact; where several rows of a table say it of different things, all of these."""
    best = material.good[0] if material.good else None
    rows = rows_like(best, material.findings, material.ask.text) if best else []
    return of_rows(rows, best.score) if best and len(rows) > 1 else fact(material)


def _items(material: Material, best: Finding) -> list[Finding]:
    """The further items below the same introduction; else whatever answers nearly as well."""
    first = best.candidate
    if first.lead and first.source is not None:
        siblings = [
            each
            for each in material.findings
            if (each.candidate.source, each.candidate.lead, each.candidate.kind)
            == (first.source, first.lead, first.kind)
        ]
        if first.kind is CandidateKind.SENTENCE and 1 < len(siblings) <= MAX_ITEMS:
            return sorted(siblings, key=lambda each: each.candidate.place)
    good = [each for each in material.good if each.score >= ITEM_SHARE * best.score]
    seen: dict[str, Finding] = {}
    for each in good:
        seen.setdefault(each.candidate.words, each)
    return list(seen.values())[:MAX_ITEMS]


def count(material: Material) -> AskAnswer | None:
    """How many: the rows that say the same of their things are counted, else a number is told."""
    best = material.good[0] if material.good else None
    rows = rows_like(best, material.findings, material.ask.text) if best else []
    score = best.score if best and rows else PARTLY_SCORE
    rows = rows or _rows_asked_for(material)
    if len(rows) < 2:  # noqa: PLR2004  One row is about the thing that is asked about.
        return fact(material)
    told_rows = ", ".join(name_of_row(row) for row in rows)
    return AskAnswer((AnswerLine(f"{len(rows)}: {told_rows}", tuple(rows)),), Form.COUNT, score)


def topic_or_paragraph(material: Material) -> AskAnswer | None:
    """What is said about a thing; where nothing was asked of it, that is told, and it is no sure answer."""
    piece = paragraph(material)
    if piece is None or not material.ask.is_topic:
        return piece
    opening = AnswerLine(say("topic", material.language, name=material.subject))
    return replace(piece, lines=(opening, *piece.lines[:1]), score=min(piece.score, UNASKED_SCORE))


def paragraph(material: Material) -> AskAnswer | None:
    """The first sentences of the text about the thing, else the best that was found."""
    told_of = [each for each in material.findings if each.candidate.kind is CandidateKind.SENTENCE]
    nearest = max((each.candidate.nearness for each in told_of), default=0.0)
    least = max(nearest, LEAST_NEARNESS) if material.shown else 1.0
    sentences = [each for each in told_of if each.candidate.nearness >= least and each.candidate.source]
    if not sentences:
        return fact(material)
    told_by = [each.candidate.source for each in sentences]
    chosen = max(dict.fromkeys(told_by), key=told_by.count)
    opening = sorted(
        (each for each in sentences if each.candidate.source == chosen),
        key=lambda each: each.candidate.place,
    )[:MAX_SENTENCES]
    first, *others = opening
    lines = [AnswerLine(told(first, material.language, material.subject), (first.candidate,))]
    lines += [AnswerLine(" ".join(each.candidate.words.split()), (each.candidate,)) for each in others]
    return AskAnswer(tuple(lines), Form.PARAGRAPH, max(0.75, first.score))


def pictures(material: Material) -> AskAnswer | None:
    """The pictures that the words found, each with its title or caption."""
    if not material.pictures:
        return None
    best = max(hit.confidence for hit in material.pictures)
    if best < FITTING:
        return None
    chosen = [hit for hit in material.pictures if hit.confidence >= PICTURE_SHARE * best and hit.uid]
    count, most = len(chosen[:MAX_PICTURES]), min(MAX_PICTURES, material.most_hits or MAX_PICTURES)
    lines = [
        AnswerLine(say("shown" if len(chosen) < most else "shown_first", material.language, count=count))
    ]
    for hit in chosen[:MAX_PICTURES]:
        said = without_boxes(hit.text)
        name = name_of(hit.title) or name_of(said) or say("picture", material.language)
        candidate = Candidate(CandidateKind.CAPTION, said or name, name, uid=hit.uid)
        lines.append(AnswerLine(name, (candidate,), is_item=True))
    return AskAnswer(tuple(lines), Form.PICTURES, min(hit.confidence for hit in chosen[:MAX_PICTURES]))
