"""Pictures that copies are made of: packaged photographs, and drawn scenes, charts and pages of text."""

import hashlib
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont, UnidentifiedImageError

from agents.vision.pixels import to_rgb

PACKAGES = {"skimage": "data", "sklearn": "datasets/images", "matplotlib": "mpl-data/sample_data"}
BACKGROUNDS = Path("/usr/share/backgrounds")
"""Photographs of Debian's mate-backgrounds, lomiri-wallpapers-16.04 and lomiri-wallpapers-20.04."""
STAMPS = Path("/usr/share/tuxpaint/stamps")
"""Of Debian's tuxpaint-stamps-default."""
TUNING_STAMPS = ("animals/mammals", "food", "household", "town/monuments", "hobbies")
HELD_OUT_STAMPS = ("animals/birds", "animals/insects", "town/houses", "plants", "vehicles", "space")
MAX_STAMPS, MAX_HELD_OUT_STAMPS = 40, 20
DRAWN, HELD_OUT_DRAWN = 6, 4
"""Scenes, charts and pages, each."""
FIRST_HELD_OUT_DRAWING = 100
KINDS = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff")
LEAST_SIDE, LONG_SIDE = 160, 900
_WORDS = "harbour lamp tide keeper stone bridge winter market ledger signal orchard copper valley".split()

Named = tuple[str, Image.Image]


def tuning() -> list[Named]:
    """Those that thresholds are chosen with; names are unique."""
    drawn = (named for number in range(DRAWN) for named in draw(number))
    return [*packaged(), *stamps(TUNING_STAMPS, MAX_STAMPS), *drawn]


def held_out() -> list[Named]:
    """Others, of the same kinds, that are asked with once."""
    numbers = range(FIRST_HELD_OUT_DRAWING, FIRST_HELD_OUT_DRAWING + HELD_OUT_DRAWN)
    drawn = (named for number in numbers for named in draw(number))
    return [
        *_opened(sorted(BACKGROUNDS.rglob("*")), BACKGROUNDS),
        *stamps(HELD_OUT_STAMPS, MAX_HELD_OUT_STAMPS),
        *drawn,
    ]


def stamps(folders: Sequence[str], most: int) -> Iterator[Named]:
    """So many of these folders at most, chosen by the hash of their paths."""
    paths = [path for folder in folders for path in (STAMPS / folder).rglob("*.png")]
    chosen = sorted(paths, key=lambda path: hashlib.sha256(str(path.relative_to(STAMPS)).encode()).digest())
    return islice(_opened(chosen, STAMPS), most)


def packaged() -> Iterator[Named]:
    for package, folder in PACKAGES.items():
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            root = Path(spec.origin).parent
            yield from _opened(sorted((root / folder).glob("*")), root.parent)


def _opened(paths: Iterable[Path], root: Path) -> Iterator[Named]:
    """Those that are pictures and large enough, by their paths below `root`."""
    for path in paths:
        if path.suffix.lower() not in KINDS:
            continue
        try:
            with Image.open(path) as image:
                picture = to_rgb(image)
        except (OSError, UnidentifiedImageError, ValueError):
            continue
        if min(picture.size) >= LEAST_SIDE:
            picture.thumbnail((LONG_SIDE, LONG_SIDE))
            yield str(path.relative_to(root)), picture


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
