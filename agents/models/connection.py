"""A provider's connections, on an event loop of their own that all threads share."""

import asyncio
import weakref
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, Thread

from pydantic_ai.direct import model_request_stream
from pydantic_ai.messages import (
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ThinkingPart,
    ThinkingPartDelta,
    ToolCallPart,
)
from pydantic_ai.models import Model
from pydantic_ai.models.openai import OpenAIChatModel

from agents.errors import ModelUnavailable
from agents.messages import message as _
from agents.models.adapter import ProviderRequest
from agents.models.base import DeltaKind
from agents.models.call_pieces import MAX_CALLS

PATIENCE_SECONDS = 0.5
"""How long a request goes on at most after nobody wants its reply any more."""

_END_WITH_A_REASON = ("anthropic", "google")
"""Providers besides those of OpenAI's protocol whose streams end with a reason."""

Tell = Callable[[DeltaKind, str], None]
Pieces = SimpleQueue[tuple[DeltaKind, str] | None]
"""What arrived; None stands at the end."""


class StreamCut(Exception):
    """A stream came to an orderly end without saying that the reply is whole."""


class Abandoned(ModelUnavailable):
    """Nobody wants the reply any more."""

    def __init__(self) -> None:
        super().__init__(_("The run was stopped, so this reply is not waited for."))


class Connection:
    """Requests of any thread run on one event loop, because connections belong to the loop that opened them.

    They stay open between requests, so that no turn begins with a handshake. They cannot cross a fork.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(
            target=_serve, args=(self._loop,), name=f"model {model.model_name}", daemon=True
        )
        loop = self._loop
        # No waiting here: the garbage collector may call this in any thread, the loop's own among them.
        self._finish = weakref.finalize(
            self, lambda: asyncio.run_coroutine_threadsafe(_finish(loop, model), loop)
        )
        self._thread.start()

    def stream(
        self, request: ProviderRequest, tell: Tell, timeout_seconds: float, stopped: Event
    ) -> ModelResponse:
        """The whole response; `tell` is given its pieces, in the calling thread. Raises as pydantic-ai does.

        Raises also StreamCut, TimeoutError when the whole takes longer than `timeout_seconds`, and Abandoned
        once `stopped` is set; then the connection is closed.
        """
        if stopped.is_set():  # While the next attempt was waited for: nothing may be asked any more.
            raise Abandoned
        pieces: Pieces = SimpleQueue()
        work = _consume(self._model, request, pieces, timeout_seconds)
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        future.add_done_callback(lambda _future: pieces.put(None))
        try:
            while not stopped.is_set():
                try:
                    piece = pieces.get(timeout=PATIENCE_SECONDS)
                except Empty:
                    continue
                if piece is None:
                    return future.result()
                tell(*piece)
            raise Abandoned
        finally:
            future.cancel()

    def close(self) -> None:
        """Close the connections and end the thread; it happens by itself when nobody holds this any more."""
        self._finish()
        self._thread.join()


async def _consume(
    model: Model, request: ProviderRequest, pieces: Pieces, timeout_seconds: float
) -> ModelResponse:
    async with (
        asyncio.timeout(timeout_seconds),
        model_request_stream(
            model,
            request.messages,
            model_settings=request.settings,
            model_request_parameters=request.parameters,
        ) as stream,
    ):
        calls = 0
        async for event in stream:
            match event:
                case PartStartEvent(part=TextPart(content=str(piece))) if piece:
                    pieces.put(("text", piece))
                case PartDeltaEvent(delta=TextPartDelta(content_delta=str(piece))) if piece:
                    pieces.put(("text", piece))
                case PartStartEvent(part=ThinkingPart(content=str(piece))) if piece:
                    pieces.put(("thinking", piece))
                case PartDeltaEvent(delta=ThinkingPartDelta(content_delta=str(piece))) if piece:
                    pieces.put(("thinking", piece))
            calls += isinstance(event, PartStartEvent) and isinstance(event.part, ToolCallPart)
            if calls > MAX_CALLS:
                return stream.get()  # For each call pydantic-ai goes over all the others, on this loop.
        response = stream.get()
    details = response.provider_details or {}
    # pydantic-ai takes a stream without a finish reason for a whole one; servers of today all send it.
    is_finished = "finish_reason" in details or "refusal" in details
    must_say_so = isinstance(model, OpenAIChatModel) or model.system in _END_WITH_A_REASON
    if response.state != "complete" or (must_say_so and not is_finished):
        raise StreamCut
    return response


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


async def _finish(loop: asyncio.AbstractEventLoop, model: Model) -> None:
    try:
        async with model:
            pass  # Leaving a model closes its connections.
        await loop.shutdown_asyncgens()
    finally:
        loop.stop()
