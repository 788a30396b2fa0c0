"""Where this process has its encoders: loaded here, each once, or in the encoding service.

Workers and the command line encode in place. Web processes hold no encoder: they ask the service.
"""

import logging
from functools import cache, lru_cache
from threading import Lock, Thread

from django.conf import settings

from agents.errors import ConfigurationError, EncodingUnavailable
from agents.retrieval.encoders import Encoder, load_encoder
from webapp.corpora.encoding.addresses import service_addresses, service_key
from webapp.corpora.encoding.client import EncodingClient
from webapp.corpora.encoding.remote import RemoteEncoder

_log = logging.getLogger(__name__)
_loading = Lock()
_is_in_service = False


def encode_in_service() -> None:
    """From now on this process loads no encoder. Called once, by a web process at its start."""
    global _is_in_service
    _is_in_service = True


def encodes_here() -> bool:
    """Whether this process loads encoders itself: it is no web process."""
    return not _is_in_service


def encoder(name: str) -> Encoder:
    """The encoder of that name. Raises UnknownEncoder, EncoderUnavailable, and EncodingUnavailable for one in
    the service.
    """
    if _is_in_service:
        client = service()
        return _remote(client, name, client.describe(name).version)
    with _loading:
        return _load(name)


@lru_cache(maxsize=8)
def _remote(client: EncodingClient, name: str, _version: str) -> RemoteEncoder:
    """Kept for the vectors that it keeps."""
    return RemoteEncoder(client, name, client.describe(name))


@cache
def _load(name: str) -> Encoder:
    """Its networks are in the home."""
    return load_encoder(name, settings.HOME / "networks")


@cache
def service() -> EncodingClient:
    """Asks the encoding service of this installation; its connections are kept."""
    return EncodingClient(service_addresses, service_key)


def is_outdated(name: str, version: str) -> bool:
    """Whether an index of that encoder was built by another version than there is now.

    Never for an encoder that does not load, nor while the service is away: both say so themselves.
    """
    if not version:
        return False
    try:
        now = service().describe_anew(name).version if _is_in_service else encoder(name).version
    except (ConfigurationError, EncodingUnavailable):
        return False
    return now != version


def warm_up() -> None:
    """Load the encoder of this installation, and what reads by it, before the first question."""
    Thread(target=_warm_up, name="warm-up", daemon=True).start()


def _warm_up() -> None:
    try:
        loaded = encoder(settings.ENV.encoder)
    except ConfigurationError as error:
        _log.warning("The encoder does not load: %s", error)
    else:
        loaded.embed_queries(["warm"])
        loaded.embed_texts(["warm"])
        if tokens := loaded.sentences.tokens:
            tokens.question("warm")
