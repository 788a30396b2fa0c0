"""The encoders of this process: loading one takes a while, so each is loaded once."""

import logging
from functools import cache
from threading import Lock, Thread

from django.conf import settings

from agents.errors import ConfigurationError
from agents.retrieval.encoders import Encoder, load_encoder

_log = logging.getLogger(__name__)
_loading = Lock()


def encoder(name: str) -> Encoder:
    """The encoder of that name; its networks are in the home. Raises UnknownEncoder or EncoderUnavailable."""
    with _loading:
        return _load(name)


@cache
def _load(name: str) -> Encoder:
    return load_encoder(name, settings.HOME / "networks")


def is_outdated(name: str, version: str) -> bool:
    """Whether an index of that encoder was built by another version than this machine has.

    Never for an encoder that does not load here: that says so itself.
    """
    try:
        return bool(version) and encoder(name).version != version
    except ConfigurationError:
        return False


def warm_up(*, reads: bool = False) -> None:
    """Load the encoder of this installation meanwhile, so that no first question waits for it.

    A process that `reads` needs the vectors of tokens, too.
    """
    Thread(target=_warm_up, args=(reads,), name="warm-up", daemon=True).start()


def _warm_up(reads: bool) -> None:
    try:
        loaded = encoder(settings.ENV.encoder)
    except ConfigurationError as error:
        _log.warning("The encoder does not load: %s", error)
    else:
        loaded.embed_queries(["warm"])
        loaded.embed_texts(["warm"])
        if reads and (tokens := loaded.sentences.tokens):
            tokens.question("warm")
