"""The words by which a record can be found. One owner: the index and the pages ask here."""

from webapp.corpora.models import CorpusImage, Passage

LABEL_PROBABILITY = 0.3
"""From here on a label is trusted as a word to search by."""


def searchable_text(image: CorpusImage) -> str:
    """Everything that is written about a picture or in it, one part a line.

    Title, caption, tags, likely labels, text read in it, notes on its regions, and what stands in for it here
    and in the documents that show it. Prefetch `documents` and `notes` for many pictures.
    """
    labels = [name for name, probability in image.labels if probability >= LABEL_PROBABILITY]
    return _lines([*_written(image), ", ".join(labels)])


def dense_text(image: CorpusImage) -> str:
    """What is embedded as text: as above without the labels, which the picture's own vectors hold already."""
    return _lines(_written(image))


def passage_text(passage: Passage) -> str:
    """A passage with the title of its document, which often names what the passage calls "it"."""
    return f"{passage.document.title}\n{passage.text}"


def _written(image: CorpusImage) -> list[str]:
    alternatives = dict.fromkeys([image.alt, *(link.alt for link in image.documents.all())])
    notes = [note.text for note in image.notes.all()]
    return [image.title, image.caption, ", ".join(image.tags), *notes, image.ocr_text, *alternatives]


def _lines(parts: list[str]) -> str:
    return "\n".join(part.strip() for part in parts if part.strip())
