"""Fields of replies: what is made of words, markup, dates, addresses and numbers of others."""

from datetime import UTC, datetime
from typing import Any

import pytest

from agents.web.engines.replies import (
    MAX_SNIPPET_CHARACTERS,
    day_of,
    marked_words,
    pixels,
    web_address,
    words,
)

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-29T10:00:00.000Z", "2026-11-29"),
        ("2026-11-29", "2026-11-29"),
        ("2026-11-29 10:00", "2026-11-29"),
        ("Nov 29, 2026", "2026-11-29"),
        ("November 29, 2026", "2026-11-29"),
        ("29 Nov 2026", "2026-11-29"),
        ("11/29/2026, 07:00 AM, +0000 UTC", "2026-11-29"),
        ("Sun, 29 Nov 2026 10:00:00 GMT", "2026-11-29"),
        ("2 days ago", "2026-11-29"),
        ("13 hours ago", "2026-11-30"),
        ("an hour ago", "2026-12-01"),
        ("3 weeks ago", "2026-11-10"),
        ("1 month ago", "2026-11-01"),
        ("9999 years ago", ""),
        ("2026-13-45", ""),
        ("1 Jan 99999999999999999999 00:00:00 GMT", ""),
        ("1 Jan 2026 00:00:00 +99999999999999999999", ""),
        ("20261129", ""),
        ("yesterday", ""),
        ("", ""),
        (None, ""),
        (1796083200, ""),
    ],
)
def test_days_are_read(written: Any, day: str) -> None:
    assert day_of(written, NOW) == day


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("The <strong>moon</strong> pulls.", "The moon pulls."),
        ("<p>The moon</p><p>pulls.</p>", "The moon pulls."),
        ("Rock &amp; tide &lt;b&gt;", "Rock & tide <b>"),
        ("<script>steal()</script>The <style>x{}</style>moon", "The moon"),
        ("a < b", "a < b"),
        ("plain", "plain"),
        (7, ""),
    ],
)
def test_markup_becomes_words(marked: Any, text: str) -> None:
    assert marked_words(marked) == text


@pytest.mark.parametrize(
    "hostile", ["<" * 100_000, "<!--" * 50_000, "<a " * 50_000, "&" * 100_000, "<![" * 50_000]
)
def test_markup_without_an_end_is_cut(hostile: str) -> None:
    assert len(marked_words(hostile)) <= MAX_SNIPPET_CHARACTERS


def test_words_stand_on_one_line_and_are_cut() -> None:
    assert words("  The\n moon\u200b \u202epulls.\0 ") == "The moon pulls."
    assert words("x" * 5_000) == "x" * (MAX_SNIPPET_CHARACTERS - 1) + "…"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://tides.example/low?a=1#b", "https://tides.example/low?a=1#b"),
        ("//img.example/low.jpg", "https://img.example/low.jpg"),
        ("javascript:alert(1)", ""), ("data:image/png;base64,AAAA", ""), ("/low.jpg", ""), ("low", ""),
        ("https://me:secret@tides.example/", ""), ("https://tides.example/a b", ""), ("https://", ""),
        ("https://0x7f.1/", ""), ("https://tides.example/\u202e", ""), (None, ""),
        (["https://a.example"], ""), ("https://tides.example/" + "x" * 5_000, ""),
    ],
)  # fmt: skip
def test_addresses_are_those_the_door_would_look_at(written: Any, address: str) -> None:
    assert web_address(written) == address


@pytest.mark.parametrize(
    ("written", "side"),
    [(900, 900), ("900", 900), (0, None), (-1, None), (None, None), ("wide", None), (1e300, None),
     (float("inf"), None), (float("nan"), None), (10**9, None), ([], None)],
)  # fmt: skip
def test_sides_of_pictures_are_read(written: Any, side: int | None) -> None:
    assert pixels(written) == side
