"""Encoders: one module each, which offers `load(options) -> Encoder`.

Importing this package imports no model library.
"""

import importlib
import pkgutil

from agents.retrieval.encoders.base import Encoder
from agents.retrieval.encoders.errors import EncoderUnavailable, UnknownEncoder

__all__ = ["Encoder", "EncoderUnavailable", "UnknownEncoder", "encoder_names", "load_encoder"]

_NOT_ENCODERS = {"base", "errors"}


def encoder_names() -> list[str]:
    """The encoders there are: the modules of this package."""
    modules = (module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg)
    return sorted(set(modules) - _NOT_ENCODERS)


def load_encoder(name: str) -> Encoder:
    """Load an encoder: "builtin", "hashing" or "openclip:<model>/<pretrained tag or checkpoint path>".

    Takes seconds for an encoder with weights: load it once and keep it.
    Raises UnknownEncoder for a name that does not exist, EncoderUnavailable for weights that cannot be had.
    """
    kind, _, options = name.partition(":")
    if kind not in encoder_names():
        raise UnknownEncoder(f"There is no encoder {name!r}. There are: {', '.join(encoder_names())}.")
    module = importlib.import_module(f"{__name__}.{kind}")
    encoder: Encoder = module.load(options)
    return encoder
