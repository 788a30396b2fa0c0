"""A run reaches the web only where it was given it."""

import pytest

from agents.toolbox import ToolContext, ToolFailed
from agents.tools import load_tools, tools_for
from agents.types import SourcePolicy

SEARCHES_OF_CORPORA = {"search_text", "search_images", "search_by_image", "grep"}


def test_without_the_web_nothing_is_requested(context: ToolContext) -> None:
    with pytest.raises(ToolFailed) as failed:
        context.require_web()
    assert failed.value.kind == "no_web"


def test_a_run_has_the_tools_of_its_sources() -> None:
    every = set(load_tools())
    assert set(tools_for(SourcePolicy.BOTH)) == every
    assert every - set(tools_for(SourcePolicy.WEB)) == SEARCHES_OF_CORPORA
