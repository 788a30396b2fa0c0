"""grep: exact words in the documents of the readable corpora."""

import pytest

from agents.toolbox import ToolContext, ToolFailed
from agents.tools.grep import grep
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library


def test_words_are_found_with_their_place_and_line(library: Library, context: ToolContext) -> None:
    document = library.document("grey-head.md")
    [line] = grep(context, "3 MAY 1854").lines
    assert (line.document, line.title, line.file) == (
        document.pk, "Grey Head lighthouse", "articles/grey-head.md",
    )  # fmt: skip
    assert document.text[line.start : line.end] == "3 May 1854"
    assert LIT in line.line


def test_words_may_stand_on_two_lines_and_a_star_bridges_others(
    library: Library, context: ToolContext
) -> None:
    assert "since 1998.\n\nThe lamp" in library.document("grey-head.md").text
    assert len(grep(context, "keeper has*1998. the LAMP").lines) == 1


def test_what_there_is_beyond_the_limit_is_said(context: ToolContext) -> None:
    few, more = grep(context, "Day 1*barges", limit=3), grep(context, "edith marlowe", limit=50)
    assert (len(few.lines), few.is_cut) == (3, True)
    assert not more.is_cut
    assert {line.file for line in more.lines} == {"articles/grey-head.md", "articles/edith-marlowe.md"}


def test_signs_that_databases_read_as_wildcards_are_literal(context: ToolContext) -> None:
    assert grep(context, "Day _").lines == ()
    assert grep(context, "%barges").lines == ()


def test_words_of_other_corpora_are_not_found(context: ToolContext) -> None:
    assert grep(context, "clock tower").lines == ()


@pytest.mark.parametrize("pattern", ["**", "a*" * 9], ids=["no words", "nine pieces"])
def test_a_pattern_that_cannot_be_asked_is_refused(context: ToolContext, pattern: str) -> None:
    with pytest.raises(ToolFailed, match="1 to 8 pieces"):
        grep(context, pattern)
