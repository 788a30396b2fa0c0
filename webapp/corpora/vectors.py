"""Opens the vectors: the server that a setting names, the server of this home, or the folder itself."""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from agents.errors import VectorsUnavailable
from agents.messages import message as _
from agents.text.redaction import without_credentials
from webapp.corpora.vectors_folder import PATIENCE_SECONDS, VectorsFolder

if TYPE_CHECKING:
    from agents.retrieval.chroma import ChromaVectors

_KNOCK_SECONDS = 5.0


def open_vectors() -> "ChromaVectors":
    """The vector index of this installation, one for all threads of the process.

    Raises VectorsUnavailable if a named server does not answer, or if another process keeps the folder to
    itself for longer than two minutes.
    """
    if settings.VECTORS_URL:
        return connect(settings.VECTORS_URL)
    return home_vectors(settings.VECTORS_FOLDER).open()


@cache
def home_vectors(path: Path) -> "HomeVectors":
    """The one HomeVectors of this process for a folder."""
    return HomeVectors(path)


class HomeVectors:
    """The vectors in a folder of this machine, opened in the way that suits whoever has it.

    Nobody has it: this process takes it and keeps it until it ends. A server has it: its client. Another
    process works on it: wait.
    """

    def __init__(self, path: Path, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._folder = VectorsFolder(path)
        self._patience_seconds = patience_seconds
        self._embedded: ChromaVectors | None = None
        self._url = ""
        self._lock = Lock()

    def open(self) -> "ChromaVectors":
        """Raises VectorsUnavailable when the patience has run out."""
        with self._lock:
            if self._embedded is not None:
                return self._embedded
            if self._url:
                # The server may have a new address since. The folder is not taken while it is away: that
                # would keep the server from coming back.
                owner = self._folder.owner()
                if owner is not None and owner.url:
                    self._url = owner.url
                return connect(self._url)
            return self._folder.wait_for(self._attempt, self._patience_seconds)

    def close(self) -> None:
        """Give the folder back, if this process has it."""
        with self._lock:
            if self._embedded is not None:
                self._embedded.close()
                self._embedded = None
            self._folder.release()

    def _attempt(self) -> "ChromaVectors | None":
        if self._folder.is_ours or self._folder.acquire():
            import chromadb

            from agents.retrieval.chroma import ChromaVectors

            path = self._folder.path
            client = chromadb.PersistentClient(path, settings=chromadb.Settings(anonymized_telemetry=False))
            self._embedded = ChromaVectors(client, str(path))
            return self._embedded
        owner = self._folder.owner()
        if owner is None or not owner.url:
            return None
        try:
            vectors = connect(owner.url)
            vectors.check()
        except VectorsUnavailable:
            return None
        self._url = owner.url
        return vectors


@cache
def connect(url: str) -> "ChromaVectors":
    """A client of the Chroma server at `url`; raises VectorsUnavailable if it does not answer."""
    # Chroma takes a second to import, and most commands need no vectors.
    import chromadb
    import httpx

    from agents.retrieval.chroma import ChromaVectors

    parts, place = urlsplit(url), without_credentials(url)
    is_https = parts.scheme == "https"
    try:
        # Chroma's client leaves its sockets open when it finds nobody, so a plain request knocks first.
        httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=_KNOCK_SECONDS).raise_for_status()
        client = chromadb.HttpClient(
            host=parts.hostname or "",
            port=parts.port or (443 if is_https else 80),
            ssl=is_https,
            settings=chromadb.Settings(anonymized_telemetry=False),
        )
    except (httpx.HTTPError, ValueError) as error:
        raise VectorsUnavailable(
            _("The vector server does not answer. Start it, or correct SIGHTLINE_VECTORS_URL."),
            f"{place}: {without_credentials(str(error))}",
        ) from error
    return ChromaVectors(client, place)
