"""What happens to pictures before they are searched by: screenshots, pieces, small copies, turns."""

import random
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

Change = Callable[[Image.Image, random.Random], Image.Image]


def in_a_window(image: Image.Image, chance: random.Random) -> Image.Image:
    """A screenshot: the picture takes about a third of a page with bars, text and a sidebar."""
    screen = Image.new("RGB", (1280, 800), (244, 245, 247))
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, 1280, 64), fill=(45, 50, 60))
    pen.rectangle((0, 64, 230, 800), fill=(228, 230, 234))
    for line in range(24):
        pen.text((20, 90 + 28 * line), "menu entry " * chance.randint(1, 2), (90, 90, 100))
        pen.text((960, 100 + 26 * line), "lorem ipsum dolor sit amet " * 2, (60, 60, 60))
    shown = image.copy()
    shown.thumbnail((chance.randint(480, 660), 600))
    screen.paste(shown, (chance.randint(250, 290), chance.randint(80, 180)))
    return screen


def piece(image: Image.Image, chance: random.Random, share: float = 0.35) -> Image.Image:
    """So much of each side, from anywhere but the very edge."""
    width, height = round(image.width * share), round(image.height * share)
    x, y = (
        chance.uniform(0.1, 0.9) * (whole - part)
        for whole, part in ((image.width, width), (image.height, height))
    )
    return image.crop((round(x), round(y), round(x) + width, round(y) + height))


def small(image: Image.Image, _chance: random.Random) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((96, 96))
    return copy


def photographed(image: Image.Image, chance: random.Random) -> Image.Image:
    """A screen seen at an angle: perspective, moire, glare, blur, and a dark room around it."""
    width, height = image.size
    pixels = np.asarray(image, np.float32)
    y, x = np.mgrid[:height, :width]
    moire = 10 * np.sin(x * chance.uniform(0.9, 1.4) + y * 0.35) + 6 * np.sin(y * chance.uniform(1.0, 1.5))
    glare = 90 * np.exp(
        -(((x - width * chance.random()) ** 2 + (y - height * 0.3) ** 2) / (0.06 * width * height))
    )
    screen = np.clip(pixels * 0.85 + moire[..., None] + glare[..., None], 0, 255).astype(np.uint8)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners * 0.75 + [width * 0.12, height * 0.12]
    moved += np.array([[chance.uniform(-0.08, 0.08) * side for side in (width, height)] for _ in range(4)])
    plane = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    seen = cv2.warpPerspective(screen, plane, (width, height), borderValue=(38, 34, 30))
    return Image.fromarray(seen).filter(ImageFilter.GaussianBlur(1.0))


def recompressed(image: Image.Image, _chance: random.Random) -> Image.Image:
    target = BytesIO()
    image.save(target, "JPEG", quality=12)
    return Image.open(target).convert("RGB")


def framed(image: Image.Image, chance: random.Random) -> Image.Image:
    """A plain border around it, about a tenth of the longer side."""
    wide = round(max(image.size) * chance.uniform(0.08, 0.14))
    return ImageOps.expand(
        image, wide, fill=chance.choice(["white", "black", (196, 30, 58), (240, 220, 130)])
    )


def overlaid(image: Image.Image, chance: random.Random) -> Image.Image:
    """Large letters over the middle, and a banner at the foot."""
    copy = image.copy()
    pen = ImageDraw.Draw(copy)
    width, height = copy.size
    pen.rectangle((0, height * 0.86, width, height), fill=(20, 20, 24))
    font = ImageFont.load_default(max(14, width // 11))
    pen.text(
        (width * 0.06, height * chance.uniform(0.3, 0.6)),
        "BREAKING NEWS",
        "white",
        font,
        stroke_width=3,
        stroke_fill="black",
    )
    pen.text(
        (width * 0.04, height * 0.88),
        "subscribe for more",
        "yellow",
        ImageFont.load_default(max(10, width // 22)),
    )
    return copy


def noisy(image: Image.Image, chance: random.Random) -> Image.Image:
    numbers = np.random.default_rng(chance.randrange(2**32))
    pixels = np.asarray(image, np.float32) + numbers.normal(0, 22, (image.height, image.width, 1))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def warm(image: Image.Image, _chance: random.Random) -> Image.Image:
    """The colours of an old print."""
    red, green, blue = image.split()
    bands = (red.point(lambda v: min(255, v * 1.15 + 12)), green, blue.point(lambda v: v * 0.72))
    return Image.merge("RGB", bands)


WHOLE: Mapping[str, Change] = {
    "recompressed": recompressed,
    "96 pixels": small,
    "darker": lambda image, _chance: ImageEnhance.Brightness(image).enhance(0.5),
    "brighter": lambda image, _chance: ImageEnhance.Brightness(image).enhance(1.5),
    "contrast": lambda image, _chance: ImageEnhance.Contrast(image).enhance(0.5),
    "grey": lambda image, _chance: image.convert("L").convert("RGB"),
    "warm": warm,
    "blurred": lambda image, _chance: image.filter(ImageFilter.GaussianBlur(max(image.size) / 250)),
    "noisy": noisy,
    "border": framed,
    "overlay": overlaid,
    "turn": lambda image, chance: image.rotate(chance.choice([90, 180, 270]), expand=True),
    "mirror": lambda image, _chance: ImageOps.mirror(image),
    "screen": photographed,
    "window": in_a_window,
}
"""The whole picture can be seen."""

PARTS: Mapping[str, Change] = {
    "piece 70 %": partial(piece, share=0.7),
    "piece 50 %": partial(piece, share=0.5),
    "piece 35 %": piece,
}
