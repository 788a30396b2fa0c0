"""Reading text from drawn pictures."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from agents.vision import OcrUnavailable, read_text
from agents.vision.ocr import _parameters, may_have_text

pytestmark = pytest.mark.networks


def draw_words(size: tuple[int, int], *words: tuple[str, int, int], scale: int = 40) -> Image.Image:
    image = Image.new("RGB", size, "white")
    for text, left, top in words:
        ImageDraw.Draw(image).text((left, top), text, "black", ImageFont.load_default(scale))
    return image


def test_drawn_words_are_read_from_top_to_bottom() -> None:
    result = read_text(draw_words((600, 300), ("Harbour 1648", 40, 40), ("North gate", 40, 180)))
    assert result.text == "Harbour 1648\nNorth gate"
    assert all(line.confidence > 0.8 for line in result.lines)


def test_the_box_of_a_line_lies_around_it() -> None:
    (line,) = read_text(draw_words((1000, 500), ("LIGHTHOUSE", 500, 250), scale=60)).lines
    assert 480 <= line.box.x0 <= 505
    assert 480 <= line.box.y0 <= 560
    assert 850 <= line.box.x1 <= 930
    assert line.box.y1 <= 680


def test_a_large_picture_is_read_as_well() -> None:
    assert read_text(draw_words((3200, 900), ("TELESCOPE", 600, 300), scale=200)).text == "TELESCOPE"


def test_the_box_of_a_line_on_a_strip_is_measured_in_the_strip() -> None:
    (line,) = read_text(draw_words((1200, 60), ("OBSERVATORY", 20, 5))).lines
    assert line.text == "OBSERVATORY"
    assert line.box.x1 < 350
    assert line.box.y0 < 400
    assert line.box.y1 > 600


def test_a_picture_without_text_has_no_lines() -> None:
    result = read_text(Image.new("L", (200, 100), 128))
    assert (result.lines, result.text) == ((), "")


@pytest.mark.parametrize("size", [(1, 1), (3000, 2), (2, 400), (4000, 16), (7, 900)])
def test_thin_and_tiny_pictures_have_no_lines(size: tuple[int, int]) -> None:
    assert read_text(Image.new("RGB", size, "white")).lines == ()


def test_threads_may_read_at_the_same_time() -> None:
    words = ["alpha", "bravo", "delta", "gamma"]
    with ThreadPoolExecutor(4) as pool:
        results = pool.map(lambda word: read_text(draw_words((150, 150), (word, 10, 40))).text, words)
        assert list(results) == words


def test_reading_is_silent_and_opens_no_connection(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("text recognition went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    read_text(Image.new("RGB", (100, 50), "white"))
    assert capfd.readouterr() == ("", "")


def test_missing_models_are_named(tmp_path: Path) -> None:
    with pytest.raises(OcrUnavailable, match=r"PP-OCRv6_det_small\.onnx.*rapidocr"):
        _parameters(tmp_path)


@pytest.mark.parametrize(("size", "scale"), [((800, 600), 14), ((1600, 1200), 16), ((480, 120), 56)])
def test_a_glance_sees_small_words(size: tuple[int, int], scale: int) -> None:
    assert may_have_text(draw_words(size, ("Harbour 42", 20, 20), scale=scale))


def test_a_glance_passes_over_an_empty_wall() -> None:
    assert not may_have_text(Image.new("RGB", (640, 480), (120, 130, 140)))


def test_a_glance_passes_over_a_chessboard() -> None:
    board = Image.new("L", (8, 8))
    board.putdata([255 * ((x + y) % 2) for y in range(8) for x in range(8)])
    assert not may_have_text(board.resize((400, 400), Image.Resampling.NEAREST))
