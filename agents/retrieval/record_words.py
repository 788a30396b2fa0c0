"""The words by which a picture or a passage can be found. One owner: whatever indexes them asks here."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.retrieval.file_names import file_words
from agents.retrieval.writings import Source, Writing
from agents.text.languages import language_of_text

LABEL_PROBABILITY = 0.3
"""From here on a label is trusted as a word to search by, and told: docs/measurements.md."""


@dataclass(frozen=True, slots=True)
class PictureWords:
    """What is written about a picture, in the `language` (ISO 639-1) that was told, and what was seen in it.

    `notes` are of its regions, `read` is text in it, `alternatives` stand in for it in documents; `labels`
    come with their probabilities.
    """

    title: str = ""
    caption: str = ""
    tags: Sequence[str] = ()
    notes: Sequence[str] = ()
    read: str = ""
    alternatives: Sequence[str] = ()
    file: str = ""
    labels: Sequence[tuple[str, float]] = ()
    language: str = "en"

    @property
    def searchable(self) -> str:
        """Everything that is written about a picture or in it, one part a line."""
        return _lines(self.writings())

    @property
    def dense(self) -> str:
        """What is embedded as text: as above without path and labels, which its own vectors hold already."""
        return _lines(self._written())

    def writings(self) -> list[Writing]:
        """What is written about a picture or in it, each part with its source.

        Title, caption, tags, notes on its regions, text read in it, what stands in for it in documents, the
        words of its path, and likely labels.
        """
        labels = ", ".join(name for name, probability in self.labels if probability >= LABEL_PROBABILITY)
        return [
            *self._written(), *self._filled((Source.FILE, file_words(self.file)), (Source.LABEL, labels))
        ]  # fmt: skip

    def _written(self) -> list[Writing]:
        return self._filled(
            (Source.TITLE, self.title),
            (Source.CAPTION, self.caption),
            (Source.TAGS, ", ".join(self.tags)),
            *((Source.NOTE, note) for note in self.notes),
            (Source.READ, self.read),
            *((Source.ALTERNATIVE, alternative) for alternative in dict.fromkeys(self.alternatives)),
        )

    def _filled(self, *writings: tuple[Source, str]) -> list[Writing]:
        return [Writing(source, text, self.language) for source, text in writings if text.strip()]


def passage_text(title: str, text: str) -> str:
    """A passage with the title of its document, which often names what the passage calls "it"."""
    return f"{title}\n{text}"


def passage_language(title: str, text: str) -> str:
    """The language (ISO 639-1) of a passage; English where nothing tells."""
    return language_of_text(passage_text(title, text)) or "en"


def passage_writings(title: str, text: str) -> list[Writing]:
    """The same as parts, each with its source."""
    language = passage_language(title, text)
    return [Writing(Source.TITLE, title, language), Writing(Source.TEXT, text, language)]


def _lines(writings: Sequence[Writing]) -> str:
    return "\n".join(each.text.strip() for each in writings)
