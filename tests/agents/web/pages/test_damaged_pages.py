"""Damaged and hostile markup costs a page, and never more: whatever is read can be stored."""

from random import Random

import pytest

from agents.web.pages.errors import PageUnreadable
from tests.agents.web.pages.test_pages import read
from tests.support.little_web import KNOWN, SET_ASIDE, article
from tests.support.little_web.articles import LANGUAGES

pytestmark = pytest.mark.fuzz

PAGES = 200
PIECES = (
    b"<", b">", b"<table>", b"</div></div>", b"<noscript>", b"<!--", b"<![CDATA[", b"&#0;", b"&#xd800;",
    b"\0", b"\xff",
    b"<base href='http://['>", b"<svg><p>", b"<template>", b"<plaintext>", b"<frameset>", b"<select><table>",
    b"<img srcset=',,, 3x, a 1e999w, b -1w'>", b"<img src='http://[::1' width=99999999999999>",
    b"<a href='http://[::1'>", b"<a href='\\\\evil'>", b"<link rel=next href='javascript:x'>",
    b"<meta http-equiv=refresh content='0;url=data:x'>", b"<td colspan=99999 rowspan=99999>",
    b"<html lang='\xe2\x80\xae'>",
    b"<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":[[[]]],\"datePublished\":{}}",
    b"<meta property='article:published_time' content='9999-99-99T99:99:99'>", b"<time datetime='-1'>",
)  # fmt: skip


def damaged(number: int) -> bytes:
    """The page of a number, broken in some places."""
    random = Random(number)
    layout = random.choice(KNOWN + SET_ASIDE)
    data = layout(article(random.randrange(9), random.choice(LANGUAGES))).encode()
    for _place in range(random.choice((1, 4, 20))):
        here = random.randrange(len(data))
        there = here + random.randrange(80)
        data = {
            0: data[:here] + bytes([random.randrange(256)]) + data[here + 1 :],
            1: data[:here] + data[there:],
            2: data[:here] + random.choice(PIECES) + data[here:],
            3: data[:there] + data[here:],
        }[random.randrange(4)]
    return data


@pytest.mark.parametrize("first", range(0, PAGES, 20))
def test_a_damaged_page_is_read_or_told(first: int) -> None:
    for number in range(first, first + 20):
        try:
            found = read(damaged(number))
        except PageUnreadable as told:
            assert str(told)
            continue
        said = [found.title, found.text, found.author, found.date, found.language, found.next]
        said += [words for each in found.pictures for words in (each.address, each.alt, each.caption)]
        said += [words for each in found.links for words in (each.address, each.text)]
        for words in said:
            assert "\0" not in words
            words.encode()
        addresses = [each.address for each in (*found.pictures, *found.links)]
        assert all(each.startswith(("http://", "https://")) for each in addresses)
        assert all(each.offset is None or each.offset <= len(found.text) for each in found.pictures)
