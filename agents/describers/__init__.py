"""Describers: one module each, which offers `load(options, encoder, *, reads_text) -> Describer`.

Importing this package imports no model library.
"""

from agents.describers.base import Described, Describer
from agents.describers.errors import DescriberUnavailable, UnknownDescriber
from agents.messages import message as _
from agents.plugins import Plugins
from agents.retrieval.encoders.base import Encoder

__all__ = [
    "DESCRIBERS",
    "Described",
    "Describer",
    "DescriberUnavailable",
    "UnknownDescriber",
    "load_describer",
]

DESCRIBERS = Plugins(__name__, frozenset({"base", "errors"}))


def load_describer(name: str, encoder: Encoder, *, reads_text: bool) -> Describer:
    """Load "builtin" or "transformers:<folder or name on a model hub>"; `reads_text` turns on OCR.

    Weights take seconds: load them once and keep them. Raises UnknownDescriber for a name that does not
    exist, DescriberUnavailable for weights that cannot be had.
    """
    try:
        module, options = DESCRIBERS.find(name)
    except LookupError:
        raise UnknownDescriber(
            _(
                "There is no describer “%(name)s”. There are: %(names)s.",
                name=name,
                names=", ".join(DESCRIBERS.names),
            )
        ) from None
    describer: Describer = module.load(options, encoder, reads_text=reads_text)
    return describer
