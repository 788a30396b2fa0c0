"""search_by_image: pictures that look like a picture, or like a region of one."""

import pytest
from PIL import Image

from agents.toolbox import ToolContext
from agents.tools.search_by_image import search_by_image
from media_store import Box
from tests.fixtures.harbour import draw_ferry, draw_lighthouse, to_jpeg, to_png
from tests.fixtures.memory_library import Library

pytestmark = pytest.mark.long


def test_another_copy_of_a_picture_finds_it(library: Library) -> None:
    asked = library.store.put(to_jpeg(draw_ferry(), (200, 150))).uid
    found = search_by_image(library.context(asked=(asked,)), asked)
    assert found.hits[0].uid == library.uid("ferry.png")
    assert found.hits[0].confidence > 0.9
    assert {"looks", "concept"} <= {channel.name for channel in found.hits[0].channels}
    assert (found.query, found.uid, found.box) == ("", asked, None)


def test_copies_in_the_corpus_are_one_hit_and_stay_countable(library: Library, context: ToolContext) -> None:
    hit = search_by_image(context, library.uid("lighthouse.png")).hits[0]
    assert hit.uid in {library.uid("lighthouse.png"), library.uid("postcard.jpg")}
    assert len(hit.duplicates) == 1


def test_a_region_finds_what_it_shows(library: Library) -> None:
    """The right half of a collage is the ferry, the left one is not."""
    collage = Image.new("RGB", (960, 360))
    collage.paste(draw_lighthouse().resize((480, 360)), (0, 0))
    collage.paste(draw_ferry(), (480, 0))
    asked, ferry = library.store.put(to_png(collage)).uid, library.uid("ferry.png")
    halves = [Box(500, 0, 1000, 1000), Box(0, 0, 500, 1000)]
    right, left = (search_by_image(library.context(asked=(asked,)), asked, half) for half in halves)
    assert (right.box, left.box) == tuple(halves)
    assert right.hits[0].uid == ferry
    assert right.hits[0].confidence > 0.95
    assert all(hit.confidence < 0.95 for hit in left.hits if hit.uid == ferry)


def test_only_pictures_are_found(library: Library, context: ToolContext) -> None:
    assert {hit.kind for hit in search_by_image(context, library.uid("market.png")).hits} == {"image"}
