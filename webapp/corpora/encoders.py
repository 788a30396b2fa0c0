"""The encoders of this process: loading one takes seconds, so each is loaded once."""

from functools import cache

from agents.retrieval.encoders import Encoder, load_encoder


@cache
def encoder(name: str) -> Encoder:
    """The encoder of that name. Raises UnknownEncoder or EncoderUnavailable."""
    return load_encoder(name)
