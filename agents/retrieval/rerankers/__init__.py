"""Rerankers: one module each, which offers `load(options) -> Reranker`.

Importing this package imports no model library.
"""

from agents.messages import message as _
from agents.plugins import Plugins
from agents.retrieval.rerankers.base import Found, Reranker
from agents.retrieval.rerankers.errors import RerankerUnavailable, UnknownReranker

__all__ = ["RERANKERS", "Found", "Reranker", "RerankerUnavailable", "UnknownReranker", "load_reranker"]

RERANKERS = Plugins(__name__, frozenset({"base", "errors"}))


def load_reranker(name: str = "builtin") -> Reranker:
    """Load "builtin" or "transformers:<folder or name on a model hub>".

    Weights take seconds: load them once and keep them. Raises UnknownReranker for a name that does not exist,
    RerankerUnavailable for weights that cannot be had.
    """
    try:
        module, options = RERANKERS.find(name)
    except LookupError:
        raise UnknownReranker(
            _(
                "There is no reranker “%(name)s”. There are: %(names)s.",
                name=name,
                names=", ".join(RERANKERS.names),
            )
        ) from None
    reranker: Reranker = module.load(options)
    return reranker
