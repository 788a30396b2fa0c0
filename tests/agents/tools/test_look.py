"""look: a picture in words, with the size it has and the size it is shown in."""

from io import BytesIO

import pytest
from PIL import Image

from agents.toolbox import ToolContext, ToolFailed
from agents.tools.look import look
from tests.fixtures.library import Library


def test_a_picture_of_the_corpus_is_described(library: Library, context: ToolContext) -> None:
    seen = look(context, library.uid("ferry.png"))
    assert (seen.width, seen.height) == (480, 360)
    assert seen.labels[0].name == "orange"
    assert seen.labels[0].probability > 0.5
    assert "orange" in seen.colours
    assert (seen.parent, seen.box) == (None, None)


def test_a_picture_of_the_question_is_described(library: Library) -> None:
    facts = library.store.put(_png((64, 48)))
    seen = look(library.context(asked=(facts.uid,)), facts.uid)
    assert seen.labels[0].name == "purple"


def test_a_large_picture_tells_both_of_its_sizes(library: Library) -> None:
    facts = library.store.put(_png((3000, 100)))
    seen = look(library.context(asked=(facts.uid,)), facts.uid)
    assert (seen.width, seen.height) == (3000, 100)
    assert (seen.shown_width, seen.shown_height) == (2048, 68)


def test_a_picture_that_nobody_has_is_refused_in_words(context: ToolContext) -> None:
    with pytest.raises(ToolFailed, match="No picture img_aaaaaaaaaaaaa in this run") as refusal:
        look(context, "img_aaaaaaaaaaaaa")
    assert refusal.value.kind == "unknown_picture"


def _png(size: tuple[int, int]) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, (128, 0, 128)).save(target, "PNG")
    return target.getvalue()
