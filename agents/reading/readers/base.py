"""What readers are made of."""

from dataclasses import dataclass

from agents.messages import message as _
from agents.reading.errors import UnknownReader
from agents.reading.kept import VectorStore
from agents.retrieval.encoders.sentences.base import SentenceEncoder


@dataclass(frozen=True, slots=True)
class Materials:
    """What a reader may use: `store` keeps vectors of sentences, `token_store` those of tokens."""

    encoder: SentenceEncoder
    store: VectorStore | None = None
    token_store: VectorStore | None = None


def without_options(kind: str, options: str) -> None:
    """Raises UnknownReader where a reader that takes no options is given some."""
    if options:
        raise UnknownReader(
            _(
                "There is no reader “%(name)s”: %(kind)s takes no options.",
                name=f"{kind}:{options}",
                kind=kind,
            )
        )


def required_source(kind: str, options: str) -> str:
    """The folder or name on a hub that a reader needs. Raises UnknownReader without one."""
    if not options:
        raise UnknownReader(
            _("The reader %(kind)s is written %(kind)s:<folder or name on a model hub>.", kind=kind)
        )
    return options
