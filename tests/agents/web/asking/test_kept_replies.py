"""Replies that are kept: told with their age, bounded in time and size, and never a failure or a key."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from agents.web.asking.kept_replies import KeptReplies
from agents.web.engines.protocol import (
    EngineSetting,
    Freshness,
    SearchKind,
    WebPicture,
    WebQuery,
    WebResult,
)
from tests.agents.web.asking.conftest import NOTHING, QUERY, MakeSearch, Moment
from tests.agents.web.engines.conftest import Everywhere, json_page
from tests.support.engine_replies import KEY
from tests.support.web_server import WebServer

SETTING = EngineSetting("brave", key=KEY)
RESULTS = (
    WebResult("Low tide", "https://tides.example", "The moon pulls.", "2026-11-29", None, "brave", 1),
    WebResult(
        "Pier",
        "https://pier.example",
        picture=WebPicture("https://img.example/1"),
        engine="brave",
        position=2,
    ),
)


@pytest.fixture
def kept(tmp_path: Path, moment: Moment) -> KeptReplies:
    return KeptReplies(tmp_path / "replies", 24 * 3600, 1024 * 1024, moment)


def test_a_query_is_paid_for_once(
    make_search: MakeSearch, servers: tuple[WebServer, WebServer], moment: Moment
) -> None:
    fresh = make_search(hours=24).search(QUERY)
    moment.now += 90
    again = make_search(hours=24).search(QUERY)
    assert again.results == fresh.results
    assert (fresh.outcomes[0].age_seconds, again.outcomes[0].age_seconds) == (None, 90)
    assert (again.usd, len(servers[0].requests)) == (0, 1)


@pytest.mark.parametrize("reply", [NOTHING, json_page({}, status="500 Internal Server Error")])
def test_what_found_nothing_is_asked_again(
    make_search: MakeSearch, servers: tuple[WebServer, WebServer], reply: bytes
) -> None:
    servers[0].pages = Everywhere(reply)
    make_search(hours=24).search(QUERY)
    make_search(hours=24).search(QUERY)
    assert len(servers[0].requests) == 2


def test_nothing_is_lost_on_the_way(kept: KeptReplies) -> None:
    kept.keep(SETTING, QUERY, RESULTS)
    found = kept.find(SETTING, QUERY)
    assert found and found.results == RESULTS


@pytest.mark.parametrize(
    "other",
    [
        replace(QUERY, text="high tide"),
        replace(QUERY, kind=SearchKind.NEWS),
        replace(QUERY, count=6),
        replace(QUERY, freshness=Freshness.DAY),
        replace(QUERY, language="de"),
        replace(QUERY, site="a.example"),
    ],
)
def test_another_query_is_another_reply(kept: KeptReplies, other: WebQuery) -> None:
    kept.keep(SETTING, QUERY, RESULTS)
    assert kept.find(SETTING, other) is None


def test_another_place_is_another_reply(kept: KeptReplies) -> None:
    kept.keep(SETTING, QUERY, RESULTS)
    assert kept.find(replace(SETTING, address="https://other.example"), QUERY) is None
    assert kept.find(replace(SETTING, key="another"), QUERY)


@pytest.mark.parametrize(
    ("query", "hours"),
    [
        (QUERY, 24),
        (replace(QUERY, kind=SearchKind.NEWS), 1),
        (replace(QUERY, freshness=Freshness.DAY), 1),
        (replace(QUERY, freshness=Freshness.WEEK), 24),
    ],
)
def test_a_reply_grows_old(kept: KeptReplies, moment: Moment, query: WebQuery, hours: int) -> None:
    kept.keep(SETTING, query, RESULTS)
    moment.now += hours * 3600 - 1
    assert kept.find(SETTING, query)
    moment.now += 1
    assert kept.find(SETTING, query) is None


def test_a_reply_of_the_future_is_not_believed(kept: KeptReplies, moment: Moment) -> None:
    kept.keep(SETTING, QUERY, RESULTS)
    moment.now -= 60
    assert kept.find(SETTING, QUERY) is None


def test_the_oldest_make_room(tmp_path: Path, kept: KeptReplies, moment: Moment) -> None:
    small = replace(kept, max_bytes=2_000)
    for place in range(20):
        moment.now += 1
        small.keep(SETTING, WebQuery(f"tide {place}"), RESULTS)
    sizes = [path.stat().st_size for path in (tmp_path / "replies").iterdir()]
    assert 0 < sum(sizes) <= 2_000
    assert small.find(SETTING, WebQuery("tide 19"))
    assert small.find(SETTING, WebQuery("tide 0")) is None


def test_a_folder_among_them_stops_no_tidying(tmp_path: Path, kept: KeptReplies) -> None:
    (tmp_path / "replies" / "notes").mkdir(parents=True)
    os.utime(tmp_path / "replies" / "notes", (1, 1))
    small = replace(kept, max_bytes=1)
    small.keep(SETTING, QUERY, RESULTS)
    assert [path.name for path in (tmp_path / "replies").iterdir()] == ["notes"]


@pytest.mark.parametrize("limit", [{"max_seconds": 0}, {"max_bytes": 0}])
def test_it_can_be_switched_off(tmp_path: Path, kept: KeptReplies, limit: dict[str, int]) -> None:
    replace(kept, **limit).keep(SETTING, QUERY, RESULTS)
    assert not (tmp_path / "replies").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"at": 1, "results": [{"title": 7}]}', b"\xff\xfe"])
def test_a_damaged_file_is_no_reply(tmp_path: Path, kept: KeptReplies, content: bytes) -> None:
    kept.keep(SETTING, QUERY, RESULTS)
    [path] = (tmp_path / "replies").iterdir()
    path.write_bytes(content)
    assert kept.find(SETTING, QUERY) is None


def test_a_folder_that_cannot_be_written_stops_no_search(
    tmp_path: Path, kept: KeptReplies, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "replies").write_text("a file")
    kept.keep(SETTING, QUERY, RESULTS)
    assert "A reply of brave could not be kept" in caplog.text


def test_no_key_is_written(tmp_path: Path, kept: KeptReplies) -> None:
    kept.keep(SETTING, QUERY, RESULTS)
    for path in (tmp_path / "replies").iterdir():
        assert KEY not in f"{path.name}{path.read_text()}"
