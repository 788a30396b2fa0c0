"""How much of the encoder's own throughput an import with indexing reaches, and how memory grows.

    python -m benchmarks.ingestion [--pictures 2000] [--encoder builtin]

Draws pictures, gives some of them to the encoder alone (before and after), then takes all of them through
the whole way: files, media store, database, decoding, encoder, vectors, full text. OCR is off. The encoder
alone is measured twice: on pictures that lie decoded in memory, at the size that indexing decodes to, and
with that decoding. The share is of the first, faster one.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

_PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024
_SAMPLE = 256
_SIZE = (800, 600)


def draw(number: int) -> bytes:
    """A JPEG of soft shapes under noise: as large, and as slow to decode, as a photograph of its size."""
    generator = np.random.default_rng(number)
    soft = Image.fromarray(generator.integers(0, 255, (12, 16, 3), dtype=np.uint8))
    pixels = np.asarray(soft.resize(_SIZE, Image.Resampling.BICUBIC)).astype(np.int16)
    noisy = pixels + generator.integers(-12, 12, (*pixels.shape[:2], 1))
    target = BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(target, "JPEG", quality=88)
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


def decode(data: bytes) -> Image.Image:
    """A picture as indexing decodes it: at a half or a quarter of its size, as JPEG allows."""
    from webapp.corpora.services.opening import decode_draft

    return decode_draft(data, _SIZE)


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--encoder", default="builtin")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-ingestion-") as folder:
        os.environ |= {
            "SIGHTLINE_HOME": f"{folder}/home",
            "SIGHTLINE_ENCODER": options.encoder,
            "SIGHTLINE_OCR": "off",
            "SIGHTLINE_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "webapp.settings",
            # Idle threads of PyTorch sleep instead of spinning: beside any other work, ten times faster.
            "OMP_WAIT_POLICY": "PASSIVE",
        }
        measure(Path(folder), options.pictures)


def measure(folder: Path, count: int) -> None:
    """Print the table."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from webapp.corpora.encoders import encoder
    from webapp.corpora.services.catalogue import create_corpus
    from webapp.corpora.services.importing import import_paths
    from webapp.corpora.services.indexing import index_now

    call_command("migrate", verbosity=0)
    pictures = folder / "pictures"
    pictures.mkdir()
    for number in range(count):
        (pictures / f"{number:06}.jpg").write_bytes(draw(number))
    files = [path.read_bytes() for path in sorted(pictures.iterdir())[:_SAMPLE]]
    sample = [decode(data) for data in files]
    batch, model = settings.ENV.indexing_batch, encoder(settings.ENV.encoder)

    def encode() -> None:
        for start in range(0, len(sample), batch):
            model.describe_images(sample[start : start + batch])

    def decode_and_encode() -> None:
        for start in range(0, len(files), batch):
            model.describe_images([decode(data) for data in files[start : start + batch]])

    encode()  # The first pass also loads what the encoder loads lazily.
    before, with_decoding = seconds(encode), seconds(decode_and_encode)
    corpus, marks = create_corpus("benchmark"), MemoryMarks(0.1, 0.5, 1.0)
    importing = seconds(lambda: import_paths(corpus, [pictures]))
    indexing = seconds(lambda: index_now(corpus, progress=marks))
    after = seconds(encode)
    with_decoding += seconds(decode_and_encode)

    encoder_rate, decoding_rate = 2 * len(sample) / (before + after), 2 * len(sample) / with_decoding
    rate = count / (importing + indexing)
    print(f"pictures                {count}, {_SIZE[0]} x {_SIZE[1]} JPEG")
    print(
        f"encoder alone           {encoder_rate:8.1f} pictures/s ({settings.ENV.encoder}, {batch} at a time)"
    )
    print(f"with decoding           {decoding_rate:8.1f} pictures/s")
    print(f"import                  {count / importing:8.1f} pictures/s")
    print(f"index                   {count / indexing:8.1f} pictures/s")
    print(f"import and index        {rate:8.1f} pictures/s")
    print(f"share of the encoder    {rate / encoder_rate:8.1%}")
    for share, mib in marks.marks.items():
        print(f"memory at {share:4.0%}          {mib:8.0f} MiB")


if __name__ == "__main__":
    main()
