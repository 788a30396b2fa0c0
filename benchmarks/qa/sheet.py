"""A picture to draw on, for the drawings of the corpora: soft ground, smooth edges, a faint grain."""

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 640, 480
FINER = 2  # Drawn larger and scaled down, so that edges are smooth.
CHINESE_FONT = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
OUTLINE = "#3a3f44"

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # Left, top, right, bottom.


class ChineseFontMissing(Exception):
    """The font of the Debian package fonts-droid-fallback is not installed."""

    def __init__(self) -> None:
        super().__init__(f"{CHINESE_FONT} is missing. Install it with: apt install fonts-droid-fallback")


class Sheet:
    """A picture to draw on in pixels of its final size, 640 x 480, with (0, 0) at the top left."""

    def __init__(self, top: str, bottom: str) -> None:
        size = (WIDTH * FINER, HEIGHT * FINER)
        upper, lower = Image.new("RGB", size, top), Image.new("RGB", size, bottom)
        self.image = Image.composite(lower, upper, Image.linear_gradient("L").resize(size))
        self._draw = ImageDraw.Draw(self.image)

    def box(self, corners: Box, fill: str, radius: float = 0) -> None:
        """Fill a rectangle (left, top, right, bottom) with rounded corners and a darker outline."""
        scaled = tuple(value * FINER for value in corners)
        self._draw.rounded_rectangle(scaled, radius * FINER, fill, OUTLINE, FINER)

    def ellipse(self, corners: Box, fill: str, line: str = OUTLINE) -> None:
        """Fill an ellipse inside a rectangle (left, top, right, bottom)."""
        self._draw.ellipse(tuple(value * FINER for value in corners), fill, line, FINER)

    def polygon(self, points: list[Point], fill: str) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * FINER, y * FINER) for x, y in points], fill)

    def line(self, points: list[Point], fill: str, width: float) -> None:
        """Draw a bent line `width` pixels wide."""
        scaled = [(x * FINER, y * FINER) for x, y in points]
        self._draw.line(scaled, fill, round(width * FINER), joint="curve")

    def text(self, at: Point, words: str, size: float, fill: str = "#1c1f22") -> None:
        """Write with Pillow's own font, centred at a point; `size` in pixels."""
        font = ImageFont.load_default(size * FINER)
        self._draw.text((at[0] * FINER, at[1] * FINER), words, fill, font, anchor="mm")

    def chinese(self, at: Point, words: str, size: float, fill: str = "#1c1f22") -> None:
        """Write Chinese centred at a point; raises ChineseFontMissing."""
        if not CHINESE_FONT.is_file():
            raise ChineseFontMissing
        font = ImageFont.truetype(CHINESE_FONT, size * FINER)
        self._draw.text((at[0] * FINER, at[1] * FINER), words, fill, font, anchor="mm")

    def finished(self) -> Image.Image:
        """Return the picture in its final size, with the same faint grain every time."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        grain = Image.new("L", (WIDTH // 4, HEIGHT // 4))
        chance = random.Random(WIDTH)
        grain.putdata([chance.randrange(108, 148) for _ in range(grain.width * grain.height)])
        soft = grain.resize(small.size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(1))
        return Image.blend(small, soft.convert("RGB"), 0.08)
