"""rotate and enhance: pictures made from pictures, and where a run has them from."""

from io import BytesIO

import pytest
from PIL import Image

from agents.toolbox import ToolContext, ToolFailed
from agents.tools import load_tools
from agents.tools.enhance import enhance
from agents.tools.note import note
from agents.tools.rotate import rotate
from tests.agents.tools.driving import look, memory_of
from tests.fixtures.memory_library import Library


def test_a_turned_picture_has_its_own_uid_and_names_its_parent(
    library: Library, context: ToolContext
) -> None:
    ferry = library.uid("ferry.png")
    turned = rotate(context, ferry, 90)
    assert turned.uid != ferry
    assert (turned.parent, turned.box) == (ferry, None)
    assert (turned.width, turned.height) == (360, 480)


def test_turning_is_clockwise(library: Library, context: ToolContext) -> None:
    """The red lamp is in the top left corner."""
    turned = library.store.image(rotate(context, library.uid("ferry.png"), 90).uid)
    assert turned.getpixel((355, 5)) == (200, 20, 20)


def test_turned_there_and_back_it_is_the_picture_itself(library: Library, context: ToolContext) -> None:
    ferry = library.uid("ferry.png")
    turned = rotate(context, ferry, 90)
    back = rotate(library.context(memory_of(turned)), turned.uid, 270)
    assert back.uid == ferry
    assert back.parent is None


def test_a_picture_that_was_turned_back_is_kept_under_its_title(
    library: Library, context: ToolContext
) -> None:
    turned = rotate(context, library.uid("ferry.png"), 90)
    memory = memory_of(turned)
    memory = memory_of(turned, rotate(library.context(memory), turned.uid, 270))
    assert note(library.context(memory), uid=turned.uid).evidence.title == "The ferry Halcyon"


@pytest.mark.parametrize("degrees", [0, 45, 360, -90])
def test_other_angles_are_invalid_arguments(library: Library, context: ToolContext, degrees: int) -> None:
    with pytest.raises(ToolFailed, match="90, 180 or 270") as refusal:
        load_tools()["rotate"].call(context, {"uid": library.uid("ferry.png"), "degrees": degrees})
    assert refusal.value.kind == "invalid_arguments"


def test_a_pale_picture_gains_contrast(library: Library) -> None:
    pale = library.store.put(_gradient(100, 140)).uid
    enhanced = enhance(library.context(asked=(pale,)), pale)
    assert enhanced.parent == pale
    assert (enhanced.width, enhanced.height) == (64, 64)
    darkest, lightest = library.store.image(enhanced.uid).convert("L").getextrema()
    assert (darkest, lightest) == (0, 255)


def test_a_picture_with_full_contrast_comes_back_as_it_is(library: Library) -> None:
    crisp = library.store.put(_gradient(0, 255)).uid
    context = library.context(asked=(crisp,))
    assert enhance(context, enhance(context, crisp).uid) == look(context, [crisp]).pictures[0]


def _gradient(darkest: int, lightest: int) -> bytes:
    """64 x 64 pixels in stripes from dark to light; the ends are wider than what a stretch cuts off."""
    picture = Image.new("L", (64, 64))
    for column in range(64):
        tone = darkest + (lightest - darkest) * min(7, column // 8) // 7
        picture.paste(tone, (column, 0, column + 1, 64))
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
