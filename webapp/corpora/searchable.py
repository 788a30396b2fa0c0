"""The words by which a record can be found. One owner: the index and the pages ask here."""

from collections.abc import Sequence

from agents.retrieval.writings import Source, Writing
from webapp.corpora.file_names import file_words
from webapp.corpora.models import CorpusImage, Passage

LABEL_PROBABILITY = 0.3
"""From here on a label is trusted as a word to search by."""


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
    return [
        *_written(image),
        *_filled(Writing(Source.FILE, file_words(image.path)), Writing(Source.LABEL, ", ".join(labels))),
    ]


def passage_writings(passage: Passage) -> list[Writing]:
    """A passage with the title of its document, which often names what the passage calls "it"."""
    return [Writing(Source.TITLE, passage.document.title), Writing(Source.TEXT, passage.text)]


def passage_text(passage: Passage) -> str:
    """The same as one text."""
    return "\n".join(each.text for each in passage_writings(passage))


def _written(image: CorpusImage) -> list[Writing]:
    alternatives = dict.fromkeys([image.alt, *(link.alt for link in image.documents.all())])
    return _filled(
        Writing(Source.TITLE, image.title),
        Writing(Source.CAPTION, image.caption),
        Writing(Source.TAGS, ", ".join(image.tags)),
        *(Writing(Source.NOTE, note.text) for note in image.notes.all()),
        Writing(Source.READ, image.ocr_text),
        *(Writing(Source.ALTERNATIVE, alternative) for alternative in alternatives),
    )


def _filled(*writings: Writing) -> list[Writing]:
    return [each for each in writings if each.text.strip()]


def _lines(writings: Sequence[Writing]) -> str:
    return "\n".join(each.text.strip() for each in writings)
