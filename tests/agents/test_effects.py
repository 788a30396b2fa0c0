"""The driver: several strands, one thread for the state, and only the waiting is parallel."""

from collections.abc import Callable
from threading import Barrier, get_ident
from threading import Event as Flag

import pytest

from agents import effects
from agents.effects import Driver, Effects, Strands, Wait, at_once
from agents.events import CallStarted, Event


def told(name: int) -> Event:
    """An event that can be recognised."""
    return CallStarted(name, "c")


def once(**strands: Callable[[], Effects[None]]) -> Callable[[], Strands]:
    """Each strand is wanted until it was started."""
    left = dict(strands)

    def wanted() -> Strands:
        now = dict(left)
        left.clear()
        return now

    return wanted


def test_a_strand_tells_its_events_in_order() -> None:
    def strand() -> Effects[None]:
        yield told(1)
        yield told(2)

    assert list(Driver(once(a=strand), 1).run()) == [told(1), told(2)]


def test_a_result_that_takes_nothing_is_there_at_once() -> None:
    results = []

    def strand() -> Effects[None]:
        results.append((yield from at_once(7)))

    assert list(Driver(once(a=strand), 1).run()) == []
    assert results == [7]


def test_strands_wait_side_by_side() -> None:
    both = Barrier(2, timeout=30)  # Breaks unless two are waited for at once.

    def strand() -> Effects[None]:
        yield Wait(lambda _: both.wait())
        yield told(1)

    assert list(Driver(once(a=strand, b=strand), 2).run()) == [told(1), told(1)]


def test_no_more_strands_than_the_limit_are_under_way() -> None:
    under_way, most = 0, 0

    def strand() -> Effects[None]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        yield Wait(lambda _: None)
        under_way -= 1

    names = {f"s{number}": strand for number in range(6)}
    done: set[str] = set()

    def wanted() -> Strands:
        return {name: lambda name=name: leave(name) for name in names if name not in done}

    def leave(name: str) -> Effects[None]:
        yield from strand()
        done.add(name)

    list(Driver(wanted, 2).run())
    assert (most, len(done)) == (2, 6)


def test_strands_run_on_the_thread_that_asks_for_events() -> None:
    threads = []

    def strand() -> Effects[None]:
        threads.append(get_ident())
        threads.append((yield Wait(lambda _: get_ident())))
        threads.append(get_ident())

    list(Driver(once(a=strand), 1).run())
    before, waited, after = threads
    assert before == after == get_ident()
    assert waited != get_ident()


def test_an_error_of_the_work_is_raised_where_it_was_wanted() -> None:
    caught = []

    def fail(_stopped: Flag) -> None:
        raise ConnectionError("no model")

    def strand() -> Effects[None]:
        try:
            yield Wait(fail)
        except ConnectionError as error:
            caught.append(str(error))

    list(Driver(once(a=strand), 1).run())
    assert caught == ["no model"]


def test_an_error_that_nobody_catches_ends_all_strands() -> None:
    closed = Flag()
    hold = Flag()

    def patient() -> Effects[None]:
        try:
            yield Wait(lambda _: hold.wait())
        finally:
            closed.set()

    def broken() -> Effects[None]:
        yield told(1)
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        list(Driver(once(a=patient, b=broken), 2).run())
    assert closed.is_set()
    hold.set()


def test_whoever_waits_may_stop_waiting_and_the_work_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "PULSE_SECONDS", 0.01)
    told_to_stop = Flag()

    def work(stopped: Flag) -> None:
        stopped.wait()
        told_to_stop.set()

    def strand() -> Effects[None]:
        yield Wait(work)

    def pulse() -> None:
        raise InterruptedError("enough")

    with pytest.raises(InterruptedError, match="enough"):
        list(Driver(once(a=strand), 1, pulse).run())
    assert told_to_stop.wait(10)


def test_a_consumer_that_leaves_closes_every_strand() -> None:
    closed = Flag()

    def strand() -> Effects[None]:
        try:
            yield told(1)
            yield told(2)
        finally:
            closed.set()

    events = Driver(once(a=strand), 1).run()
    assert next(events) == told(1)
    events.close()
    assert closed.is_set()
