"""One host is asked now and then, whoever asks."""

from threading import Thread

import pytest

from agents.web.deadline import Deadline
from agents.web.errors import FetchFailed
from agents.web.fetcher import Fetcher, Wire
from agents.web.limits import FetchLimits
from agents.web.pace import Pace
from agents.web.targets import read_target
from tests.support.web_server import PUBLIC, Network, WebServer, page, redirect


class Time:
    """Passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def fetcher(server: WebServer, network: Network, time: Time) -> Fetcher:
    limits = FetchLimits(max_bytes=1000, total_seconds=5, host_interval_seconds=2)
    server.pages |= {"/": page(), "/redirect": redirect("/")}
    wire = Wire(resolve=lambda host: [PUBLIC], network=network, clock=time.clock, sleep=time.sleep)
    return Fetcher(limits, wire=wire)


def test_a_second_request_to_a_host_waits_for_its_turn(fetcher: Fetcher, time: Time) -> None:
    fetcher.fetch("http://example.org/")
    assert time.slept == []
    fetcher.fetch("http://EXAMPLE.org:8080/")
    assert time.slept == [2]


def test_another_host_does_not_wait(fetcher: Fetcher, time: Time) -> None:
    fetcher.fetch("http://example.org/")
    fetcher.fetch("http://other.example/")
    assert time.slept == []


def test_a_redirect_to_the_same_host_waits_as_well(fetcher: Fetcher, time: Time) -> None:
    fetcher.fetch("http://example.org/redirect")
    assert time.slept == [2]


def test_a_host_that_was_left_alone_does_not_wait(fetcher: Fetcher, time: Time) -> None:
    fetcher.fetch("http://example.org/")
    time.now += 2
    fetcher.fetch("http://example.org/")
    assert time.slept == []


def take_turns(pace: Pace, time: Time, turns: int) -> None:
    for _ in range(turns):
        pace.wait(read_target("http://example.org/"), Deadline(5, time.clock))


def test_a_turn_that_comes_after_the_deadline_is_refused_at_once_and_not_taken() -> None:
    time, waits = Time(), list[float]()
    pace = Pace(2, time.clock, waits.append)  # Waiting threads do not move the clock of the others.
    take_turns(pace, time, 3)
    for _ in range(2):
        with pytest.raises(FetchFailed, match=r"example\.org is being asked too often") as failed:
            take_turns(pace, time, 1)
        assert failed.value.retryable
    time.now = 1.5
    pace.wait(read_target("http://example.org/"), Deadline(6.5, time.clock))
    assert waits == [2, 4, 4.5]


def test_threads_get_turns_of_their_own(time: Time) -> None:
    waits = list[float]()
    pace = Pace(0.25, time.clock, waits.append)
    threads = [Thread(target=take_turns, args=(pace, time, 2)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [turn * 0.25 for turn in range(1, 16)]


def test_hosts_of_long_ago_are_forgotten(time: Time) -> None:
    pace = Pace(1, time.clock, time.sleep)
    for number in range(2500):
        time.now = float(number)
        pace.wait(read_target(f"http://host{number}.example/"), Deadline(1e9, time.clock))
    assert len(pace._free_at) <= 1001
