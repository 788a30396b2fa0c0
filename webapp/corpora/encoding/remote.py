"""An encoder whose weights are in the encoding service."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image
from safetensors.numpy import save as write_safetensors

from agents.errors import UnreadablePicture
from agents.messages import message as _
from agents.retrieval.encoders.base import Encoder, ImageDescriptions, Label, Vectors
from agents.retrieval.encoders.sentences import SentenceEncoder
from agents.retrieval.encoders.sentences.base import keeping_queries, well_formed
from agents.vision.pixels import to_rgb
from media_store.limits import MIB
from webapp.corpora.encoding.client import EncodingClient
from webapp.corpora.encoding.protocol import (
    MAX_PICTURES,
    MAX_PICTURES_BYTES,
    MAX_TEXTS,
    Description,
    Purpose,
    TextsRequest,
)

USUAL_PICTURES_BYTES = 8 * MIB
"""Of a request: further pictures go in further requests, so that they are in memory twice one by one."""

MAX_TEXT_CHARACTERS = 100_000
"""Of one text; encoders read a few thousand at most, and leave off there."""

HEADER_BYTES = 64 * 1024
"""More than the names and shapes of the pictures of a request take."""


class RemoteEncoder(Encoder):
    """The encoder of that name, in the version that was described; it keeps the vectors of single texts.

    It raises what the client raises.
    """

    def __init__(self, client: EncodingClient, name: str, description: Description) -> None:
        self._client, self._name = client, name
        self._ask = _TextRequests(client, name, description.version)
        self.version = description.version
        self.query_space = description.query_space
        self.sentences: SentenceEncoder = RemoteSentences(self._ask, description)
        self.similarity_ranges: Mapping[str, tuple[float, float]] = description.similarity_ranges
        self._spaces = description.spaces
        self._texts = keeping_queries(partial(self._ask.embed, "texts", self._spaces[self.query_space]))

    @property
    def spaces(self) -> Mapping[str, int]:
        return self._spaces

    def describe_images(self, images: Sequence[Image], k: int = 5) -> ImageDescriptions:
        rows: dict[str, list[Vectors]] = {
            space: [np.empty((0, size), np.float32)] for space, size in self._spaces.items()
        }
        labels: list[list[Label]] = []
        for pixels in _requests(images):
            reply = self._client.describe_pictures(self._name, self.version, k, pixels)
            for space, vectors in reply.vectors.items():
                rows[space].append(np.array(vectors, np.float32))
            labels += [[Label(*label) for label in each] for each in reply.labels]
        return ImageDescriptions({space: np.concatenate(found) for space, found in rows.items()}, labels)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return self._texts(texts)


class RemoteSentences(SentenceEncoder):
    """What compares texts, in the service. It has no vectors of tokens: only workers read."""

    def __init__(self, ask: "_TextRequests", description: Description) -> None:
        sentences = description.sentences
        self.name, self.version = sentences.name, sentences.version
        self.dimension, self.similarity_range = sentences.dimension, sentences.similarity_range
        self._ask = ask
        self._queries = keeping_queries(partial(ask.embed, "queries", self.dimension))

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._ask.embed("passages", self.dimension, texts)


class _TextRequests:
    """Texts on their way to one encoder, as many at once as a request may hold."""

    def __init__(self, client: EncodingClient, name: str, version: str) -> None:
        self._client, self._name, self._version = client, name, version

    def embed(self, purpose: Purpose, dimension: int, texts: Sequence[str]) -> Vectors:
        """(n, dimension)"""
        found = [np.empty((0, dimension), np.float32)]
        for start in range(0, len(texts), MAX_TEXTS):
            sent = [well_formed(text[:MAX_TEXT_CHARACTERS]) for text in texts[start : start + MAX_TEXTS]]
            request = TextsRequest(name=self._name, version=self._version, purpose=purpose, texts=sent)
            found.append(np.array(self._client.embed(request).vectors, np.float32))
        return np.concatenate(found)


def _requests(images: Sequence[Image]) -> Iterator[bytes]:
    """The bodies of the requests that bring the pictures. Raises UnreadablePicture."""
    batch: list[NDArray[np.uint8]] = []
    for image in images:
        width, height = image.size
        size_bytes = 3 * width * height
        if size_bytes > MAX_PICTURES_BYTES - HEADER_BYTES:
            raise UnreadablePicture(_("A picture is too large to be compared: scale it down."))
        is_full = sum(pixels.nbytes for pixels in batch) + size_bytes > USUAL_PICTURES_BYTES
        if batch and (is_full or len(batch) == MAX_PICTURES):
            yield _body(batch)
            batch = []
        batch.append(np.asarray(to_rgb(image)))
    if batch:
        yield _body(batch)


def _body(batch: Sequence[NDArray[np.uint8]]) -> bytes:
    return write_safetensors({str(number): pixels for number, pixels in enumerate(batch)})
