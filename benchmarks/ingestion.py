"""How fast an import is searchable, how long all the rest takes, and a second import of the same pictures.

    python -m benchmarks.ingestion [--pictures 2000] [--size 800 600] [--encoder builtin] [--ocr]

Draws pictures, one of ten with a line of text, gives some of them to the encoder alone (before and after),
then takes all of them through the whole way: files, media store, database, decoding, encoder, vectors, full
text; after that parts of pictures and, with --ocr, the text in them. Then the same files go into a second
corpus. The encoder alone is measured twice: on pictures that lie decoded in memory, at the size that indexing
decodes to, and with that decoding. The share is of the first, faster one.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

_PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024
_SAMPLE = 256
_SIZE = (800, 600)
_TEXT_EVERY = 10


def draw(number: int, size: tuple[int, int] = _SIZE) -> bytes:
    """A JPEG of soft shapes under noise: as large, and as slow to decode, as a photograph of its size."""
    generator = np.random.default_rng(number)
    soft = Image.fromarray(generator.integers(0, 255, (12, 16, 3), dtype=np.uint8))
    pixels = np.asarray(soft.resize(size, Image.Resampling.BICUBIC)).astype(np.int16)
    noisy = pixels + generator.integers(-12, 12, (*pixels.shape[:2], 1))
    picture = Image.fromarray(noisy.clip(0, 255).astype(np.uint8))
    if number % _TEXT_EVERY == 0:
        height = size[1] // 20
        ImageDraw.Draw(picture).text(
            (height, height), f"No. {number}", "white", ImageFont.load_default(height)
        )
    target = BytesIO()
    picture.save(target, "JPEG", quality=88)
    return target.getvalue()


def resident_mib() -> float:
    """Memory of this process, from Linux's proc(5)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_KIB / 1024


class MemoryMarks:
    """Notes resident memory when a share of the work is done."""

    def __init__(self, *shares: float) -> None:
        self._waiting = list(shares)
        self.marks: dict[float, float] = {}

    def __call__(self, done: int, total: int) -> None:
        while self._waiting and total and done >= self._waiting[0] * total:
            self.marks[self._waiting.pop(0)] = resident_mib()


def decode(data: bytes, size: tuple[int, int]) -> Image.Image:
    """A picture as indexing decodes it: at a half, a quarter or an eighth of its size, as JPEG allows."""
    from webapp.corpora.indexing.decoding import decode_draft, reduce

    return reduce(decode_draft(data, size))


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def kept_mib() -> float:
    """What is kept of derived things."""
    from django.db.models import Sum

    from webapp.corpora.models import Derived

    return (Derived.objects.aggregate(size=Sum("size_bytes"))["size"] or 0) / 1024**2


def vectors_mib(folder: Path) -> float:
    """The folder of vectors, of both corpora."""
    found = (folder / "home" / "vectors").rglob("*")
    return sum(path.stat().st_size for path in found if path.is_file()) / 1024**2


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--encoder", default="builtin")
    parser.add_argument("--size", type=int, nargs=2, default=_SIZE, metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--ocr", action="store_true", help="read text in the second pass")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-ingestion-") as folder:
        os.environ |= {
            "SIGHTLINE_HOME": f"{folder}/home",
            "SIGHTLINE_ENCODER": options.encoder,
            "SIGHTLINE_OCR": "on" if options.ocr else "off",
            "SIGHTLINE_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "webapp.settings",
            # Idle threads of PyTorch sleep instead of spinning: beside any other work, ten times faster.
            "OMP_WAIT_POLICY": "PASSIVE",
        }
        measure(Path(folder), options.pictures, tuple(options.size))


def measure(folder: Path, count: int, size: tuple[int, int]) -> None:
    """Print the table."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from webapp.corpora.encoders import encoder
    from webapp.corpora.importing.services import import_paths
    from webapp.corpora.indexing.services import index_now
    from webapp.corpora.services.catalogue import create_corpus

    call_command("migrate", verbosity=0)
    pictures = folder / "pictures"
    pictures.mkdir()
    for number in range(count):
        (pictures / f"{number:06}.jpg").write_bytes(draw(number, size))
    files = [path.read_bytes() for path in sorted(pictures.iterdir())[:_SAMPLE]]
    sample = [decode(data, size) for data in files]
    batch, model = settings.ENV.indexing_batch, encoder(settings.ENV.encoder)

    def encode() -> None:
        for start in range(0, len(sample), batch):
            model.describe_images(sample[start : start + batch])

    def decode_and_encode() -> None:
        for start in range(0, len(files), batch):
            model.describe_images([decode(data, size) for data in files[start : start + batch]])

    encode()  # The first pass also loads what the encoder loads lazily.
    before, with_decoding = seconds(encode), seconds(decode_and_encode)
    corpus, marks = create_corpus("benchmark"), MemoryMarks(0.1, 0.5, 1.0)
    importing = seconds(lambda: import_paths(corpus, [pictures]))
    begun = time.time()
    job = index_now(corpus, progress=marks)
    searchable = importing + job.details_started.timestamp() - begun
    first = importing + time.time() - begun
    after = seconds(encode)
    with_decoding += seconds(decode_and_encode)
    again = create_corpus("again")
    second = seconds(lambda: import_paths(again, [pictures])) + seconds(lambda: index_now(again))
    rates = {
        "encoder alone": 2 * len(sample) / (before + after),
        "with decoding": 2 * len(sample) / with_decoding,
        "import": count / importing,
        "until searchable": count / searchable,
        "parts and text": count / (first - searchable),
        "first import, all of it": count / first,
        "second import": count / second,
    }
    print(f"{count} pictures of {size[0]} x {size[1]}, JPEG; {settings.ENV.encoder}, {batch} at a time")
    report(rates, marks)
    print(f"kept for the second     {kept_mib():8.1f} MiB; vectors {vectors_mib(folder):.1f} MiB on disk")


def report(rates: dict[str, float], marks: MemoryMarks) -> None:
    """Print rates, their ratios, and memory."""
    for name, rate in rates.items():
        print(f"{name:24}{rate:8.1f} pictures/s")
    print(f"second to first         {rates['second import'] / rates['first import, all of it']:8.1f} times")
    print(f"share of the encoder    {rates['until searchable'] / rates['encoder alone']:8.1%}")
    for share, mib in marks.marks.items():
        print(f"memory at {share:4.0%}          {mib:8.0f} MiB")


if __name__ == "__main__":
    main()
