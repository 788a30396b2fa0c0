"""A chat completion as servers stream it, made into one as OpenAI documents it.

pydantic-ai and OpenAI's client take the protocol at its word. Servers do not: they send comments and empty
events, errors and web pages with status 200, a whole completion though a stream was asked for, usage with
every event, and calls in pieces of their own kind. What passes here is JSON in events, its calls whole, its
usage once, an error as OpenAI writes it, and a finish reason if and only if the reply is whole.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from agents.models.call_pieces import CallPieces
from agents.models.usage_reports import UsageReports
from media_store.limits import MIB

MAX_STREAM_BYTES = 16 * MIB
"""A reply that is longer is no reply any more."""

WEB_PAGE = "web_page"
"""The code of the error for an address that answers with a page for people."""

NO_STREAM = "no_stream"
"""The code of the error for an answer that is text without any form."""

_MAX_STRAY_CHARACTERS = 300
_FINISHES = {
    "length": "length", "max_tokens": "length", "max_output_tokens": "length", "model_length": "length",
    "tool_calls": "tool_calls", "tool_call": "tool_calls", "tool_use": "tool_calls",
    "function_call": "tool_calls", "content_filter": "content_filter", "safety": "content_filter",
}  # fmt: skip
"""Finish reasons of other protocols that mean more than "stop", in OpenAI's words."""

_NO_FINISH = ("", "null", "none")
_TEXTS = ("reasoning_content", "reasoning", "reasoning_text", "thinking")
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_LINE = re.compile(rb"\r\n|\n|\r")
_FIELD = re.compile(rb"(data|event|id|retry|error):? ?(.*)", re.DOTALL)

Event = dict[str, Any]


class ChatStream:
    """One response with status 200. `feed` takes its bytes as they arrive, and both give back what passes on.

    Events without anything for the reader give nothing back. `is_over` says that no more needs to be read.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []
        self._kind = b""
        self._is_stream: bool | None = None
        self._size = 0
        self._finish = ""
        self._head: Event = {}
        self._calls = CallPieces()
        self._usage = UsageReports()
        self._stray = ""
        self.is_over = False

    @property
    def is_whole(self) -> bool:
        """True once there was a finish reason: what follows is not the reply any more."""
        return bool(self._finish)

    def feed(self, content: bytes) -> Iterator[bytes]:
        """The events that these bytes complete."""
        self._size += len(content)
        if self._size > MAX_STREAM_BYTES:
            yield from self._fail({"message": f"The reply is longer than {MAX_STREAM_BYTES // MIB} MB."})
            return
        self._rest += content
        if self._is_stream is None and (start := self._rest.removeprefix(b"\xef\xbb\xbf").lstrip()):
            self._rest = start
            self._is_stream = start[:1] not in (b"{", b"[", b"<")
        if self._is_stream and _LINE.search(content):
            *lines, self._rest = _LINE.split(self._rest)
            yield from self._lines(lines)

    def finish(self) -> Iterator[bytes]:
        """What is left at the end: the calls, the finish reason and the usage of a reply that is whole."""
        if self._rest.startswith(b"<"):
            yield from self._fail(_page(self._rest))
        elif not self.is_over:
            rest, self._rest = self._rest, b""
            # One document is one line, however many it is written on.
            is_document = self._is_stream is False and _json(rest) is not None
            yield from self._lines([rest] if is_document else [*_LINE.split(rest), b""])
        if not self.is_over and (self._finish or self._calls.is_full):
            yield from self._close()
        elif not self.is_over and self._stray and not self._head:
            yield from self._fail({"message": "plain text", "shown": self._stray.strip(), "code": NO_STREAM})

    def _lines(self, lines: list[bytes]) -> Iterator[bytes]:
        for line in lines:
            if self.is_over:
                return
            stripped = line.strip()
            if stripped[:1] in (b"{", b"["):
                yield from self._event(stripped)  # An error without the form of an event, or a whole reply.
            elif stripped[:1] == b"<":
                yield from self._fail(_page(line + self._rest))
            elif not stripped:
                data, self._data = b"\n".join(self._data), []
                kind, self._kind = self._kind, b""
                if data:
                    yield from self._unreadable(data, kind)
            elif field := _FIELD.match(line):
                yield from self._field(field[1], field[2].strip())
            elif not line.startswith(b":") and not self._head:
                self._stray += stripped[:_MAX_STRAY_CHARACTERS].decode(errors="replace") + " "

    def _field(self, name: bytes, value: bytes) -> Iterator[bytes]:
        if name == b"event":
            self._kind = value
        elif name == b"error":
            self._kind = b"error"
            yield from self._event(value) if _json(value) is not None else self._unreadable(value, b"error")
        elif name == b"data" and value:
            # Servers forget the empty line behind an event: each line that is JSON is one.
            self._data.append(value)
            data = b"\n".join(self._data)
            if value.startswith(b"[DONE]"):
                # A server that says it is done has sent all there is, with a finish reason or without.
                self._finish = self._finish or "stop"
                yield from self._close()
            elif _json(data) is not None:
                self._data = []
                yield from self._event(data)

    def _unreadable(self, data: bytes, kind: bytes) -> Iterator[bytes]:
        """What is no JSON: the words of an error where they call themselves one, else nothing to anybody."""
        words = data.decode(errors="replace").strip()
        if kind == b"error" or "error" in words[:40].lower():
            yield from self._fail({"message": words})

    def _event(self, data: bytes) -> Iterator[bytes]:
        event = _json(data)
        if isinstance(event, list) and event:
            event = event[0]  # Google's errors come in a list.
        if not isinstance(event, dict):
            return
        error = event.get("error")
        if not error and "choices" not in event:
            # vLLM, FastAPI and others write errors without the word.
            told = event.get("message", event.get("detail", event.get("msg")))
            error = {**event, "message": told} if told else event if self._kind == b"error" else None
        if isinstance(error, Mapping):
            told = error.get("message") or error.get("error") or error.get("detail")
            yield from self._fail({**error, "message": str(told or json.dumps(error, ensure_ascii=False))})
            return
        if error:
            yield from self._fail({"message": str(error)})
            return
        self._usage.note(event)
        choices = event.get("choices")
        if isinstance(choices, list) and choices and isinstance(choices[0], dict):
            yield from self._choice(event, choices[0])

    def _choice(self, event: Event, choice: Event) -> Iterator[bytes]:
        whole = choice.get("message")
        delta = whole if isinstance(whole, dict) else choice.get("delta")
        delta = dict(delta) if isinstance(delta, dict) else {}
        self._calls.note(delta, is_whole=isinstance(whole, dict))
        finish = str(choice.get("finish_reason") or "").strip()
        if finish.lower() == "error":
            yield from self._fail({"message": "the reply ended in an error", "code": 502})
            return
        if finish.lower() not in _NO_FINISH:
            self._finish = _FINISHES.get(finish.lower(), "stop")
        elif isinstance(whole, dict) and not self._is_stream:
            self._finish = "stop"  # One document is all there is.
        self._head = {key: value for key, value in event.items() if key not in ("choices", "usage")}
        self._head["object"] = "chat.completion.chunk"
        # What goes on: texts as strings, thoughts where they are read, calls left out.
        kept = {
            key: value for key, value in delta.items() if key not in ("tool_calls", "function_call", "role")
        }
        if isinstance(content := delta.get("content"), list):
            kept["content"] = _joined(content, "text")
            kept.setdefault("reasoning_content", _joined(content, "thinking"))
        thoughts = [kept.pop(key) for key in _TEXTS if key in kept]
        kept["reasoning_content"] = next((each for each in thoughts if isinstance(each, str) and each), "")
        if piece := {key: value for key, value in kept.items() if value}:
            yield self._chunk(piece)
        self.is_over = self._calls.is_full
        if self.is_over:
            yield from self._close()

    def _close(self) -> Iterator[bytes]:
        self.is_over = True
        for call in self._calls.calls():
            yield self._chunk({"tool_calls": [call]})
        yield self._chunk({}, self._finish or "tool_calls")
        if usage := self._usage.total():
            yield _encoded({**self._head, "choices": [], "usage": usage})
        yield b"data: [DONE]\n\n"

    def _fail(self, error: Event) -> Iterator[bytes]:
        self.is_over = True
        yield _encoded({"error": error})

    def _chunk(self, delta: Event, finish: str | None = None) -> bytes:
        head = {"id": "reply", "created": 0, "model": "", "object": "chat.completion.chunk", **self._head}
        return _encoded({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


def _joined(parts: list[Any], kind: str) -> str:
    """The texts of one kind among the parts of a content; Mistral's thoughts are parts within parts."""
    pieces = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part if kind == "text" else "")
        elif isinstance(part, Mapping) and part.get("type", "text") == kind:
            inner = part.get(kind, "")
            pieces.append(_joined(inner, "text") if isinstance(inner, list) else str(inner or ""))
    return "".join(pieces)


def _page(page: bytes) -> Event:
    found = _TITLE.search(page)
    title = " ".join(unescape(found[1].decode(errors="replace")).split()) if found else ""
    return {"message": "a web page", "shown": title, "code": WEB_PAGE}


def _json(data: bytes) -> Any:  # any JSON value
    """The JSON value in these bytes; None for what is none, and for null."""
    if data[:1] not in (b"{", b"[", b'"'):
        return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _encoded(event: Event) -> bytes:
    return b"data: " + json.dumps(event).encode() + b"\n\n"
