"""The words by which a row can be found: `agents.retrieval.record_words` over rows of the database."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from agents.retrieval import record_words
from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.record_words import PictureWords
from agents.retrieval.writings import Writing
from webapp.corpora.models import CorpusImage, DocumentImage, Passage, RegionNote


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

    Read as values: each search asks for some hundred, and rows with what belongs to them take several times
    as long.
    """
    notes, alternatives = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    for pk, text in RegionNote.objects.filter(image__in=ids).values_list("image", "text"):
        notes[pk].append(text)
    for pk, alt in DocumentImage.objects.filter(image__in=ids).order_by("pk").values_list("image", "alt"):
        alternatives[pk].append(alt)
    fields = "pk", "title", "caption", "tags", "ocr_text", "alt", "path", "labels", "language"
    rows = CorpusImage.objects.filter(pk__in=ids).values_list(*fields)
    for pk, title, caption, tags, read, alt, file, labels, language in rows:
        words = PictureWords(
            title, caption, tags, notes[pk], read, [alt, *alternatives[pk]], file, labels, language or "en"
        )
        yield pk, words.writings()


def passage_writings(passage: Passage) -> list[Writing]:
    """A passage with the title of its document."""
    return record_words.passage_writings(passage.document.title, passage.text)


def passage_text(passage: Passage) -> str:
    """The same as one text."""
    return record_words.passage_text(passage.document.title, passage.text)


def _words_of(image: CorpusImage) -> PictureWords:
    return PictureWords(
        image.title, image.caption, image.tags, [note.text for note in image.notes.all()], image.ocr_text,
        [image.alt, *(link.alt for link in image.documents.all())], image.path, image.labels,
        image.language or "en",
    )  # fmt: skip
