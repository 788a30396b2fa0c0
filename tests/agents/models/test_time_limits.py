"""A request ends: after a silence, after its whole time, and when its client goes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from agents.errors import ModelUnavailable
from agents.models.base import DeltaKind, Prompt, TextPart
from agents.models.client import PydanticModel
from agents.models.connection import Abandoned
from agents.models.spec import parse_model
from tests.agents.models.conftest import Connect
from tests.support.model_server import ModelServer, Say, Silence, Status, in_order

HELLO = Prompt("Be brief.", (TextPart("Hello."),))


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("silence", [Silence(), Silence(after_characters=30)])
def test_a_silence_ends_the_request(connect: Connect, silence: Silence) -> None:
    with ModelServer(in_order(silence)) as server:
        model = connect(server, "silence=0.3")
        with pytest.raises(ModelUnavailable, match="sent nothing for 0.3 s.*raise silence="):
            model.request(HELLO, unheard)
    assert len(server.requests) == 1


def test_the_whole_time_ends_the_request(connect: Connect) -> None:
    with ModelServer(in_order(Silence(30))) as server:
        model = connect(server, "total=0.3")
        with pytest.raises(ModelUnavailable, match="took longer than 0.3 s.*raise total="):
            model.request(HELLO, unheard)


def test_a_model_answers_again_after_a_silence(connect: Connect) -> None:
    with ModelServer(in_order(Silence(), Say("Here."))) as server:
        model = connect(server, "silence=0.3")
        with pytest.raises(ModelUnavailable):
            model.request(HELLO, unheard)
        assert model.request(HELLO, unheard).text == "Here."


def test_an_interrupted_client_hangs_up(connect: Connect) -> None:
    def interrupt(_kind: DeltaKind, _piece: str) -> None:
        raise KeyboardInterrupt

    with ModelServer(in_order(Silence(30), Say("Here."))) as server:
        model = connect(server)
        with pytest.raises(KeyboardInterrupt):
            model.request(HELLO, interrupt)
        assert server.abandoned.wait(30)
        assert model.request(HELLO, unheard).text == "Here."


def test_nobody_waits_for_another_attempt_at_a_reply_that_is_not_wanted() -> None:
    asleep, stopped = Event(), Event()

    def sleep(flag: Event, seconds: float) -> None:
        asleep.set()
        flag.wait(seconds)

    busy = Status(503, {"Retry-After": "60"})
    with ModelServer(in_order(busy, Say("Here."))) as server, ThreadPoolExecutor(1) as pool:
        model = PydanticModel(parse_model(f"openai:x base_url={server.url}"), lambda _uid: (b"", ""), sleep)
        reply = pool.submit(model.request, HELLO, unheard, stopped)
        assert asleep.wait(30)
        stopped.set()
        with pytest.raises(Abandoned):
            reply.result(30)
        model.close()
    assert len(server.requests) == 1


def test_nothing_is_asked_for_a_reply_that_is_not_wanted(connect: Connect) -> None:
    stopped = Event()
    stopped.set()
    with ModelServer(in_order(Say("Here."))) as server, pytest.raises(Abandoned):
        connect(server).request(HELLO, unheard, stopped)
    assert server.connections == 0
