"""compare: two pictures side by side, and how alike they are."""

from dataclasses import dataclass, replace

import pytest
from PIL.Image import Image

from agents.describers import Described
from agents.toolbox import ToolContext, ToolFailed
from agents.tools.compare import compare
from tests.fixtures.memory_library import Library

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class ReadingEye:
    """A describer without vectors for pictures."""

    def describe(self, image: Image) -> Described:
        return Described((), "", ())

    def similarity(self, first: Image, second: Image) -> float | None:
        return None


def test_copies_are_told_from_other_pictures(library: Library, context: ToolContext) -> None:
    tower, postcard, ferry = (
        library.uid(f"{name}") for name in ("lighthouse.png", "postcard.jpg", "ferry.png")
    )
    copies, others = compare(context, tower, postcard), compare(context, tower, ferry)
    assert copies.hash_distance <= 8 < others.hash_distance
    assert copies.similarity
    assert others.similarity
    assert copies.similarity > 0.98 > others.similarity


def test_both_are_shown_on_a_picture_of_its_own(library: Library, context: ToolContext) -> None:
    compared = compare(context, library.uid("ferry.png"), library.uid("market.png"))
    assert (compared.first, compared.second) == (library.uid("ferry.png"), library.uid("market.png"))
    assert library.store.facts(compared.sheet.uid).width == compared.sheet.width
    assert compared.sheet.labels == ()


def test_a_describer_without_vectors_leaves_the_similarity_open(
    library: Library, context: ToolContext
) -> None:
    blind = replace(context, describer=ReadingEye())
    assert compare(blind, library.uid("ferry.png"), library.uid("market.png")).similarity is None


def test_a_picture_is_not_compared_with_itself(library: Library, context: ToolContext) -> None:
    with pytest.raises(ToolFailed, match="one picture"):
        compare(context, library.uid("ferry.png"), library.uid("ferry.png"))
