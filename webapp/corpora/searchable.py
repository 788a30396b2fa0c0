"""The words by which a row can be found: `agents.retrieval.record_words` over rows of the database."""

from agents.retrieval import record_words
from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.record_words import PictureWords
from agents.retrieval.writings import Writing
from webapp.corpora.models import CorpusImage, Passage


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


def writings(image: CorpusImage) -> list[Writing]:
    """What is written about a picture or in it, each part with its source."""
    return _words_of(image).writings()


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
