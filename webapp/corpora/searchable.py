"""The words by which a row can be found: `agents.retrieval.record_words` over rows of the database."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from agents.retrieval import record_words
from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.record_words import PictureWords
from agents.retrieval.writings import Writing
from webapp.corpora.models import CorpusImage, DocumentImage, Passage, RegionNote

_WRITTEN = ("title", "caption", "tags", "ocr_text", "alt", "path", "labels", "language")


def image_entry(image: CorpusImage) -> LexicalEntry:
    """A picture as the full-text index takes it, in the language that was told when it was indexed."""
    return LexicalEntry(
        Record(RecordKind.IMAGE, image.pk), image.corpus_id, searchable_text(image), image.language or "en"
    )


def passage_entry(passage: Passage) -> LexicalEntry:
    """A passage as the full-text index takes it. Select its document with it."""
    language = record_words.passage_language(passage.document.title, passage.text)
    record = Record(RecordKind.PASSAGE, passage.pk)
    return LexicalEntry(record, passage.document.corpus_id, passage_text(passage), language)


def searchable_text(image: CorpusImage) -> str:
    """Everything that is written about a picture or in it, one part a line.

    Prefetch `documents` and `notes` for many pictures.
    """
    return _words_of(image).searchable


def dense_text(image: CorpusImage) -> str:
    """What is embedded as text."""
    return _words_of(image).dense


def picture_writings(ids: Collection[int]) -> Iterator[tuple[int, list[Writing]]]:
    """What is written about each of these pictures or in it, each part with its source.

    Each search asks for some sixty: of each row what is needed, and what belongs to them as values.
    """
    notes, alternatives = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    for pk, text in RegionNote.objects.filter(image__in=ids).values_list("image", "text"):
        notes[pk].append(text)
    shown = DocumentImage.objects.filter(image__in=ids).order_by("pk")
    for pk, alt, caption in shown.values_list("image", "alt", "caption"):
        alternatives[pk] += [alt, caption]
    for image in CorpusImage.objects.filter(pk__in=ids).only(*_WRITTEN):
        yield image.pk, _words(image, notes[image.pk], alternatives[image.pk]).writings()


def passage_writings(passage: Passage) -> list[Writing]:
    """A passage with the title of its document."""
    return record_words.passage_writings(passage.document.title, passage.text)


def passage_text(passage: Passage) -> str:
    """The same as one text."""
    return record_words.passage_text(passage.document.title, passage.text)


def _words_of(image: CorpusImage) -> PictureWords:
    notes, links = image.notes.all(), image.documents.all()
    return _words(
        image, [note.text for note in notes], [words for link in links for words in (link.alt, link.caption)]
    )


def _words(image: CorpusImage, notes: Sequence[str], alternatives: Sequence[str]) -> PictureWords:
    return PictureWords(
        image.title, image.caption, image.tags, notes, image.ocr_text, [image.alt, *alternatives],
        image.path, image.labels, image.language or "en",
    )  # fmt: skip
