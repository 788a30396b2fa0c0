"""One pace for each engine, whoever asks: threads, and processes that share a home."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agents.web.asking.pace import EnginePace
from tests.agents.web.asking.conftest import Moment
from tests.support.engine_replies import NOW


def turns(folder: Path, count: int) -> list[float]:
    """How long each of several callers at one moment is told to sleep."""
    slept: list[float] = []
    pace = EnginePace(folder, lambda: NOW, slept.append)
    for _turn in range(count):
        assert pace.wait("openverse", 1.0, 1_000.0) == 0
    return slept


def test_threads_get_turns_one_after_the_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        slept = [each for one in threads.map(lambda _: turns(tmp_path, 5), range(8)) for each in one]
    assert sorted(map(round, slept)) == list(range(1, 40))


@pytest.mark.processes
def test_processes_get_turns_one_after_the_other(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as processes:
        told = processes.starmap(turns, [(tmp_path, 5)] * 3)
    assert sorted(round(each) for one in told for each in one) == list(range(1, 15))


def test_each_engine_has_its_own(tmp_path: Path, moment: Moment) -> None:
    pace = EnginePace(tmp_path, moment, moment.sleep)
    assert pace.wait("openverse", 1.0, 0.0) == 0
    assert pace.wait("commons", 1.0, 0.0) == 0
    assert pace.wait("openverse", 1.0, 0.0) == 1
    assert moment.slept == []


def test_a_turn_that_is_not_waited_for_is_not_taken(tmp_path: Path, moment: Moment) -> None:
    pace = EnginePace(tmp_path, moment, moment.sleep)
    pace.wait("openverse", 1.0, 0.0)
    for _try in range(3):
        assert pace.wait("openverse", 1.0, 0.5) == 1
    moment.now += 1
    assert pace.wait("openverse", 1.0, 0.0) == 0


def test_a_rest_does_not_shorten_another(tmp_path: Path, moment: Moment) -> None:
    pace = EnginePace(tmp_path, moment, moment.sleep)
    pace.rest("openverse", 60.0)
    pace.rest("openverse", 5.0)
    assert pace.wait("openverse", 1.0, 0.0) == 60


@pytest.mark.parametrize("content", ["", "soon", "nan", "inf", "1e999", "\0"])
def test_a_damaged_file_stops_nobody(tmp_path: Path, moment: Moment, content: str) -> None:
    (tmp_path / "openverse").write_text(content)
    assert EnginePace(tmp_path, moment, moment.sleep).wait("openverse", 1.0, 0.0) == 0
    assert moment.slept == []
