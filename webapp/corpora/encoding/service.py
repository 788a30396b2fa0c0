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

    def embed(self, texts: Sequence[str]) -> Sequence[NDArray[np.float32]]:
        match self.purpose:
            case "queries":
                return list(self.encoder.embed_queries(texts))
            case "passages":
                return list(self.encoder.embed_passages(texts))
            case "texts":
                return list(self.encoder.embed_texts(texts))


@dataclass(frozen=True, slots=True)
class _PicturesTogether:
    """What pictures have in common that may be described together."""

    encoder: Encoder
    k: int

    def describe(self, pictures: Sequence[Image.Image]) -> Sequence[PictureVectors]:
        found = self.encoder.describe_images(pictures, self.k)
        return [
            ({space: vectors[row] for space, vectors in found.vectors.items()}, labels)
            for row, labels in enumerate(found.labels)
        ]


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
            _TextsTogether.embed, max_items=MAX_TEXTS, max_callers=MAX_TEXT_CALLERS
        )
        self._pictures: Batcher[_PicturesTogether, Image.Image, PictureVectors] = Batcher(
            _PicturesTogether.describe, max_items=MAX_PICTURES, max_callers=MAX_PICTURE_CALLERS
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
        async with self._in_time():
            _encoder, description = await self._encoders.get(name)
        return _json(description)

    async def embed_texts(self, request: Request) -> Response:
        self._require_key(request)
        async with self._in_time():
            _refuse_full(self._texts)
            body = await _body(request, MAX_TEXTS_BYTES)
            asked = _parsed(lambda: TextsRequest.model_validate_json(body))
            encoder = await self._encoder(asked.name, asked.version)
            rows = await self._texts.ask(_TextsTogether(encoder, asked.purpose), asked.texts)
            reply = TextsReply(vectors=[row.tolist() for row in rows])
        return _json(reply)

    async def describe_pictures(self, request: Request) -> Response:
        self._require_key(request)
        async with self._in_time():
            _refuse_full(self._pictures)
            asked = _parsed(lambda: PicturesRequest.model_validate(dict(request.query_params)))
            pictures = _pictures(await _body(request, MAX_PICTURES_BYTES))
            encoder = await self._encoder(asked.name, asked.version)
            found = await self._pictures.ask(_PicturesTogether(encoder, asked.k), pictures)
            reply = PicturesReply(
                vectors={
                    space: [vectors[space].tolist() for vectors, _labels in found] for space in encoder.spaces
                },
                labels=[[(label.name, label.probability) for label in labels] for _vectors, labels in found],
            )
        return _json(reply)

    async def _encoder(self, name: str, version: str) -> Encoder:
        encoder, description = await self._encoders.get(name)
        if description.version != version:
            raise Refused("other_version", _("The encoder has another version now."))
        return encoder

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        """Refuses in words of the protocol what takes too long, or what an encoder or a queue refuses."""
        try:
            async with asyncio.timeout(self._wait_seconds):
                yield
        except (TimeoutError, QueueFull):
            raise Refused("busy", _("Too much is being encoded now.")) from None
        except ConfigurationError as error:
            is_unknown = isinstance(error, UnknownEncoder)
            raise Refused(
                "unknown_encoder" if is_unknown else "unavailable_encoder", sentence_of(error)
            ) from error

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
        """Raises what `load` raises; what failed is loaded anew when it is asked for again. Loading goes on
        where whoever asked has gone.
        """

        def forget_failed(done: "asyncio.Task[tuple[Encoder, Description]]") -> None:
            if (done.cancelled() or done.exception()) and self._tasks.get(name) is done:
                del self._tasks[name]

        task = self._tasks.pop(name, None) or asyncio.create_task(asyncio.to_thread(self._described, name))
        self._tasks[name] = task  # The one that was asked for last stands last.
        task.add_done_callback(forget_failed)
        while len(self._tasks) > MAX_ENCODERS:
            del self._tasks[next(iter(self._tasks))]
        return await asyncio.shield(task)

    def _described(self, name: str) -> tuple[Encoder, Description]:
        encoder = self._load(name)
        return encoder, Description.of(encoder)


def _pictures(body: bytes) -> list[Image.Image]:
    """The pictures of a request, in their order. Raises Refused."""
    try:
        arrays = read_safetensors(body)
        found = [arrays.pop(str(number)) for number in range(len(arrays))]
    except (SafetensorError, KeyError) as error:
        raise _unreadable(error) from error
    are_pictures = all(
        pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3 and pixels.size > 0
        for pixels in found
    )
    if not 1 <= len(found) <= MAX_PICTURES or not are_pictures:
        raise _unreadable("pictures of (height, width, 3) bytes were expected")
    return [Image.fromarray(pixels) for pixels in found]


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
