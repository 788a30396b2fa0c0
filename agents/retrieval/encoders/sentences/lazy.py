"""A sentence encoder that loads when it is first asked for something."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from agents.retrieval.encoders.components.unit_vectors import Vectors
from agents.retrieval.encoders.sentences.base import SentenceEncoder

if TYPE_CHECKING:
    from agents.retrieval.encoders.tokens.encoder import TokenEncoder


class LazySentenceEncoder(SentenceEncoder):
    """What `load` gives, as late as possible: runs that read nothing wait for no weights."""

    def __init__(self, load: Callable[[], SentenceEncoder]) -> None:
        self._load = load

    @cached_property
    def _loaded(self) -> SentenceEncoder:
        return self._load()

    @property
    def name(self) -> str:  # type: ignore[override]
        return self._loaded.name

    @property
    def version(self) -> str:  # type: ignore[override]
        return self._loaded.version

    @property
    def dimension(self) -> int:  # type: ignore[override]
        return self._loaded.dimension

    @property
    def similarity_range(self) -> tuple[float, float]:  # type: ignore[override]
        return self._loaded.similarity_range

    @property
    def tokens(self) -> "TokenEncoder | None":
        return self._loaded.tokens

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._loaded.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._loaded.embed_passages(texts)
