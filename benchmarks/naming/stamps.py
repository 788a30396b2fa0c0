"""Pictures with words in four languages: the stamps of Tux Paint, and photographs in packages.

    apt-get install tuxpaint-stamps-default

Stamps have transparent grounds and are set before one of a few; each is described in a sentence, and
volunteers translated most. A stamp is held out when the checksum of its path is even: values are chosen on
the other half.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path("/usr/share/tuxpaint/stamps")
KINDS = (
    "animals", "clothes", "food", "hobbies", "household", "medical", "military", "people", "plants", "space",
    "sports", "town", "vehicles",
)  # fmt: skip
"""Folders of things; the others hold letters, shapes, coins and cartoons."""
LANGUAGES = {"de.utf8": "de", "zh_CN.utf8": "zh", "es.utf8": "es"}
SIDE = 400
GROUNDS = (("#ffffff", "#ffffff"), ("#cfe3f5", "#7fa6c9"), ("#6f8f57", "#42602f"), ("#d9cbb2", "#8d7a5b"))
_ARTICLE = re.compile(r"^(?:an?|the|some)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Stamp:
    """A picture on a ground, and what it shows by language; `keyword` is the English text without article."""

    path: str
    image: Image.Image
    words: Mapping[str, str]
    is_held_out: bool

    @property
    def keyword(self) -> str:
        return _ARTICLE.sub("", self.words["en"]).lower()


def read_stamps() -> list[Stamp]:
    """Every described stamp of a thing, by path."""
    return list(_stamps())


def _stamps() -> Iterator[Stamp]:
    for file in sorted(FOLDER.rglob("*.png")):
        path = file.relative_to(FOLDER).as_posix()
        described = file.with_suffix(".txt")
        if path.split("/")[0] not in KINDS or "cartoon" in path or not described.is_file():
            continue
        checksum = zlib.crc32(path.encode())
        if words := _read_words(described):
            yield Stamp(path, _on_ground(file, checksum // 2 % len(GROUNDS)), words, checksum % 2 == 0)


def _read_words(file: Path) -> dict[str, str]:
    first, *lines = file.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
    words = {"en": first.strip().rstrip(".!")} if first.strip() else {}
    for line in lines:
        name, _, text = line.partition("=")
        if words and name in LANGUAGES and text.strip():
            words[LANGUAGES[name]] = text.strip().rstrip(".!。")
    return words


def _on_ground(file: Path, ground: int) -> Image.Image:
    """The stamp on a canvas of 4:3 with a soft gradient, at three quarters of its height."""
    with Image.open(file) as opened:
        stamp = opened.convert("RGBA")
    canvas = Image.new("RGB", (SIDE * 4 // 3, SIDE))
    top, bottom = (Image.new("RGB", (1, 1), colour).getpixel((0, 0)) for colour in GROUNDS[ground])
    drawing = ImageDraw.Draw(canvas)
    for y in range(SIDE):
        share = y / (SIDE - 1)
        colour = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        drawing.line((0, y, canvas.width, y), colour)
    scale = min(canvas.width * 0.8 / stamp.width, SIDE * 0.8 / stamp.height)
    size = max(1, round(stamp.width * scale)), max(1, round(stamp.height * scale))
    shown = stamp.resize(size, Image.Resampling.LANCZOS)
    canvas.paste(shown, ((canvas.width - size[0]) // 2, (canvas.height - size[1]) // 2), shown)
    return canvas
