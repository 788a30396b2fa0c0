"""Readers: one module each, which offers `load(options, materials) -> Reader`.

Importing this package imports no model library.
"""

from agents.messages import message as _
from agents.plugins import Plugins
from agents.reading.errors import UnknownReader
from agents.reading.kept import VectorStore
from agents.reading.readers.base import Materials
from agents.reading.types import Reader
from agents.retrieval.encoders.sentences.base import SentenceEncoder

READERS = Plugins(__name__, frozenset({"base", "lazy", "pretrained"}))

TRAINED, NEAREST = "trained", "nearest"


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
    try:
        module, options = READERS.find(name or default_name(encoder))
    except LookupError:
        raise UnknownReader(
            _(
                "There is no reader “%(name)s”. There are: %(names)s.",
                name=name,
                names=", ".join(READERS.names),
            )
        ) from None
    reader: Reader = module.load(options, Materials(encoder, store, token_store))
    return reader


def default_name(encoder: SentenceEncoder) -> str:
    """The trained reader where it fits the encoder, else the nearest sentence."""
    from agents.reading.trained import TrainedReader

    tokens = encoder.tokens
    return TRAINED if tokens is not None and TrainedReader.fits(encoder, tokens) else NEAREST
