"""Pictures that copies are made of: packaged photographs, and drawn scenes, charts and pages of text."""

import math
import random
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont, UnidentifiedImageError

from agents.vision.pixels import to_rgb

PACKAGES = {"skimage": "data", "sklearn": "datasets/images", "matplotlib": "mpl-data/sample_data"}
KINDS = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff")
LEAST_SIDE, LONG_SIDE = 160, 900
_WORDS = "harbour lamp tide keeper stone bridge winter market ledger signal orchard copper valley".split()


def all_pictures(drawn: int) -> list[tuple[str, Image.Image]]:
    """Every packaged picture, and so many drawn ones of each kind; names are unique."""
    return [*packaged(), *(named for number in range(drawn) for named in draw(number))]


def packaged() -> Iterator[tuple[str, Image.Image]]:
    for package, folder in PACKAGES.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            continue
        for path in sorted((Path(spec.origin).parent / folder).glob("*")):
            if path.suffix.lower() not in KINDS:
                continue
            try:
                with Image.open(path) as image:
                    picture = to_rgb(image)
            except (OSError, UnidentifiedImageError, ValueError):
                continue
            if min(picture.size) >= LEAST_SIDE:
                picture.thumbnail((LONG_SIDE, LONG_SIDE))
                yield f"{package}/{path.name}", picture


def draw(number: int) -> Iterator[tuple[str, Image.Image]]:
    """A scene, a chart and a page that no other number has."""
    for kind, drawing in (("scene", _scene), ("chart", _chart), ("page", _page)):
        yield f"{kind}-{number}", drawing(random.Random(f"{kind} {number}"))


def _colour(chance: random.Random, low: int = 20, high: int = 235) -> tuple[int, int, int]:
    return chance.randint(low, high), chance.randint(low, high), chance.randint(low, high)


def _scene(chance: random.Random) -> Image.Image:
    width, height = chance.choice([(800, 600), (600, 800), (900, 500)])
    image = Image.new("RGB", (width, height), _colour(chance, 120, 240))
    pen = ImageDraw.Draw(image)
    for layer in range(3):
        base, wave = height * (0.4 + 0.2 * layer), chance.uniform(0.004, 0.02)
        ridge = [
            (x, base + 40 * math.sin(wave * x + layer * 2) + chance.uniform(-6, 6))
            for x in range(0, width + 9, 9)
        ]
        pen.polygon([(0, height), *ridge, (width, height)], fill=_colour(chance))
    for _ in range(chance.randint(25, 50)):
        x, y, size = chance.randrange(width), chance.randrange(height), chance.randint(10, 70)
        shape = chance.choice([pen.ellipse, pen.rectangle])
        shape(
            (x, y, x + size, y + size * chance.uniform(0.4, 1.6)),
            fill=_colour(chance),
            outline=_colour(chance),
        )
    return image.filter(ImageFilter.GaussianBlur(0.7))


def _chart(chance: random.Random) -> Image.Image:
    image = Image.new("RGB", (800, 560), "white")
    pen = ImageDraw.Draw(image)
    pen.text((40, 15), " ".join(chance.sample(_WORDS, 4)).title(), "black", ImageFont.load_default(26))
    for line in range(6):
        pen.line((60, 80 + 80 * line, 780, 80 + 80 * line), fill=(210, 210, 210))
    for bar in range(chance.randint(6, 12)):
        high = chance.randint(30, 400)
        pen.rectangle((70 + 58 * bar, 480 - high, 110 + 58 * bar, 480), fill=_colour(chance))
        pen.text((70 + 58 * bar, 490), f"{high}", "black", ImageFont.load_default(16))
    return image


def _page(chance: random.Random) -> Image.Image:
    image = Image.new("RGB", (620, 800), (252, 250, 244))
    pen = ImageDraw.Draw(image)
    for line in range(30):
        words = " ".join(chance.choice(_WORDS) for _ in range(chance.randint(5, 9)))
        pen.text((50, 40 + 25 * line), words, (30, 30, 30), ImageFont.load_default(18))
    return image
