"""search_images: pictures by words, through what is written about them and through what they show."""

from agents.toolbox import ToolContext
from tests.agents.tools.driving import call
from tests.fixtures.memory_library import Library


def test_a_picture_is_found_by_its_caption(library: Library, context: ToolContext) -> None:
    found = call(context, "search_images", query="the ferry leaves in the evening")
    assert found.hits[0].uid == library.uid("ferry.png")
    assert found.query == "the ferry leaves in the evening"


def test_a_picture_is_found_by_what_it_shows(library: Library, context: ToolContext) -> None:
    """Nothing that is written about the market says green; the pixels do."""
    hit = call(context, "search_images", query="green").hits[0]
    assert hit.uid == library.uid("market.png")
    assert "depicts" in {channel.name for channel in hit.channels}


def test_only_pictures_are_found(context: ToolContext) -> None:
    hits = call(context, "search_images", query="herring").hits
    assert hits
    assert {hit.kind for hit in hits} == {"image"}


def test_the_documents_that_show_a_picture_come_along(library: Library, context: ToolContext) -> None:
    hit = call(context, "search_images", query="ferry Halcyon").hits[0]
    assert hit.documents == (library.document("halcyon.md").pk,)
