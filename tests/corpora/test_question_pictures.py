"""The pictures of the question-answering benchmark are made as their recipes say."""

import inspect
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.qa import drawings
from benchmarks.qa.build import DRAWINGS, PictureRecipe, question_picture, render


def _question(image: dict[str, object] | None) -> dict[str, object]:
    return {"id": "one", "image": image}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a picture whose left half is black and whose right half is grey."""
    picture = Image.new("RGB", (400, 200), "black")
    picture.paste((200, 200, 200), (200, 0, 400, 200))
    picture.save(tmp_path / "halves.png")
    return tmp_path


def test_crop_is_per_mille(corpus: Path) -> None:
    recipe = {"source": "halves.png", "crop": [500, 0, 1000, 500], "scale": 0.5}
    picture = question_picture(_question(recipe), corpus)
    assert picture.size == (100, 50)
    assert picture.getcolors() == [(5000, (200, 200, 200))]


def test_brightness_multiplies(corpus: Path) -> None:
    picture = question_picture(_question({"source": "halves.png", "brightness": 0.5}), corpus)
    assert picture.getpixel((300, 100)) == (100, 100, 100)


def test_question_without_picture_is_refused(corpus: Path) -> None:
    with pytest.raises(ValueError, match="has no picture"):
        question_picture(_question(None), corpus)


def test_drawing_takes_its_arguments() -> None:
    making = {"drawn": {"function": "plaque", "lines": ["ONE"], "metal": "#102030"}}
    picture = render(PictureRecipe("plaque.png", "", "", making))
    assert picture.size == (drawings.WIDTH, drawings.HEIGHT)
    assert picture.getpixel((320, 370)) == (0x10, 0x20, 0x30)


def test_unknown_drawing_is_refused() -> None:
    recipe = PictureRecipe("pictures/x.png", "", "", {"drawn": {"function": "no_such_drawing"}})
    with pytest.raises(ValueError, match="no_such_drawing"):
        render(recipe)


def test_no_drawing_hides_another() -> None:
    names = [
        name
        for module in DRAWINGS
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    assert len(names) == len(set(names)) > 0
