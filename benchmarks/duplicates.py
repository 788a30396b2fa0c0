"""How well copies of a picture are told from pictures that only look alike, by class of pair.

    python benchmarks/duplicates.py

Pairs are made of drawn scenes: identical, re-encoded, resized, slightly cropped, and different but similar
(the same scene with some things elsewhere). The rule is that of scans: fingerprints that agree, then a second
look.
"""

import hashlib
import time
from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from agents.vision import are_near_duplicates, fingerprint
from agents.vision.closeness import are_copies
from agents.vision.pairs import copies

SCENES = 80
SIZE = (640, 480)
HASHES = 10_000
Picture = Image.Image


def main() -> None:
    """Compare every pair, print a table."""
    scenes = [scene(number) for number in range(SCENES)]
    others = [scene(number, is_changed=True) for number in range(SCENES)]
    positive: dict[str, Callable[[int], Picture]] = {
        "identical": lambda number: scenes[number],
        "re-encoded": lambda number: reopened(scenes[number], ("JPEG", "WEBP")[number % 2], 35 + number % 50),
        "resized": lambda number: scenes[number].resize((160 + 9 * number, 120 + 7 * number)),
        "cropped 2 to 5 %": lambda number: cropped(scenes[number], 0.02 + 0.03 * number / SCENES),
    }
    wrong = sum(is_copy(scenes[n], others[n]) for n in range(SCENES))
    strangers = [(n, (n * 7 + 1) % SCENES) for n in range(SCENES)]
    wrong_strangers = sum(is_copy(scenes[a], scenes[b]) for a, b in strangers if a != b)
    print("| pairs | count | recall | precision against similar and other scenes |\n|---|---|---|---|")
    for name, make in positive.items():
        right = sum(is_copy(scenes[n], make(n)) for n in range(SCENES))
        precision = right / (right + wrong + wrong_strangers) if right else 0.0
        print(f"| {name} | {SCENES} | {right / SCENES:.3f} | {precision:.3f} |")
    print(f"| different but similar | {SCENES} | taken for copies: {wrong} | |")
    print(f"| other scenes | {len(strangers)} | taken for copies: {wrong_strangers} | |")
    compare_scans()


def is_copy(first: Picture, second: Picture) -> bool:
    """What a scan says of two pictures."""
    return are_near_duplicates(fingerprint(first), fingerprint(second)) and are_copies(first, second)


def compare_scans() -> None:
    """A scan of many hashes against comparing all with all, as a ratio."""
    prints = [hashlib.sha256(str(n).encode()).hexdigest()[:43] for n in range(HASHES)]
    started = time.perf_counter()
    found = sum(len(block) for block in copies(prints))
    scan = time.perf_counter() - started
    few = prints[:1_000]
    started = time.perf_counter()
    sum(are_near_duplicates(one, other) for n, one in enumerate(few) for other in few[n + 1 :])
    plain = (time.perf_counter() - started) * (HASHES / len(few)) ** 2
    print(
        f"\n{HASHES:,} hashes: {scan:.2f} s, {plain / scan:,.0f} times as fast as pair by pair; {found} pairs"
    )


def scene(number: int, *, is_changed: bool = False) -> Picture:
    """Shapes on a ground, the same for the same number; changed, a good part of them stands elsewhere."""
    random = np.random.default_rng(number)
    picture = Image.new("RGB", SIZE, tuple(int(each) for each in random.integers(60, 220, 3)))
    draw = ImageDraw.Draw(picture)
    for shape in range(14):
        x, y, w, h = (int(each) for each in random.integers(0, 420, 4))
        colour = tuple(int(each) for each in random.integers(0, 256, 3))
        if is_changed and shape % 3 == 0:
            x, y = (x + 180) % 500, (y + 140) % 400
        (draw.ellipse if shape % 2 else draw.rectangle)((x, y, x + w // 2 + 20, y + h // 2 + 20), fill=colour)
    return picture


def reopened(picture: Picture, kind: str, quality: int) -> Picture:
    data = BytesIO()
    picture.save(data, kind, quality=quality)
    return Image.open(data).convert("RGB")


def cropped(picture: Picture, share: float) -> Picture:
    width, height = picture.size
    left, top = round(width * share), round(height * share)
    return picture.crop((left, top, width - left // 2, height - top // 2))


if __name__ == "__main__":
    main()
