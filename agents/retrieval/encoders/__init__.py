"""Encoders: one module each, which offers `load(options, sentences, files) -> Encoder`.

Importing this package imports no model library.
"""

import importlib
import pkgutil
from pathlib import Path

from agents.messages import message as _
from agents.retrieval.encoders.base import Encoder
from agents.retrieval.encoders.components.made_files import DEFAULT_FOLDER, MadeFiles
from agents.retrieval.encoders.errors import EncoderUnavailable, UnknownEncoder
from agents.retrieval.encoders.names import EncoderName
from agents.retrieval.encoders.sentences import sentence_encoder_names

__all__ = [
    "Encoder",
    "EncoderUnavailable",
    "UnknownEncoder",
    "encoder_names",
    "load_encoder",
    "require_known",
]

_NOT_ENCODERS = {"base", "errors", "names"}


def encoder_names() -> list[str]:
    """The encoders there are: the modules of this package."""
    modules = (module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg)
    return sorted(set(modules) - _NOT_ENCODERS)


def load_encoder(name: str, folder: Path = DEFAULT_FOLDER) -> Encoder:
    """Load an encoder: "builtin", "hashing" or "openclip:<model>/<pretrained tag or checkpoint path>".

    "+<sentence encoder>" at the end has it compare texts by another one than the default, as in
    "builtin+minilm" and "builtin+transformers:intfloat/multilingual-e5-base".
    Takes seconds for an encoder with weights: load it once and keep it. `folder` keeps what is made from
    weights the first time, which takes a minute.
    Raises UnknownEncoder for a name that does not exist, EncoderUnavailable for weights that cannot be had.
    """
    parts = EncoderName.parse(name)
    require_known(name, parts)
    module = importlib.import_module(f"{__name__}.{parts.kind}")
    encoder: Encoder = module.load(parts.options, parts.sentences, MadeFiles(folder))
    return encoder


def require_known(name: str, parts: EncoderName) -> None:
    """Raise UnknownEncoder unless there is an encoder of this kind; nothing is loaded."""
    if parts.kind not in encoder_names():
        raise UnknownEncoder(
            _(
                "There is no encoder “%(name)s”. There are: %(encoders)s, each with +SENTENCES where "
                "SENTENCES is one of %(sentences)s.",
                name=name,
                encoders=", ".join(encoder_names()),
                sentences=", ".join(sentence_encoder_names()),
            )
        )
