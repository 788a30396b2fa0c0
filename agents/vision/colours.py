"""The colours of a picture in plain English."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image, Resampling

from agents.vision.lab import to_lab
from agents.vision.pixels import to_rgb

SAMPLE_SIDE = 96
MIN_SHARE = 0.01

# A name has several shades where one point of the colour space would not do it justice.
_SHADES: tuple[tuple[str, str], ...] = (
    ("black", "000000 141414"),
    ("dark grey", "3c3c3c 505050"),
    ("grey", "787878 8c8c8c"),
    ("light grey", "b4b4b4 d0d0d0"),
    ("white", "ffffff f2f2f2"),
    ("red", "e6141e ff0000 ce1126 c8281e"),
    ("dark red", "8b0000 6e1020"),
    ("pink", "ffb6c1 ff8fb0 f4c2c2"),
    ("magenta", "ff00ff d6249f"),
    ("orange", "ff8200 ffa500 f07020"),
    ("peach", "ffcba4 f5b895"),
    ("brown", "784828 964b00 5a3a22"),
    ("dark brown", "3c2415"),
    ("tan", "d2b48c b89468"),
    ("beige", "f5f0dc e8dcc0"),
    ("yellow", "ffd700 ffff00 ffce00 f5e63c"),
    ("gold", "c8a02c b8860b"),
    ("olive", "808000 6b6b23"),
    ("light green", "90ee90 a8d8a0"),
    ("lime green", "32ff32 9acd32 80e000"),
    ("green", "008000 1e9632 007a3d 4caf50"),
    ("dark green", "004000 1e3c1e"),
    ("turquoise", "40e0d0 1abc9c"),
    ("teal", "008080 0f5f5f"),
    ("cyan", "00ffff"),
    ("light blue", "add8e6 87ceeb 9cc4e8"),
    ("sky blue", "00a1de 4aa8f0"),
    ("blue", "0000ff 0057b7 1e50c8 3a6ab0"),
    ("dark blue", "000080 002868 10245a"),
    ("purple", "800080 6a2c91"),
    ("violet", "9a5cd6 b080e0"),
    ("lavender", "d8c8f0"),
)
_NAMES = [name for name, _ in _SHADES]
_SHADE_OF = np.array([index for index, (_, shades) in enumerate(_SHADES) for _ in shades.split()])
_SHADES_LAB = to_lab(
    np.array(
        [list(bytes.fromhex(shade)) for _, shades in _SHADES for shade in shades.split()], dtype=np.uint8
    )
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour with its plain name, its mean as `#rrggbb`, and its share of the picture in 0..1."""

    name: str
    hex: str
    share: float


def dominant_colours(image: Image, k: int = 5) -> list[Colour]:
    """At most k named colours, the largest share first; those under 1 % are left out.

    What is transparent counts as white.
    """
    sample = to_rgb(image).copy()
    # Picking pixels, unlike averaging them, makes no colours that the picture does not have.
    sample.thumbnail((SAMPLE_SIDE, SAMPLE_SIDE), Resampling.NEAREST)
    pixels = np.asarray(sample).reshape(-1, 3)
    # The index into `_NAMES` of each pixel's nearest shade.
    # |a - b|^2 without |a|^2, which is the same for all shades of a pixel.
    distances = (_SHADES_LAB**2).sum(1) - 2 * to_lab(pixels) @ _SHADES_LAB.T
    names: NDArray[np.intp] = _SHADE_OF[distances.argmin(1)]
    shares = np.bincount(names, minlength=len(_NAMES)) / len(pixels)
    largest = np.argsort(-shares, kind="stable")[:k]
    colours = []
    for index in (index for index in largest if shares[index] >= MIN_SHARE):
        mean = pixels[names == index].mean(axis=0).round().astype(np.uint8)
        colours.append(Colour(_NAMES[index], f"#{bytes(mean.tolist()).hex()}", float(shares[index])))
    return colours
