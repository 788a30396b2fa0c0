"""Files with several pictures in them: which one is shown, and what makes two of them the same."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, TiffImagePlugin

from media_store import BrokenImage, ImageFacts, Limits, MediaStore

ANIMATED = ["GIF", "PNG", "WEBP", "AVIF"]


def scene(width: int = 80, height: int = 60, *, box: tuple[int, int, int, int] = (20, 10, 60, 50)):
    picture = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(picture).rectangle(box, "darkgreen")
    return picture


def fading_in(drawing: Image.Image, steps: int = 4) -> list[Image.Image]:
    """From white to the drawing."""
    white = Image.new("RGB", drawing.size, "white")
    return [Image.blend(white, drawing, step / (steps - 1)) for step in range(steps)]


def packed(encode, kind: str, frames: list[Image.Image], **options: object) -> bytes:
    return encode(frames[0], kind, save_all=True, append_images=frames[1:], **options)


def tiff_with_preview(page: Image.Image, preview: Image.Image, *, is_marked: bool) -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    if is_marked:
        tags[254] = 1
    page.encoderinfo = {"tiffinfo": TiffImagePlugin.ImageFileDirectory_v2()}  # or it gets those of the first
    target = BytesIO()
    preview.save(target, "TIFF", save_all=True, append_images=[page], tiffinfo=tags)
    return target.getvalue()


@pytest.mark.parametrize("kind", ANIMATED)
def test_animations_that_begin_alike_are_two(store, encode, kind):
    first, second = (fading_in(scene(box=box)) for box in ((20, 10, 60, 50), (5, 5, 30, 20)))
    facts = [store.put(packed(encode, kind, frames)) for frames in (first, second)]
    assert facts[0].uid != facts[1].uid
    assert [each.frames for each in facts] == [4, 4]


@pytest.mark.parametrize("kind", ANIMATED)
def test_an_end_of_its_own_makes_a_picture_of_its_own(store, encode, kind):
    frames = [scene(), scene(box=(0, 0, 40, 40)), scene(box=(40, 20, 80, 60))]
    one, other = store.put(packed(encode, kind, frames)), store.put(packed(encode, kind, frames[:2]))
    assert (one.frame, other.frame) == (1, 1)
    assert store.image(one.uid).tobytes() == store.image(other.uid).tobytes()
    assert one.uid != other.uid


@pytest.mark.parametrize("kind", ANIMATED)
def test_the_same_frames_are_one_picture(store, encode, kind):
    frames = fading_in(scene())
    slower = store.put(packed(encode, kind, frames, duration=900))
    assert store.put(packed(encode, kind, frames, duration=100)).uid == slower.uid


@pytest.mark.parametrize("kind", ANIMATED)
def test_what_is_stored_of_an_animation_is_stored_again_as_itself(store, encode, kind):
    facts = store.put(packed(encode, kind, fading_in(scene())))
    assert MediaStore.put(store, store.read(facts.uid)).uid == facts.uid


@pytest.mark.parametrize("kind", ANIMATED)
def test_an_animation_that_fades_in_shows_what_it_comes_to(store, encode, kind):
    facts = store.put(packed(encode, kind, fading_in(scene())))
    assert facts.frame > 1
    assert max(store.image(facts.uid).getpixel((40, 30))) < 120


def test_a_telling_first_frame_is_shown(store, encode):
    credits = Image.new("RGB", (80, 60), "black")
    ImageDraw.Draw(credits).rectangle((0, 0, 80, 30), "white")
    assert store.put(packed(encode, "GIF", [scene(), credits])).frame == 1


def test_frames_beyond_the_budget_count_by_their_bytes(folder, encode):
    store = MediaStore(str(folder), Limits(max_decoded_pixels=2 * 80 * 60))
    frames = fading_in(scene(), 6)
    facts = store.put(packed(encode, "GIF", frames))
    assert (facts.frames, facts.frame) == (6, 2)
    assert store.put(packed(encode, "GIF", [*frames[:5], scene(box=(1, 1, 9, 9))])).uid != facts.uid


def test_each_page_of_a_tiff_is_a_picture(store, encode, draw):
    drawn = [draw(40, 30), draw(30, 40), draw(20, 20)]
    pages = list(store.put_pages(packed(encode, "TIFF", drawn), 10))
    assert [(each.frames, each.frame, each.width) for each in pages] == [(3, 1, 40), (3, 2, 30), (3, 3, 20)]
    assert len({each.uid for each in pages}) == 3


def test_as_many_pages_are_taken_as_are_wished_for(store, encode, draw):
    data = packed(encode, "TIFF", [draw(40, 30), draw(30, 40), draw(20, 20)])
    assert [each.frame for each in store.put_pages(data, 2)] == [1, 2]
    assert [each.frame for each in store.put_pages(data, 1)] == [1]


def test_a_page_is_known_by_all_pages_of_its_file(store, encode, draw):
    cover, one, other = draw(40, 30), draw(30, 40), draw(20, 20)
    first = list(store.put_pages(packed(encode, "TIFF", [cover, one]), 9))
    again = list(store.put_pages(packed(encode, "TIFF", [cover, one], compression="tiff_lzw"), 9))
    third = list(store.put_pages(packed(encode, "TIFF", [cover, other]), 9))
    assert [each.uid for each in first] == [each.uid for each in again]
    assert first[0].uid != third[0].uid


def test_a_damaged_page_costs_that_page(store, encode, draw):
    pages = [draw(40, 30), Image.effect_noise((64, 64), 90), draw(20, 20)]
    data = bytearray(packed(encode, "TIFF", pages, compression="tiff_deflate"))
    second = struct.unpack_from("<I", data, 4)[0]
    (count,) = struct.unpack_from("<H", data, second)
    (second,) = struct.unpack_from("<I", data, second + 2 + 12 * count)
    (count,) = struct.unpack_from("<H", data, second)
    for entry in range(second + 2, second + 2 + 12 * count, 12):
        if struct.unpack_from("<H", data, entry)[0] == 273:
            (strip,) = struct.unpack_from("<I", data, entry + 8)
            data[strip : strip + 40] = bytes(40)
    found = list(store.put_pages(bytes(data), 9))
    assert [type(each) for each in found] == [ImageFacts, BrokenImage, ImageFacts]


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_preview_page_is_not_the_picture(store, draw, is_marked):
    page = draw(400, 300)
    facts = store.put(tiff_with_preview(page, page.resize((80, 60)), is_marked=is_marked))
    assert (facts.width, facts.frames) == (400, 1)


def test_a_small_first_page_of_another_shape_is_a_page(store, draw):
    facts = store.put(tiff_with_preview(draw(400, 300), draw(60, 90), is_marked=False))
    assert (facts.width, facts.frames) == (60, 2)


def test_the_largest_preview_stands_for_the_picture_where_all_are_marked(store, encode, draw):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254] = 1
    data = packed(encode, "TIFF", [draw(40, 30), draw(200, 150)], tiffinfo=tags)
    assert store.put(data).width == 200


@pytest.mark.parametrize("size", [(80, 60), (40, 30)], ids=["stereo pair", "preview"])
def test_the_further_images_of_a_camera_jpeg_are_none(store, draw, encode, size):
    first, second = draw(80, 60), scene(*size)
    pages = list(store.put_pages(packed(encode, "MPO", [first, second]), 9))
    assert [(each.width, each.frames) for each in pages] == [(80, 1)]
    assert pages[0].uid == store.put(encode(first, "JPEG")).uid


def test_an_icon_is_its_largest_size(store, draw, encode):
    drawn = [draw(side, side) for side in (32, 96, 16)]
    icon = encode(drawn[1], "ICO", sizes=[each.size for each in drawn], append_images=drawn)
    facts = store.put(icon)
    assert (facts.width, facts.frames) == (96, 1)
    assert [each.uid for each in store.put_pages(icon, 9)] == [facts.uid]
