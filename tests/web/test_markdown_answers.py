"""Answers in Markdown: formatted, cited, and never more than the allow-list."""

import pytest

from agents.types import Citation, Evidence
from tests.browser.hostile import HOSTILE
from webapp.runs.presenting.markdown_answers import TAGS, pieces

CITATION = Citation(
    1, Evidence("e1", "text", "Grey Head", "grey-head.md", document=1, quote="x", start=0, end=1)
)


def html_of(text: str) -> str:
    return "".join(str(piece) for piece, citation in pieces(text, {1: CITATION}) if citation is None)


def test_emphasis_lists_and_tables_are_formatted() -> None:
    html = html_of("**Lit** in *1854*:\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<strong>Lit</strong> in <em>1854</em>" in html
    assert html.count("<li>") == 2
    assert "<td>2</td>" in html


def test_markers_that_cite_stand_between_the_pieces_and_others_stay_words() -> None:
    found = pieces("It was **lit [1]** then [7].", {1: CITATION})
    assert [citation for _, citation in found] == [None, CITATION, None]
    assert found[2][0] == "</strong> then [7].</p>\n"


def test_links_and_pictures_lead_nowhere() -> None:
    html = html_of("[a](https://evil.example/) ![b](https://evil.example/x.png) <https://evil.example/>")
    assert "<a" not in html
    assert "<img" not in html


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_the_allowed_tags_comes_through(text: str) -> None:
    html = html_of(text)
    names = {part.split(">")[0].split()[0].strip("/") for part in html.split("<")[1:]}
    assert names <= TAGS
    assert "<p>" in html or names
