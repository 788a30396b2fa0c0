"""The words by which a record can be found. One owner: the index and the pages ask here."""

from collections.abc import Sequence
from dataclasses import replace

from agents.retrieval.file_names import file_words
from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.writings import Source, Writing
from agents.text.languages import language_of_text
from webapp.corpora.models import CorpusImage, Passage

LABEL_PROBABILITY = 0.3
"""From here on a label is trusted as a word to search by."""


def image_entry(image: CorpusImage) -> LexicalEntry:
    """A picture as the full-text index takes it, in the language that was told when it was indexed."""
    return LexicalEntry(
        Record(RecordKind.IMAGE, image.pk), image.corpus_id, searchable_text(image), image.language or "en"
    )


def passage_entry(passage: Passage) -> LexicalEntry:
    """A passage as the full-text index takes it. Select its document with it."""
    record, text = Record(RecordKind.PASSAGE, passage.pk), passage_text(passage)
    return LexicalEntry(record, passage.document.corpus_id, text, _language(text))


def searchable_text(image: CorpusImage) -> str:
    """Everything that is written about a picture or in it, one part a line.

    Prefetch `documents` and `notes` for many pictures.
    """
    return _lines(writings(image))


def dense_text(image: CorpusImage) -> str:
    """What is embedded as text: as above without the labels, which the picture's own vectors hold already."""
    return _lines(_written(image))


def writings(image: CorpusImage) -> list[Writing]:
    """What is written about a picture or in it, each part with its source.

    Title, caption, tags, notes on its regions, text read in it, what stands in for it here and in the
    documents that show it, the words of its path, and likely labels.
    """
    labels = [name for name, probability in image.labels if probability >= LABEL_PROBABILITY]
    found = [
        *_written(image),
        *_filled((Source.FILE, file_words(image.path)), (Source.LABEL, ", ".join(labels))),
    ]
    return [replace(each, language=image.language or "en") for each in found]


def passage_writings(passage: Passage) -> list[Writing]:
    """A passage with the title of its document, which often names what the passage calls "it"."""
    language = _language(passage_text(passage))
    return [
        Writing(Source.TITLE, passage.document.title, language), Writing(Source.TEXT, passage.text, language)
    ]  # fmt: skip


def passage_text(passage: Passage) -> str:
    """The same as one text."""
    return f"{passage.document.title}\n{passage.text}"


def _language(text: str) -> str:
    return language_of_text(text) or "en"


def _written(image: CorpusImage) -> list[Writing]:
    alternatives = dict.fromkeys([image.alt, *(link.alt for link in image.documents.all())])
    return _filled(
        (Source.TITLE, image.title),
        (Source.CAPTION, image.caption),
        (Source.TAGS, ", ".join(image.tags)),
        *((Source.NOTE, note.text) for note in image.notes.all()),
        (Source.READ, image.ocr_text),
        *((Source.ALTERNATIVE, alternative) for alternative in alternatives),
    )


def _filled(*writings: tuple[Source, str]) -> list[Writing]:
    return [Writing(source, text) for source, text in writings if text.strip()]


def _lines(writings: Sequence[Writing]) -> str:
    return "\n".join(each.text.strip() for each in writings)
