"""What workers look after now and then, whatever kind of work it belongs to."""

from time import monotonic

import pytest

from agents.errors import SightlineError
from webapp.work.sweeper import Upkeep, keep_up


def test_only_what_is_due_is_done() -> None:
    calls: list[str] = []
    due = Upkeep(lambda: calls.append("due"), 60, is_at_start=False)
    fresh = Upkeep(lambda: calls.append("fresh"), 3600, is_at_start=False)
    done = {due: monotonic() - 61, fresh: monotonic() - 61}
    keep_up(done)
    keep_up(done)
    assert calls == ["due"]


def test_what_fails_is_due_again() -> None:
    calls: list[str] = []

    def fail() -> None:
        calls.append("failed")
        raise SightlineError("The database is away.")

    done = {Upkeep(fail, 60, is_at_start=False): monotonic() - 61}
    for _look in range(2):
        with pytest.raises(SightlineError):
            keep_up(done)
    assert calls == ["failed", "failed"]
