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
HELD_OUT_BACKGROUNDS = ("share/backgrounds", "share/wallpapers", "share/palapeli/collection")
"""Folders of Debian's gnome-backgrounds, palapeli-data, plasma-workspace-wallpapers, sway-backgrounds and
ukui-wallpapers, which are unpacked and not installed: `apt-get download`, `dpkg-deb -x`."""
PREVIEW = "screenshot"
"""The name of a small copy of a wallpaper that stands beside it."""
STAMPS = Path("/usr/share/tuxpaint/stamps")
"""Of Debian's tuxpaint-stamps-default."""
TUNING_STAMPS = (
    (40, ("animals/mammals", "food", "household", "town/monuments", "hobbies")),
    (20, ("animals/birds", "animals/insects", "town/houses", "plants", "vehicles", "space")),
)
"""So many at most of these folders."""
HELD_OUT_STAMPS = 20, ("animals/fish", "clothes", "military", "seasonal", "sports", "symbols/money")
TUNING_DRAWINGS = (*range(6), *range(100, 104))
"""Numbers of scenes, charts and pages, each."""
HELD_OUT_DRAWINGS = range(200, 204)
KINDS = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp")
MIN_SIDE, LONG_SIDE = 160, 900
_WORDS = "harbour lamp tide keeper stone bridge winter market ledger signal orchard copper valley".split()

Named = tuple[str, Image.Image]


def tuning() -> list[Named]:
    """Those that thresholds are chosen with; names are unique."""
    stamped = (named for most, folders in TUNING_STAMPS for named in stamps(folders, most))
    drawn = (named for number in TUNING_DRAWINGS for named in draw(number))
    return [*packaged(), *_opened(sorted(BACKGROUNDS.rglob("*")), BACKGROUNDS), *stamped, *drawn]


def held_out(unpacked: Path) -> list[Named]:
    """Others, of the same kinds, that are asked with once; packages of backgrounds are in `unpacked`."""
    most, folders = HELD_OUT_STAMPS
    root = unpacked / "usr"
    paths = [
        path
        for folder in HELD_OUT_BACKGROUNDS
        for path in sorted((root / folder).rglob("*"))
        if path.stem != PREVIEW
    ]
    drawn = (named for number in HELD_OUT_DRAWINGS for named in draw(number))
    return [*_opened(paths, root), *stamps(folders, most), *drawn]


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
        if min(picture.size) >= MIN_SIDE:
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
