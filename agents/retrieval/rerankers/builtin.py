"""Hits in the order in which the search found them: its confidence weighs all channels already (ADR 0024)."""

from collections.abc import Sequence

from agents.messages import message as _
from agents.retrieval.rerankers.base import Found, Reranker
from agents.retrieval.rerankers.errors import UnknownReranker


def load(options: str) -> Reranker:
    """The reranker; it has no options. Raises UnknownReranker when some are given."""
    if options:
        raise UnknownReranker(
            _("There is no reranker “builtin:%(options)s”: builtin takes no options.", options=options)
        )
    return AsFound()


class AsFound(Reranker):
    """Costs nothing and reads nothing again."""

    name = "builtin"

    def order(self, query: str, found: Sequence[Found]) -> list[int]:
        return list(range(len(found)))
