"""Anthropic and Gemini: the clients of their makers, asked over the wire of this machine."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from agents.errors import ModelUnavailable
from agents.models.base import PicturePart, Prompt, TextPart
from agents.models.client import PydanticModel
from agents.models.spec import parse_model
from agents.types import CallWanted
from tests.agents.models.conftest import KEY, noted, png
from tests.agents.models.test_requests import ASKING, HELLO, SEARCH, unheard
from tests.support.model_server import Cut, ModelServer, Raw, Say, Silence, Status, Tokens, in_order
from tests.support.provider_formats import ANTHROPIC, GEMINI, ProviderFormat

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Spoken:
    """A provider by its line, its form, and the word with which it says that a reply was cut at its limit."""

    line: str
    form: ProviderFormat
    cut: str
    end: str
    """The event that a stream ends with."""

    @property
    def is_anthropic(self) -> bool:
        return self.form is ANTHROPIC


PROVIDERS = {
    "anthropic": Spoken("anthropic:claude-sonnet-5-5", ANTHROPIC, "max_tokens", "event: message_delta"),
    "gemini": Spoken("google-gla:gemini-2.5-pro", GEMINI, "MAX_TOKENS", 'data: {"candidates": [{"content": '),
}

Open = Callable[..., PydanticModel]


@pytest.fixture(params=PROVIDERS)
def spoken(request: pytest.FixtureRequest) -> Spoken:
    return PROVIDERS[request.param]


@pytest.fixture
def connect(spoken: Spoken, waits: list[float]) -> Iterator[Open]:
    opened: list[PydanticModel] = []

    def connected(server: ModelServer, settings: str = "") -> PydanticModel:
        root = server.url.removesuffix("/v1")
        spec = parse_model(f"{spoken.line} base_url={root} {settings}", KEY)
        opened.append(PydanticModel(spec, lambda _uid: (png(64, 56), "image/png"), noted(waits)))
        return opened[-1]

    yield connected
    for model in opened:
        model.close()


def pixels_in(body: Any) -> list[bytes]:
    """The pictures of a request of either form."""
    if isinstance(body, dict):
        if isinstance(data := body.get("data"), str):
            return [base64.b64decode(data.translate(str.maketrans("-_", "+/")))]
        return [each for value in body.values() for each in pixels_in(value)]
    return [each for value in body for each in pixels_in(value)] if isinstance(body, list) else []


def test_text_thoughts_calls_and_usage_come_back(connect: Open) -> None:
    said = Say("I search.", [("search", {"words": "harbour"})], "They want a harbour.", Tokens(100, 20, 40))
    with ModelServer(in_order(said)) as server:
        reply = connect(server).request(ASKING, unheard)
    assert (reply.text, reply.thinking) == ("I search.", "They want a harbour.")
    assert reply.calls == (CallWanted("search", {"words": "harbour"}),)
    usage = reply.usage
    assert (usage.input_tokens, usage.output_tokens, usage.cached_tokens) == (100, 20, 40)


def test_pieces_are_told_as_they_arrive(connect: Open) -> None:
    told: list[tuple[str, str]] = []
    with ModelServer(in_order(Say("A word. " * 9, thinking="Hm. " * 9, usage=Tokens(1, 1)))) as server:
        reply = connect(server).request(HELLO, lambda kind, piece: told.append((kind, piece)))
    assert len(told) > 2
    assert "".join(piece for kind, piece in told if kind == "text") == reply.text
    assert "".join(piece for kind, piece in told if kind == "thinking") == reply.thinking


def test_words_tools_pictures_and_the_key_arrive(connect: Open) -> None:
    prompt = Prompt("Be brief.", (TextPart("What is this?"), PicturePart("img_x", 64, 56)), (SEARCH,))
    with ModelServer(in_order(Say("A colour.", usage=Tokens(1, 1)))) as server:
        connect(server, "vision=yes").request(prompt, unheard)
    [body], [key] = server.requests, server.authorizations
    written = str(body)
    assert all(words in written for words in ("Be brief.", "What is this?", "Search the corpus."))
    assert pixels_in(body) == [png(64, 56)]
    assert key.removeprefix("Bearer ") == KEY
    assert KEY not in written


def test_prompts_of_anthropic_are_marked_for_its_cache(connect: Open, spoken: Spoken) -> None:
    with ModelServer(in_order(Say("Yes.", usage=Tokens(1, 1)))) as server:
        connect(server).request(ASKING, unheard)
        connect(server, "cache=no").request(ASKING, unheard)
    marked, plain = ("cache_control" in str(body) for body in server.requests)
    assert (marked, plain) == (spoken.is_anthropic, False)


def test_it_is_asked_again_by_us_alone(connect: Open, waits: list[float]) -> None:
    with ModelServer(in_order(Status(500), Say("Here.", usage=Tokens(1, 1)))) as server:
        reply = connect(server).request(HELLO, unheard)
    assert (reply.text, reply.attempts, len(waits), len(server.requests)) == ("Here.", 2, 1, 2)


def test_a_wait_that_is_asked_for_is_kept(connect: Open, waits: list[float]) -> None:
    slow = Status(429, {"Retry-After": "7"}, {"error": {"code": 429, "message": "Slow down."}})
    with ModelServer(in_order(slow, Say("Here.", usage=Tokens(1, 1)))) as server:
        connect(server).request(HELLO, unheard)
    assert waits == [7]


@pytest.mark.parametrize(
    ("status", "words", "advice"),
    [
        (401, "invalid key", "Check its API key"),
        (400, "prompt is too long: 300000 tokens", "longer than its server's context"),
        (404, "model: nobody not found", "the server knows no model of that one"),
    ],
)
def test_a_refusal_says_what_to_check(connect: Open, status: int, words: str, advice: str) -> None:
    refusal = Status(status, body={"error": {"code": status, "type": "error", "message": words}})
    with ModelServer(in_order(refusal)) as server, pytest.raises(ModelUnavailable) as refused:
        connect(server).request(HELLO, unheard)
    assert words in str(refused.value)
    assert advice in str(refused.value)
    assert len(server.requests) == 1


def test_a_stream_that_ends_too_early_is_asked_for_again(connect: Open, spoken: Spoken) -> None:
    """In order, as a proxy ends it: there is no reason at its end."""
    whole = spoken.form.stream(Say("I will look for the harbour now."), Tokens(1, 1))
    early = Raw(whole[: whole.rindex(spoken.end)])
    with ModelServer(in_order(early, Say("Here.", usage=Tokens(1, 1)))) as server:
        reply = connect(server).request(HELLO, unheard)
    assert (reply.text, reply.attempts) == ("Here.", 2)


def test_a_connection_that_breaks_off_is_opened_again(connect: Open) -> None:
    with ModelServer(in_order(Cut(30), Say("Here.", usage=Tokens(1, 1)))) as server:
        assert connect(server).request(HELLO, unheard).attempts == 2


def test_a_reply_that_is_cut_at_its_limit_says_so(connect: Open, spoken: Spoken) -> None:
    with ModelServer(in_order(Say("And then", finish=spoken.cut, usage=Tokens(1, 1)))) as server:
        assert connect(server).request(HELLO, unheard).finish == "length"


@pytest.mark.parametrize("characters", [0, 30])
def test_a_silence_ends_the_request(connect: Open, characters: int) -> None:
    with ModelServer(in_order(Silence(characters))) as server:
        with pytest.raises(ModelUnavailable, match="sent nothing for 0.3 s"):
            connect(server, "silence=0.3").request(HELLO, unheard)
        assert server.abandoned.wait(20)
