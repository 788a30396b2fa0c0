"""The encoding service as an ASGI application: see protocol.py for what it is asked.

The encoders that were asked for last stay loaded. Texts and pictures have a thread each, so that no query in
words waits for pictures of others.
"""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import BaseModel, ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load as read_safetensors
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from agents.errors import ConfigurationError
from agents.messages import message as _
from agents.messages import sentence_of
from agents.retrieval.encoders import Encoder, UnknownEncoder
from agents.retrieval.encoders.base import Label
from webapp.corpora.encoding.batching import Batcher, QueueFull
from webapp.corpora.encoding.protocol import (
    MAX_NAME_CHARACTERS,
    MAX_PICTURES,
    MAX_PICTURES_BYTES,
    MAX_TEXTS,
    MAX_TEXTS_BYTES,
    MAX_WAIT_SECONDS,
    STATUS,
    Description,
    PicturesReply,
    PicturesRequest,
    Purpose,
    Reason,
    Refusal,
    TextsReply,
    TextsRequest,
)

MAX_TEXT_CALLERS = 64
MAX_PICTURE_CALLERS = 16
"""Who may wait at once; each may have sent as much as a request may hold."""

MAX_ENCODERS = 4
"""That are kept loaded."""

RETRY_SECONDS = 2

_log = logging.getLogger(__name__)
Asked = TypeVar("Asked", bound=BaseModel)
PictureVectors = tuple[dict[str, NDArray[np.float32]], list[Label]]
"""Of one picture: its vector in each space, and its labels."""


class Refused(Exception):
    """Nothing is encoded, for this reason."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.refusal = Refusal(reason=reason, sentence=sentence)


@dataclass(frozen=True, slots=True)
class _TextsTogether:
    """What texts have in common that may be embedded together."""

    encoder: Encoder
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class _PicturesTogether:
    """What pictures have in common that may be described together."""

    encoder: Encoder
    k: int


def encoding_service(
    load: Callable[[str], Encoder], key: str, first: str, wait_seconds: float = MAX_WAIT_SECONDS
) -> Starlette:
    """The application. `load` gives an encoder by its name, or raises UnknownEncoder or EncoderUnavailable;
    the one named `first` is loaded before anybody asks. Whoever asks has to show the `key`.
    """
    service = _Service(load, key, wait_seconds)

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        warming = asyncio.create_task(service.warm_up(first))
        yield
        warming.cancel()

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route("/healthz", service.health),
            Route("/encoder", service.describe),
            Route("/texts", service.embed_texts, methods=["POST"]),
            Route("/pictures", service.describe_pictures, methods=["POST"]),
        ],
        exception_handlers={Refused: _refuse},
    )


class _Service:
    def __init__(self, load: Callable[[str], Encoder], key: str, wait_seconds: float) -> None:
        self._encoders, self._key, self._wait_seconds = _LoadedEncoders(load), key, wait_seconds
        self._texts: Batcher[_TextsTogether, str, NDArray[np.float32]] = Batcher(
            _embed_texts, max_items=MAX_TEXTS, max_callers=MAX_TEXT_CALLERS
        )
        self._pictures: Batcher[_PicturesTogether, Image.Image, PictureVectors] = Batcher(
            _describe_pictures, max_items=MAX_PICTURES, max_callers=MAX_PICTURE_CALLERS
        )

    async def warm_up(self, name: str) -> None:
        """Load an encoder and run it once, so that no first search waits for it."""
        try:
            encoder, _description = await self._encoders.get(name)
        except ConfigurationError as error:
            _log.warning("The encoder does not load: %s", error)
        else:
            await self._texts.ask(_TextsTogether(encoder, "queries"), ["warm"])
            await self._texts.ask(_TextsTogether(encoder, "texts"), ["warm"])

    async def health(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    async def describe(self, request: Request) -> Response:
        self._require_key(request)
        name = request.query_params.get("name", "")[:MAX_NAME_CHARACTERS]
        return _json(await self._in_time(self._description(name)))

    async def embed_texts(self, request: Request) -> Response:
        self._require_key(request)
        return _json(await self._in_time(self._embedded_texts(request)))

    async def describe_pictures(self, request: Request) -> Response:
        self._require_key(request)
        return _json(await self._in_time(self._described_pictures(request)))

    async def _description(self, name: str) -> Description:
        _encoder, description = await self._encoders.get(name)
        return description

    async def _embedded_texts(self, request: Request) -> TextsReply:
        _refuse_full(self._texts)
        body = await _body(request, MAX_TEXTS_BYTES)
        asked = _parsed(lambda: TextsRequest.model_validate_json(body))
        encoder = await self._encoder(asked.name, asked.version)
        rows = await self._texts.ask(_TextsTogether(encoder, asked.purpose), asked.texts)
        return TextsReply(vectors=[row.tolist() for row in rows])

    async def _described_pictures(self, request: Request) -> PicturesReply:
        _refuse_full(self._pictures)
        asked = _parsed(lambda: PicturesRequest.model_validate(dict(request.query_params)))
        pictures = _pictures(await _body(request, MAX_PICTURES_BYTES))
        encoder = await self._encoder(asked.name, asked.version)
        found = await self._pictures.ask(_PicturesTogether(encoder, asked.k), pictures)
        return PicturesReply(
            vectors={
                space: [vectors[space].tolist() for vectors, _labels in found] for space in encoder.spaces
            },
            labels=[[(label.name, label.probability) for label in labels] for _vectors, labels in found],
        )

    async def _encoder(self, name: str, version: str) -> Encoder:
        encoder, description = await self._encoders.get(name)
        if description.version != version:
            raise Refused("other_version", _("The encoder has another version now."))
        return encoder

    async def _in_time(self, work: Any) -> BaseModel:  # a coroutine
        try:
            async with asyncio.timeout(self._wait_seconds):
                answer: BaseModel = await work
        except (TimeoutError, QueueFull):
            raise Refused("busy", _("Too much is being encoded now.")) from None
        except ConfigurationError as error:
            is_unknown = isinstance(error, UnknownEncoder)
            raise Refused(
                "unknown_encoder" if is_unknown else "unavailable_encoder", sentence_of(error)
            ) from error
        return answer

    def _require_key(self, request: Request) -> None:
        shown = request.headers.get("authorization", "")
        if not hmac.compare_digest(shown.encode(), f"Bearer {self._key}".encode()):
            raise Refused("wrong_key", _("The key is not that of this service."))


class _LoadedEncoders:
    """The encoders that were asked for last, each loaded once however many ask for it meanwhile."""

    def __init__(self, load: Callable[[str], Encoder]) -> None:
        self._load = load
        self._tasks: dict[str, asyncio.Task[tuple[Encoder, Description]]] = {}

    async def get(self, name: str) -> tuple[Encoder, Description]:
        """Raises what `load` raises. Loading goes on where whoever asked has gone."""
        task = self._tasks.pop(name, None) or asyncio.create_task(asyncio.to_thread(self._described, name))
        self._tasks[name] = task  # The one that was asked for last stands last.
        task.add_done_callback(lambda done: self._forget_failed(name, done))
        while len(self._tasks) > MAX_ENCODERS:
            del self._tasks[next(iter(self._tasks))]
        return await asyncio.shield(task)

    def _described(self, name: str) -> tuple[Encoder, Description]:
        encoder = self._load(name)
        return encoder, Description.of(encoder)

    def _forget_failed(self, name: str, task: "asyncio.Task[tuple[Encoder, Description]]") -> None:
        """What could not be loaded is tried again when it is asked for again."""
        if (task.cancelled() or task.exception()) and self._tasks.get(name) is task:
            del self._tasks[name]


def _embed_texts(key: _TextsTogether, texts: Sequence[str]) -> Sequence[NDArray[np.float32]]:
    match key.purpose:
        case "queries":
            return list(key.encoder.embed_queries(texts))
        case "passages":
            return list(key.encoder.embed_passages(texts))
        case "texts":
            return list(key.encoder.embed_texts(texts))


def _describe_pictures(key: _PicturesTogether, pictures: Sequence[Image.Image]) -> Sequence[PictureVectors]:
    found = key.encoder.describe_images(pictures, key.k)
    return [
        ({space: vectors[row] for space, vectors in found.vectors.items()}, labels)
        for row, labels in enumerate(found.labels)
    ]


def _pictures(body: bytes) -> list[Image.Image]:
    """The pictures of a request, in their order. Raises Refused."""
    try:
        arrays = read_safetensors(body)
        found = [arrays.pop(str(number)) for number in range(len(arrays))]
    except (SafetensorError, KeyError) as error:
        raise _unreadable(error) from error
    if not 1 <= len(found) <= MAX_PICTURES or not all(map(_is_picture, found)):
        raise _unreadable("pictures of (height, width, 3) bytes were expected")
    return [Image.fromarray(pixels) for pixels in found]


def _is_picture(pixels: NDArray[np.uint8]) -> bool:
    return pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3 and pixels.size > 0


async def _body(request: Request, limit: int) -> bytes:
    """The body of a request, of which no more is kept than the limit allows. Raises Refused."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise Refused("too_large", _("The request has more than %(limit)s bytes.", limit=limit))
    return bytes(body)


def _parsed(parse: Callable[[], Asked]) -> Asked:
    try:
        return parse()
    except ValidationError as error:
        raise _unreadable(error) from error


def _unreadable(why: object) -> Refused:
    return Refused("unreadable", _("The request cannot be read: %(why)s", why=str(why)))


def _refuse_full(batcher: Batcher[Any, Any, Any]) -> None:
    """Before anything is read of a request."""
    if batcher.is_full:
        raise Refused("busy", _("Too much is being encoded now."))


async def _refuse(_request: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)
    refusal = refused.refusal
    _log.info("Refused (%s): %s", refusal.reason, refusal.sentence)
    headers = {"Retry-After": str(RETRY_SECONDS)} if refusal.reason == "busy" else {}
    return _json(refusal, STATUS[refusal.reason], headers)


def _json(content: BaseModel, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(content.model_dump_json(), status, headers, media_type="application/json")
