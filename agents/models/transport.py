"""Every chat completion passes here before OpenAI's client reads it; see `agents.models.chat_stream`."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress

import httpx2
from openai import AsyncOpenAI

from agents.models.chat_stream import ChatStream

DRAIN_SECONDS = 1.0
"""How long the end of a response is waited for behind a whole reply, so that its connection can be kept."""


def keep_to_protocol(client: AsyncOpenAI) -> None:
    """Let this client see chat completions as OpenAI documents them, whatever the server makes of that."""
    http: httpx2.AsyncClient = client._client
    http.headers["Accept-Encoding"] = "identity"
    hooks = http.event_hooks
    http.event_hooks = {**hooks, "response": [*hooks["response"], _tidy]}


async def _tidy(response: httpx2.Response) -> None:
    is_plain = response.headers.get("Content-Encoding", "identity") == "identity"
    is_chat = response.request.url.path.endswith("/chat/completions")
    if response.is_success and is_chat and is_plain and isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Tidied(response.stream)


class _Tidied(httpx2.AsyncByteStream):
    """The body of a chat completion, tidied as it arrives."""

    def __init__(self, body: httpx2.AsyncByteStream) -> None:
        self._body = body
        self._passing = self._pass()

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._passing

    async def aclose(self) -> None:
        await self._passing.aclose()
        await self._body.aclose()

    async def _pass(self) -> AsyncGenerator[bytes]:
        chat, arriving = ChatStream(), aiter(self._body)
        try:
            while not chat.is_over and (content := await anext(arriving, None)) is not None:
                for event in chat.feed(content):
                    yield event
        except httpx2.TransportError:
            if not chat.is_whole:
                raise
        for event in chat.finish():
            yield event
        with suppress(TimeoutError, httpx2.TransportError):
            async with asyncio.timeout(DRAIN_SECONDS):
                async for _ in arriving:
                    pass
