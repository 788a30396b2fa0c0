"""Small files that take long to decode: how long Pillow takes for them, and how long it takes to refuse them.

Behind that, what decoding in other processes costs for ordinary photographs, by one thread and by eight.
"""

import struct
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image

from media_store import Limits, MediaError
from media_store.images import normalise
from media_store.processes.pool import DecoderPool

PICTURES = 60


def main() -> None:
    """Print both tables."""
    pool = DecoderPool(2)
    pool.normalise(encoded(Image.new("RGB", (8, 8)), "PNG"), Limits())
    print(f"{'file':<34} {'bytes':>9} {'Pillow':>9} {'here':>9}  what is said")
    for name, data in costly().items():
        plainly = timed(lambda data=data: Image.open(BytesIO(data)).load())
        said: list[str] = []
        here = timed(lambda data=data, said=said: said.append(verdict(pool, data)))
        print(f"{name:<34} {len(data):>9,} {plainly:>8.2f}s {here:>8.3f}s  {said[0]}")
    photographs = [
        encoded(Image.effect_noise((1600, 1200), 20 + n).convert("RGB"), "JPEG", quality=85)
        for n in range(PICTURES)
    ]
    limits = Limits()
    one = timed(lambda: [normalise(each, limits) for each in photographs])
    print(f"\n{PICTURES} photographs of 2 megapixels, pictures a second")
    print(f"  in this process      {PICTURES / one:.1f}")
    for threads in (1, 8):
        with ThreadPoolExecutor(threads) as executor:
            spent = timed(
                lambda run=executor: list(run.map(lambda each: pool.normalise(each, limits), photographs))
            )
        print(f"  in others, {threads} thread{'s' if threads > 1 else ' '}   {PICTURES / spent:.1f}")
    pool.close()


def costly() -> dict[str, bytes]:
    """Files by what they are."""
    progressive = encoded(Image.new("RGB", (4_000, 3_000), "grey"), "JPEG", progressive=True, quality=20)
    last = progressive[progressive.rindex(b"\xff\xda") : -2]
    times = 1_500
    return {
        f"progressive JPEG, {times + 10:,} scans": progressive[:-2] + last * times + b"\xff\xd9",
        "JPEG, 2,000,000 empty segments": b"\xff\xd8" + b"\xff\xe5\x00\x02" * 2_000_000 + progressive[2:],
        "PNG, 500,000 chunks": png(*[(b"tEXt", b"k\0v")] * 500_000),
    }


def png(*extra: tuple[bytes, bytes]) -> bytes:
    """A small PNG with these chunks behind its header."""
    data = encoded(Image.new("RGB", (8, 6), "teal"), "PNG")
    chunks = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in extra
    ]
    return data[:33] + b"".join(chunks) + data[33:]


def verdict(pool: DecoderPool, data: bytes) -> str:
    """What a person is told."""
    try:
        picture = pool.normalise(data, Limits())
        return f"taken, {picture.frames} frames"
    except MediaError as error:
        return str(error).partition(".")[0]


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a file."""
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def timed(work: Callable[[], object]) -> float:
    """Seconds; a refusal by Pillow ends it as well."""
    began = perf_counter()
    try:
        work()
    except (OSError, ValueError, SyntaxError) as error:
        print(f"  ({type(error).__name__}: {error})", file=sys.stderr)
    return perf_counter() - began


if __name__ == "__main__":
    main()
