"""Who or what the pictures of a question show, as far as the corpora know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from agents.answers.material import PictureMatch
from agents.answers.naming import is_name, name_of, names, names_nearly, subject_tokens
from agents.answers.rows import name_of_row
from agents.memory import WorkingMemory
from agents.observations import SeenHit, TextRead
from agents.questions import Ask, Intent
from agents.reading import Candidate, CandidateKind, Finding
from agents.reading.candidates import without_boxes
from agents.reading.facts import FIGURES
from agents.reading.languages import language_of
from agents.retrieval.file_names import file_words
from agents.retrieval.fusion import COPIES
from agents.retrieval.tokens import tokenise
from agents.sources import NOWHERE, SourceRef, document_ref
from agents.types import Question

LOOKS = ("looks", COPIES)
"""The channels that compare pictures by how they look, whole and place by place."""

ALONE = 0.55, 0.2
"""Likeness from which a picture is taken for the same one though too few places tell, if the next picture is
behind it by the second: two charts or pages of one make are as like each other as copies are."""

NEAREST = 0.6
"""Score from which the nearest picture is taken for the likeliest, when the question is about a picture."""

STEP = 0.7
"""What is left of nearness one mention further away."""

UNNAMED = 0.1
"""What is left of a score where the source does not name what was asked about."""

_FOR_ONE_THING = frozenset({Intent.FACT, Intent.IDENTITY, Intent.COUNT})

MAX_PICTURES_OF_A_SUBJECT = 3
"""Of a document that names an untitled picture which it shows; one with more tells of other things."""


def shown_in(question: Question, memory: WorkingMemory) -> tuple[PictureMatch, ...]:
    """The match of each picture of the question that was found."""
    found = (next(_matches(image.uid, memory), None) for image in question.images)
    return tuple(shown for shown in found if shown)


def alike(question: Question, memory: WorkingMemory) -> tuple[SeenHit, ...]:
    """What the pictures of the question were found to look like, the likest first."""
    asked = {image.uid for image in question.images}
    hits = {
        hit.id: hit
        for search in memory.searches
        if search.found.uid in asked
        for hit in search.found.hits
        if hit.uid
    }
    return tuple(sorted(hits.values(), key=lambda hit: -looks(hit)))


def looks(hit: SeenHit) -> float:
    """How much a picture that was found looks like the one it was searched by, 0..1."""
    return max((channel.score for channel in hit.channels if channel.name in LOOKS), default=0.0)


def is_same_picture(*, is_copy: bool, likeness: float, lead: float) -> bool:
    """Whether the likest picture is taken for the same one; `lead` is how far the next is behind it."""
    least, least_lead = ALONE
    return is_copy or (likeness >= least and lead >= least_lead)


def is_copy(hit: SeenHit) -> bool:
    """Whether a picture that was found shares its places with the one it was searched by."""
    return any(channel.name == COPIES for channel in hit.channels)


def about_the_subject(
    ask: Ask, language: str, findings: Sequence[Finding], texts: Sequence[TextRead]
) -> list[Finding]:
    """The findings in the order of their scores, less where the source is not of what was asked about.

    A name is looked for in the whole source, forgiving its spelling; a figure in the finding itself. Texts in
    another language may name the thing in their own words and keep their scores.
    """
    said = {text.source: f"{text.title} {text.text}" for text in texts}
    foreign = {source for source, words in said.items() if language_of(words) != language}
    weighed = []
    for each in findings:
        source = each.candidate.source or NOWHERE
        words = said.get(source) or f"{each.candidate.title} {each.candidate.words}"
        is_named = (
            source in foreign
            or ask.points_at_picture
            or not ask.about
            or any(names_nearly(words, name) for name in ask.about)
        )
        is_met = is_named and (source in foreign or has_figures(ask, each.candidate))
        weighed.append(each if is_met else replace(each, score=each.score * UNNAMED))
    return sorted(weighed, key=lambda each: -each.score)


def rows_of_others_behind(ask: Ask, subject: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings in the order of their scores, less for rows that share no word with the subject.

    Of tables only that have a row of the subject itself.
    """
    if ask.intent not in _FOR_ONE_THING or not subject:
        return list(findings)
    wanted = subject_tokens(subject)
    rows = [each for each in findings if each.candidate.kind is CandidateKind.ROW]
    named = {id(each): name_of_row(each.candidate) for each in rows}
    tables = {each.candidate.source for each in rows if names(subject, named[id(each)])}
    others = {
        id(each)
        for each in rows
        if each.candidate.source in tables and wanted.isdisjoint(subject_tokens(named[id(each)]))
    }
    weighed = [replace(e, score=e.score * UNNAMED) if id(e) in others else e for e in findings]
    return sorted(weighed, key=lambda each: -each.score)


def has_figures(ask: Ask, candidate: Candidate) -> bool:
    """Whether a candidate has the figures that a question for one thing takes for granted: "in 1658".

    One digit counts in a name only ("Aria 3"): of "3 colours" the number may be written out.
    """
    if ask.intent not in _FOR_ONE_THING:
        return True
    said = f"{candidate.title} {candidate.lead} {candidate.words} {candidate.text}"
    given = {_digits(figure[0]) for figure in FIGURES.finditer(said)}
    for figure in FIGURES.finditer(ask.text):
        before = ask.text[: figure.start()].split()
        is_in_name = len(before) > 1 and before[-1][:1].isupper()
        if (len(figure[0]) > 1 or is_in_name) and _digits(figure[0]) not in given:
            return False
    return True


def _digits(figure: str) -> str:
    return "".join(filter(str.isdigit, figure))


def nearness(
    shown: Sequence[PictureMatch], name: str, texts: Sequence[TextRead]
) -> Mapping[SourceRef, float]:
    """How near each text is to the subject, 0..1, by its source.

    1: it shows the picture or its title names the subject. Less: its text names the subject, or its title
    stands in a text that is near.
    """
    pictured = {document_ref(document) for each in shown for document in each.documents}
    wanted = subject_tokens(name)
    near: dict[SourceRef, float] = {}
    for text in texts:
        near[text.source] = 1.0 if text.source in pictured else 0.0
        if wanted and text.source not in pictured:
            in_title = len(wanted & frozenset(tokenise(text.title))) / len(wanted)
            in_text = len(wanted & frozenset(tokenise(text.text))) / len(wanted)
            near[text.source] = max(in_title, STEP * in_text)
    for text in texts:
        title = text.title.lower()
        mentions = [each for each in texts if each.source != text.source and title in each.text.lower()]
        linked = max((near[each.source] for each in mentions), default=0.0)
        near[text.source] = max(near[text.source], STEP * linked)
    return near


def _matches(uid: str, memory: WorkingMemory) -> Iterator[PictureMatch]:
    for found in (search.found for search in memory.searches):
        ranked = sorted(
            (hit for hit in found.hits if hit.uid), key=lambda hit: (not is_copy(hit), -looks(hit))
        )
        if found.uid != uid or not ranked or looks(ranked[0]) < NEAREST:
            continue
        best, likeness = ranked[0], looks(ranked[0])
        lead = likeness - (looks(ranked[1]) if len(ranked) > 1 else 0.0)
        is_sure = is_same_picture(is_copy=is_copy(best), likeness=likeness, lead=lead)
        name = name_of(best.title) or _title_of_text(best, memory)
        name = name or name_of(without_boxes(best.text))
        if not name:
            # What people called the file; empty for names of cameras.
            words = file_words(PurePosixPath(best.file).name)
            name = words[:1].upper() + words[1:]
        box = best.box if is_sure else None
        yield PictureMatch(best.uid or "", name, best.text, likeness, is_sure, best.documents, box)


def _title_of_text(hit: SeenHit, memory: WorkingMemory) -> str:
    """The title of a text that shows a picture without a title of its own, and few others."""
    texts = {text.document: text for text in memory.texts}
    titles = (
        texts[document].title
        for document in hit.documents
        if document in texts and len(texts[document].images) <= MAX_PICTURES_OF_A_SUBJECT
    )
    return next(filter(is_name, titles), "")
