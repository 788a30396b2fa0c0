"""Encoders: one module each, which offers `load(options, sentences, files) -> Encoder`.

Importing this package imports no model library.
"""

import importlib
import pkgutil
import re
from pathlib import Path

from agents.messages import message as _
from agents.retrieval.encoders.base import Encoder
from agents.retrieval.encoders.components.made_files import DEFAULT_FOLDER, MadeFiles
from agents.retrieval.encoders.errors import EncoderUnavailable, UnknownEncoder
from agents.retrieval.encoders.sentences import sentence_encoder_names

__all__ = ["Encoder", "EncoderUnavailable", "UnknownEncoder", "encoder_names", "load_encoder"]

_NOT_ENCODERS = {"base", "errors"}
_SENTENCES = re.compile(rf"\+(?P<sentences>(?:{'|'.join(sentence_encoder_names())})(?::.*)?)$")
"""What follows the last plus sign names a sentence encoder; paths of checkpoints may hold one, too."""


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
    chosen = _SENTENCES.search(name)
    kind, options = (name[: chosen.start()] if chosen else name).partition(":")[::2]
    if kind not in encoder_names():
        raise UnknownEncoder(
            _(
                "There is no encoder “%(name)s”. There are: %(encoders)s, each with +SENTENCES where "
                "SENTENCES is one of %(sentences)s.",
                name=name,
                encoders=", ".join(encoder_names()),
                sentences=", ".join(sentence_encoder_names()),
            )
        )
    module = importlib.import_module(f"{__name__}.{kind}")
    encoder: Encoder = module.load(options, chosen["sentences"] if chosen else "", MadeFiles(folder))
    return encoder
