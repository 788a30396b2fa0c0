"""A document laid out: tables as tables, the title once, and every mark where it belongs."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from agents.retrieval.passages import Span
from webapp.corpora.models import Corpus, Passage
from webapp.runs.sources import layout
from webapp.runs.sources.layout import Prose, lay_out
from webapp.runs.sources.tables import MAX_CELLS, tables_of

TABLE = "Ship | Year | Seat\nDiscovery | 1995 |\n| 1997 | pilot"
TEXT = f"Eileen Collins\n\nShe flew often.\n\n{TABLE}\n\nThen she retired."


def cells_of(text: str) -> list[list[list[str]]]:
    return [
        [[text[cell.start : cell.end] for cell in row] for row in table.rows] for table in tables_of(text)
    ]


def test_lines_with_bars_are_a_table() -> None:
    assert cells_of(TEXT) == [[["Ship", "Year", "Seat"], ["Discovery", "1995", ""], ["", "1997", "pilot"]]]


@pytest.mark.parametrize(
    "text",
    ["One | line alone", "a | b\n\nc | d", "a | b\nc | d | e", "a|b\nc|d", "ls |grep x\ncat |wc", "", "|x\n"],
)
def test_other_lines_are_none(text: str) -> None:
    assert tables_of(text) == []


def test_a_sheet_of_many_cells_stays_lines() -> None:
    assert tables_of("\n".join(["a | b"] * MAX_CELLS)) == []


def page(client: Client, corpus: Corpus, query: str = "") -> BeautifulSoup:
    corpus.documents.update(title="Eileen  Collins", text=TEXT)
    answer = client.get(f"/documents/{corpus.documents.get().pk}/{query}")
    return BeautifulSoup(answer.content, "html.parser")


def test_a_page_has_its_title_once_and_its_table(corpus: Corpus, as_ada: Client) -> None:
    document = corpus.documents.get()
    Passage.objects.create(document=document, position=0, start=0, end=40, text="x")
    Passage.objects.create(document=document, position=1, start=TEXT.index("| 1997"), end=99, text="y")
    start, end = TEXT.index("1995"), TEXT.index(" | pilot")
    shown = page(as_ada, corpus, f"?start={start}&end={end}")
    text = shown.select_one(".text")
    assert "Eileen Collins" not in text.text
    assert "|" not in text.text
    assert [cell.text for cell in text.select("th")] == ["Ship", "Year", "Seat"]
    assert [mark.text for mark in text.select("td mark")] == ["1995", "1997"]
    assert [mark.get("id") for mark in text.select("mark")] == ["passage", None]
    assert [place["id"] for place in text.select(".place")] == ["p1", "p2"]


def test_a_title_that_is_quoted_stands_in_the_text(corpus: Corpus, as_ada: Client) -> None:
    assert page(as_ada, corpus, "?start=0&end=14").select_one("mark#passage").text == "Eileen Collins"


@pytest.mark.parametrize("begin", range(0, len(TEXT) - 1, 7))
def test_no_character_is_lost_wherever_a_quote_begins(begin: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "SECTION_CHARACTERS", 20)
    passages = [layout.PassageStart(number, start) for number, start in enumerate(range(0, len(TEXT), 11), 1)]
    sections = lay_out(TEXT, Span(begin, len(TEXT)), passages, (), (0, 30))
    stretches = [
        stretch
        for section in sections
        for block in section.blocks
        for group in ([[block.stretches]] if isinstance(block, Prose) else block.rows)
        for cell in group
        for stretch in cell
    ]
    said = re.sub(r"[|\s]", "", "".join(stretch.text for stretch in stretches))
    assert said == re.sub(r"[|\s]", "", TEXT)
    assert [stretch.is_anchor for stretch in stretches].count(True) == 1
