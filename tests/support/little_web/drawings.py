"""Pictures, drawn by what they show: the same each time."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFont

from tests.support.little_web.world import COLOURS, Work

SIZE = (640, 480)
SUBJECTS = ("door", "windows", "boat", "sign", "clock")
_DOORS = ("#c62828", "#1e4fbf", "#2e7d32", "#f2c61a", "#ffffff", "#141414")
_WALLS = ("#c9b79c", "#b7b2a8", "#a8937c", "#d8c9ae")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: one of `SUBJECTS`, and of what; or a landscape by its number."""

    subject: str
    number: int
    value: str = ""

    @classmethod
    def of(cls, work: Work, subject: str) -> "Drawing":
        return cls(subject, work.number, value_of(work, subject))


def value_of(work: Work, subject: str) -> str:
    """What one has to see in a picture to know it."""
    hour, minute = work.clock
    return {
        "door": COLOURS["en"].split("|")[work.door],
        "windows": str(work.windows),
        "boat": str(work.boat),
        "sign": work.sign,
        "clock": f"{hour}:{minute:02}",
    }[subject]


@lru_cache(64)
def png(drawing: Drawing, size: tuple[int, int] = SIZE) -> bytes:
    """The bytes of a picture."""
    image = Image.new("RGB", SIZE, "#bcd7e6")
    draw = ImageDraw.Draw(image)
    _landscape(draw, Random(f"{drawing.subject} {drawing.number}"))
    if drawing.subject in _DRAWN:
        _DRAWN[drawing.subject](draw, drawing)
    data = BytesIO()
    (image if size == SIZE else image.resize(size)).save(data, "PNG")
    return data.getvalue()


def _landscape(draw: ImageDraw.ImageDraw, random: Random) -> None:
    for depth, colour in enumerate(("#8fa9a1", "#7d9a77", "#5f7f57")):
        line = 230 + 60 * depth
        points = [(x, line + random.randint(-30, 30)) for x in range(0, 721, 80)]
        draw.polygon([(0, 480), *points, (720, 480)], fill=colour)
    draw.ellipse((500, 40, 560, 100), fill="#fff4c2")


def _wall(draw: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    draw.rectangle((60, 90, 580, 450), fill=_WALLS[drawing.number % 4], outline="#444444", width=3)


def _door(draw: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    _wall(draw, drawing)
    colour = _DOORS[COLOURS["en"].split("|").index(drawing.value)]
    draw.rectangle((240, 180, 400, 450), fill=colour, outline="#5d4a3a", width=8)
    draw.ellipse((370, 310, 384, 324), fill="#8d8d8d")


def _windows(draw: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    _wall(draw, drawing)
    for place in range(int(drawing.value)):
        left, top = 100 + 95 * (place % 5), 130 + 150 * (place // 5)
        draw.rectangle((left, top, left + 60, top + 90), fill="#20374d", outline="#f5f0e6", width=5)


def _boat(draw: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    draw.rectangle((0, 360, 640, 480), fill="#3f6f8f")
    draw.polygon([(90, 270), (560, 270), (490, 390), (160, 390)], fill="#f5f5f0", outline="#333333")
    draw.rectangle((300, 190, 420, 270), fill="#9c4f3a")
    _words(draw, (210, 290), drawing.value, 80)


def _sign(draw: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    draw.rectangle((310, 260, 330, 470), fill="#6b4f36")
    draw.rectangle((150, 110, 490, 270), fill="#fdfdf5", outline="#333333", width=6)
    _words(draw, (220, 130), drawing.value, 110)


def _clock(draw: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    _wall(draw, drawing)
    draw.ellipse((170, 110, 470, 410), fill="#fdfdf5", outline="#222222", width=8)
    for hour in range(1, 13):
        x, y = _point(hour / 12, 120)
        draw.text((x, y), str(hour), fill="#222222", font=ImageFont.load_default(26), anchor="mm")
    hour, minute = map(int, drawing.value.split(":"))
    draw.line(((320, 260), _point((hour + minute / 60) / 12, 70)), fill="#111111", width=12)
    draw.line(((320, 260), _point(minute / 60, 110)), fill="#111111", width=6)


def _point(turn: float, length: float) -> tuple[float, float]:
    return 320 + length * sin(2 * pi * turn), 260 - length * cos(2 * pi * turn)


def _words(draw: ImageDraw.ImageDraw, place: tuple[int, int], words: str, size: int) -> None:
    draw.text(place, words, fill="#111111", font=ImageFont.load_default(size))


_DRAWN = {"door": _door, "windows": _windows, "boat": _boat, "sign": _sign, "clock": _clock}
