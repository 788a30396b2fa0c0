"""What an index pass works on and with."""

from dataclasses import dataclass

from agents.retrieval import windows
from agents.retrieval.encoders import Encoder
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey, VectorIndex
from media_store import MediaStore
from webapp.corpora.importing.manifests import FileReason
from webapp.corpora.models import Corpus


@dataclass(frozen=True, slots=True)
class IndexTarget:
    """A corpus and the parts that its index is built with.

    An index that is built beside the one that serves marks rows apart, and changes nothing else of them.
    """

    corpus: Corpus
    encoder: Encoder
    vectors: VectorIndex
    store: MediaStore
    reads_text: bool
    is_beside: bool = False

    @property
    def mark(self) -> str:
        """The column that says by which version a row is indexed."""
        return "prepared_by" if self.is_beside else "indexed_by"

    @property
    def parts_mark(self) -> str:
        """The column that says by which version the parts of a picture are indexed."""
        return "prepared_parts_by" if self.is_beside else "parts_by"

    @property
    def version(self) -> str:
        """The encoder's version, which rows are marked with."""
        return self.encoder.version

    @property
    def parts_version(self) -> str:
        """What rows are marked with whose parts are indexed."""
        return f"{self.version}.{windows.VERSION}"

    @property
    def text_key(self) -> CollectionKey:
        """Where dense text goes."""
        return self.key(TEXT_SPACE)

    @property
    def image_keys(self) -> list[CollectionKey]:
        """Where vectors of pictures go."""
        return [self.key(space) for space in self.encoder.spaces]

    @property
    def window_keys(self) -> dict[str, CollectionKey]:
        """Where vectors of parts of pictures go, by the space that they are made in."""
        return {
            space: self.key(windows.window_space(space)) for space in windows.windowed_spaces(self.encoder)
        }

    def key(self, space: str) -> CollectionKey:
        """The collection of a space."""
        return CollectionKey(self.corpus.pk, self.version, space)


@dataclass(frozen=True, slots=True)
class Progressed:
    """A batch is done: how many rows, and the files among them that could not be used."""

    count: int
    problems: tuple[FileReason, ...] = ()
