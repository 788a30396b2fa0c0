"""Damages valid files at random, the same way for the same seed: cuts, flips, sizes that lie, nesting."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

from tests.support.office import packed

_REPEATS = (2, 50, 2_000)


def damaged(data: bytes, seed: int) -> bytes:
    """The file with one to three damages; of an archive, half of the time in a part that is packed again."""
    chance = random.Random(seed)
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _with_a_damaged_part(data, chance)
    return _damage(data, chance)


def _with_a_damaged_part(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    return packed({**parts, name: _damage(parts[name], chance)})


def _damage(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        kind: Callable[[bytes, random.Random], bytes] = chance.choice(
            (_cut, _flip, _lie, _repeat, _nest, _drop)
        )
        data = kind(data, chance) or b"\0"
    return data


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(start + chance.randint(1, 64), len(data))


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _drop(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _lie(data: bytes, chance: random.Random) -> bytes:
    """A number, binary or written, becomes a huge one."""
    digits = [place for place, byte in enumerate(data) if chr(byte).isdigit()]
    if digits and chance.random() < 0.5:
        place = chance.choice(digits)
        return data[:place] + b"9" * chance.choice((5, 20, 5_000)) + data[place + 1 :]
    start, _ = _span(data, chance)
    return data[:start] + b"\xff" * 4 + data[start + 4 :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[start:end] * chance.choice(_REPEATS) + data[end:]


def _nest(data: bytes, chance: random.Random) -> bytes:
    """An opening tag, brace or mark many times over."""
    places = [place for place, byte in enumerate(data) if byte in b"<{[(*"]
    if not places:
        return _repeat(data, chance)
    start = chance.choice(places)
    end = data.find(b">", start, start + 200) + 1 or start + 1
    return data[:start] + data[start:end] * chance.choice(_REPEATS) + data[start:]
