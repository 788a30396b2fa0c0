"""Questions that a corpus might answer, made from its documents and pictures; trying tells which it does."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice, zip_longest
from random import Random

from django.db.models import Count
from django.db.models.functions import Substr

from agents.answers.naming import name_of
from agents.text.languages import language_of_text
from webapp.corpora.models import Corpus, CorpusImage, Document, ImageTag
from webapp.corpora.services.languages import language_of
from webapp.runs.models import TriedQuestion
from webapp.runs.trials.wordings import WORDINGS, Wording

MAX_DOCUMENTS = 60
"""Looked through for what can be asked of them, and as many pictures."""

MAX_CHARACTERS = 6000
"""Read of each document."""

MAX_NAME = 60
MIN_ALIKE = 3
"""Pictures of a kind, from which they are asked for."""

MAX_QUESTIONS = {
    TriedQuestion.Kind.IDENTITY: 6,
    TriedQuestion.Kind.NUMBER: 8,
    TriedQuestion.Kind.COMPARISON: 4,
    TriedQuestion.Kind.PICTURES: 3,
    TriedQuestion.Kind.ABOUT: 4,
}
"""How many questions of each kind a corpus is tried with."""

_FILE_NAME = re.compile(r"_|\.\w{2,5}$|^[A-Z]*[-\d]+$|\d{4,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question to try: its answer must say all that is `expected`, and show pictures of `shown` (UIDs).

    `documents` are those it was made from, `images` the UIDs of its own pictures.
    """

    kind: str
    question: str
    expected: tuple[str, ...]
    documents: tuple[int, ...] = ()
    images: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A document with a name that can stand in a question, and the beginning of its text."""

    pk: int
    name: str
    text: str
    wording: Wording


def candidates(corpus: Corpus) -> list[Candidate]:
    """The same for as long as the corpus is: a further round finds them tried."""
    chance = Random(corpus.pk)
    texts = list(_texts(corpus, chance))
    titled = CorpusImage.objects.searchable().filter(corpus=corpus).exclude(title="")
    pks = list(titled.order_by("pk").values_list("pk", flat=True))
    chosen = chance.sample(pks, min(MAX_DOCUMENTS, len(pks)))
    by_pk = titled.prefetch_related("documents").in_bulk(chosen)
    pictures = [by_pk[pk] for pk in chosen if _is_a_name(name_of(by_pk[pk].title))]
    of_text = {document: image.uid for image in pictures[::-1] for document in _documents_of(image)}
    abouts = (
        Candidate(TriedQuestion.Kind.ABOUT, text.wording.about.format(name=text.name), (), (text.pk,))
        for text in texts
    )
    kinds = (
        _limited(_identities(pictures)),
        _limited(_numbers(texts, of_text)),
        _limited(_comparisons(texts)),
        _limited(_grids(corpus)),
        _limited(abouts),
    )
    # By turns: a corpus that has been tried for a minute only suggests questions of all kinds already.
    found = [each for turn in zip_longest(*kinds) for each in turn if each]
    return list({(each.question, each.images): each for each in found}.values())


def _limited(found: Iterable[Candidate]) -> Iterator[Candidate]:
    items = iter(found)
    for first in items:
        yield first
        yield from islice(items, MAX_QUESTIONS[TriedQuestion.Kind(first.kind)] - 1)
        return


def _texts(corpus: Corpus, chance: Random) -> Iterator[_Text]:
    pks = list(Document.objects.filter(corpus=corpus).order_by("pk").values_list("pk", flat=True))
    chosen = chance.sample(pks, min(MAX_DOCUMENTS, len(pks)))
    rows = Document.objects.filter(pk__in=chosen).annotate(start=Substr("text", 1, MAX_CHARACTERS))
    by_pk = {row[0]: row for row in rows.values_list("pk", "title", "start")}
    for pk in chosen:
        _pk, title, text = by_pk[pk]
        name = name_of(title)
        wording = WORDINGS.get(language_of_text(text))
        if wording and _is_a_name(name):
            yield _Text(pk, name, text, wording)


def _is_a_name(name: str) -> bool:
    return 1 < len(name) <= MAX_NAME and not _FILE_NAME.search(name)


def _documents_of(image: CorpusImage) -> list[int]:
    return list(dict.fromkeys(shown.document_id for shown in image.documents.all()))


def _identities(pictures: Iterable[CorpusImage]) -> Iterator[Candidate]:
    for image in pictures:
        wording = WORDINGS.get(image.language or language_of(image), WORDINGS["en"])
        documents = tuple(_documents_of(image)[:1])
        yield Candidate(
            TriedQuestion.Kind.IDENTITY, wording.identity, (name_of(image.title),), documents, (image.uid,)
        )


def _numbers(texts: Iterable[_Text], pictures: dict[int, str]) -> Iterator[Candidate]:
    """Sizes and years; of a document with a picture, every other one is asked of the picture."""
    for number, text in enumerate(texts):
        uid = pictures.get(text.pk, "") if number % 2 else ""
        for size in islice(text.wording.measures(text.text, text.name), 1):
            worded = text.wording.number_of_picture if uid else text.wording.number
            question = worded.format(name=text.name, what=size.what)
            yield _of_text(TriedQuestion.Kind.NUMBER, question, text, size.value, (uid,) if uid else ())
        for date in islice(text.wording.dates(text.text, text.name), 1):
            question = text.wording.date.format(name=text.name, what=date.what)
            yield _of_text(TriedQuestion.Kind.NUMBER, question, text, date.value)


def _of_text(kind: str, question: str, text: _Text, expected: str, images: tuple[str, ...] = ()) -> Candidate:
    return Candidate(kind, question, (expected.rstrip(".,"),), (text.pk,), images)


def _comparisons(texts: Iterable[_Text]) -> Iterator[Candidate]:
    """Two documents of a language that give the same measure; each is asked about once."""
    measured = [(text, next(text.wording.measures(text.text, text.name), None)) for text in texts]
    used: set[int] = set()
    for (first, one), (second, other) in combinations(measured, 2):
        if one is None or other is None or first.wording is not second.wording or one.what != other.what:
            continue
        if used & {first.pk, second.pk} or first.name == second.name:
            continue
        used |= {first.pk, second.pk}
        question = first.wording.comparison.format(
            more=first.wording.more[one.what], first=first.name, second=second.name
        )
        expected = (one.value.rstrip(".,"), other.value.rstrip(".,"))
        yield Candidate(TriedQuestion.Kind.COMPARISON, question, expected, (first.pk, second.pk))


def _grids(corpus: Corpus) -> Iterator[Candidate]:
    """Pictures of what several are tagged with, but not all; asked as most of them are described."""
    searchable = CorpusImage.objects.searchable().filter(corpus=corpus)
    count = searchable.count()
    languages = searchable.exclude(language="").values_list("language").annotate(count=Count("pk"))
    most = languages.order_by("-count", "language").first()
    usual = WORDINGS.get(most[0] if most else "en", WORDINGS["en"])
    tags = ImageTag.objects.filter(image__in=searchable).values_list("name").annotate(of_it=Count("pk"))
    for name, of_it in tags.filter(of_it__gte=MIN_ALIKE).order_by("-of_it", "name"):
        if of_it < count and _is_a_name(name):
            wording = WORDINGS["zh"] if language_of_text(name) == "zh" else usual
            uids = searchable.filter(tag_rows__name=name).values_list("uid", flat=True)
            question = wording.pictures.format(name=name)
            yield Candidate(TriedQuestion.Kind.PICTURES, question, (), shown=tuple(uids))
