"""Makes the folder of a question-answering corpus, ready to import, and the pictures of its questions.

Usage: python -m benchmarks.qa.build NAME OUT
"""

import argparse
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from PIL import Image, ImageColor, ImageEnhance, ImageFilter

from benchmarks.qa import drawings, drawings_manual, drawings_town
from webapp.corpora.sample.manifest import ManifestRow, write_manifest
from webapp.corpora.sample.packages import find_picture

CORPORA = Path(__file__).with_name("corpora")
TUXPAINT = Path("/usr/share/tuxpaint")
TUXPAINT_KINDS = ("stamp", "template", "starter")
PICTURE_WIDTH, PICTURE_HEIGHT = 640, 480
MARGIN_PERCENT = 8  # Of the shorter side, between a stamp and the border.
JPEG_QUALITY = 90
DRAWINGS = (drawings, drawings_manual, drawings_town)

Fields = Mapping[str, object]


class StampsMissing(Exception):
    """A picture of the Debian packages tuxpaint-stamps-default and tuxpaint-data is not installed."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is missing. Install it with: apt install tuxpaint-stamps-default tuxpaint-data"
        )


@dataclass(frozen=True)
class PictureRecipe:
    """A line of `pictures.jsonl`: where a picture of a corpus goes, what is said about it, how it is made.

    `making` is the whole line. It has one of `stamp`, `template`, `starter` (paths below the folders of Tux
    Paint), `package` with `path`, or `drawn` (an object with `function`, a name in benchmarks/qa/drawings.py,
    and the arguments of that function by name), and for a stamp perhaps `ground`: a colour, or
    "gradient:#top,#bottom".
    """

    file: str
    title: str
    caption: str
    making: Fields


def corpus_names() -> list[str]:
    """The names that `build` takes, sorted."""
    return sorted(path.name for path in CORPORA.iterdir() if path.is_dir())


def read_lines(path: Path) -> list[dict[str, object]]:
    """Read the objects of a JSON Lines file in file order; empty lines are skipped."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_pictures(corpus: Path) -> list[PictureRecipe]:
    """Read the recipes of a corpus's pictures in file order."""
    return [
        PictureRecipe(
            file=str(line["file"]),
            title=str(line.get("title") or ""),
            caption=str(line.get("caption") or ""),
            making=line,
        )
        for line in read_lines(corpus / "pictures.jsonl")
    ]


def build(name: str, folder: Path) -> None:
    """Write `documents/`, `pictures/` and `manifest.csv` of the corpus `name` into `folder`, made if need be.

    The same packages give the same bytes, so a second call changes nothing. Other files are left alone.
    Raises FileNotFoundError for an unknown corpus, StampsMissing or SamplePackagesMissing for a source.
    """
    corpus = CORPORA / name
    recipes = read_pictures(corpus)
    copytree(corpus / "documents", folder / "documents", dirs_exist_ok=True)
    for recipe in recipes:
        target = folder / recipe.file
        target.parent.mkdir(parents=True, exist_ok=True)
        render(recipe).save(target, quality=JPEG_QUALITY)
    rows = [ManifestRow(recipe.file, recipe.title, recipe.caption, "", "", "") for recipe in recipes]
    write_manifest(folder / "manifest.csv", rows)


def render(recipe: PictureRecipe) -> Image.Image:
    """Make the picture of `recipe` in RGB."""
    making = recipe.making
    if "drawn" in making:
        arguments = dict(_fields(making["drawn"]))
        drawn: Image.Image = _drawing(str(arguments.pop("function")))(**arguments)
        return drawn.convert("RGB")
    with Image.open(_source(making)) as opened:
        picture = opened.convert("RGBA")
    if "stamp" not in making:
        return picture.convert("RGB")
    return _on_ground(picture, str(making.get("ground", "gradient:#c9d6df,#7e8f78")), recipe.file)


def _drawing(name: str) -> Callable[..., Image.Image]:
    for module in DRAWINGS:
        if hasattr(module, name):
            function: Callable[..., Image.Image] = getattr(module, name)
            return function
    raise ValueError(f"No module of drawings has the function {name}.")


def question_picture(question: Fields, corpus_folder: Path) -> Image.Image:
    """Make the picture that goes with `question`, a line of a question file, in RGB.

    Its source is the file `source` of a folder made by `build`, or without one a `stamp` or `package` that no
    corpus has. It is cropped to `crop` (left, top, right, bottom in per mille), turned by `rotate` degrees,
    scaled, blurred (radius in pixels) and its pixels multiplied by `brightness`, each if said. JPEG artefacts
    are the writer's business: `quality` goes to `save`. Raises ValueError for a question without a picture.
    """
    image = question.get("image")
    if image is None:
        raise ValueError(f"The question {question['id']} has no picture.")
    recipe = _fields(image)
    picture = _question_source(recipe, corpus_folder, str(question["id"]))
    if "crop" in recipe:
        picture = _crop(picture, recipe["crop"])
    if "rotate" in recipe:
        corner = picture.getpixel((0, 0))
        picture = picture.rotate(
            _number(recipe, "rotate"), Image.Resampling.BICUBIC, expand=True, fillcolor=corner
        )
    scale = _number(recipe, "scale", 1)
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)))
    if "blur" in recipe:
        picture = picture.filter(ImageFilter.GaussianBlur(_number(recipe, "blur")))
    return ImageEnhance.Brightness(picture).enhance(_number(recipe, "brightness", 1))


def save_question_picture(question: Fields, corpus_folder: Path, target: Path) -> None:
    """Write the picture of `question` as JPEG, in the quality that it names (1 to 95)."""
    quality = int(_number(_fields(question["image"]), "quality", JPEG_QUALITY))
    question_picture(question, corpus_folder).save(target, format="JPEG", quality=quality)


def _question_source(recipe: Fields, corpus_folder: Path, seed: str) -> Image.Image:
    if "source" not in recipe:
        return render(PictureRecipe(seed, "", "", recipe))
    with Image.open(corpus_folder / str(recipe["source"])) as opened:
        return opened.convert("RGB")


def _crop(picture: Image.Image, crop: object) -> Image.Image:
    if not (isinstance(crop, Sequence) and len(crop) == 4):
        raise ValueError(f"A crop is [left, top, right, bottom], not {crop!r}.")
    sides = (picture.width, picture.height, picture.width, picture.height)
    left, top, right, bottom = (round(side * edge / 1000) for side, edge in zip(sides, crop, strict=True))
    return picture.crop((left, top, right, bottom))


def _source(making: Fields) -> Path:
    if "package" in making:
        return find_picture(str(making["package"]), str(making["path"]))
    kind = next(kind for kind in TUXPAINT_KINDS if kind in making)
    path = TUXPAINT / f"{kind}s" / str(making[kind])
    if not path.is_file():
        raise StampsMissing(path)
    return path


def _on_ground(stamp: Image.Image, ground: str, seed: str) -> Image.Image:
    """Put a transparent picture into the middle of a ground, at most a margin smaller than it."""
    if ground.startswith("gradient:"):
        top, bottom = ground.removeprefix("gradient:").split(",")
        picture = _gradient(top, bottom, seed)
    else:
        picture = Image.new("RGB", (PICTURE_WIDTH, PICTURE_HEIGHT), ground)
    margin = PICTURE_HEIGHT * MARGIN_PERCENT // 100
    room = (PICTURE_WIDTH - 2 * margin, PICTURE_HEIGHT - 2 * margin)
    ratio = min(room[0] / stamp.width, room[1] / stamp.height)
    stamp = stamp.resize((round(stamp.width * ratio), round(stamp.height * ratio)), Image.Resampling.LANCZOS)
    picture.paste(stamp, ((PICTURE_WIDTH - stamp.width) // 2, (PICTURE_HEIGHT - stamp.height) // 2), stamp)
    return picture


def _gradient(top: str, bottom: str, seed: str) -> Image.Image:
    """Shade from `top` to `bottom` with blurred blotches of both, as out of focus behind a subject."""
    size = (PICTURE_WIDTH, PICTURE_HEIGHT)
    upper, lower = (Image.new("RGB", size, ImageColor.getrgb(colour)) for colour in (top, bottom))
    shade = Image.linear_gradient("L").resize(size)
    chance = random.Random(seed)
    blotches = Image.new("L", (8, 6))
    blotches.putdata([chance.randrange(256) for _ in range(8 * 6)])
    mask = Image.blend(shade, blotches.resize(size, Image.Resampling.BICUBIC), 0.25)
    return Image.composite(lower, upper, mask)


def _fields(value: object) -> Fields:
    if not isinstance(value, Mapping):
        raise ValueError(f"An object was expected, not {value!r}.")
    return value


def _number(fields: Fields, name: str, default: float = 0) -> float:
    return float(str(fields.get(name, default)))


def main() -> None:
    """Make the folder that the user names."""
    parser = argparse.ArgumentParser(description="Make a folder of a question-answering corpus.")
    parser.add_argument("name", choices=corpus_names())
    parser.add_argument("out", type=Path, help="folder to write into")
    arguments = parser.parse_args()
    build(arguments.name, arguments.out)
    print(f"{arguments.name}: {arguments.out}")


if __name__ == "__main__":
    main()
