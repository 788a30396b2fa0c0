"""How fast pages of PDFs are drawn and read by OCR, and how much memory the process has that draws them.

python -m benchmarks.drawn_pages [--pages 40] [--scans 4]
"""

import argparse
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time

from agents.documents.document import DocumentSource, PageRequest
from agents.documents.pool import ReaderPool
from agents.scans.readers import picture_of
from agents.vision.ocr import read_text
from tests.agents.documents.typeset import TEXTS, SetRule, column, typeset


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--scans", type=int, default=4)
    options = parser.parse_args()
    words = " ".join(TEXTS["English"].split())
    lines = [words[start : start + 90] for start in range(0, len(words), 90)] * 11
    rules = [SetRule(72, 60 + n, 520, 60 + n) for n in range(0, 60, 4)]
    source = DocumentSource(typeset([[*column(lines[:40]), *rules]] * options.pages), "drawn.pdf")
    with closing(ReaderPool(1)) as pool:
        pool.draw(PageRequest(source, 1, 1600))
        for side in (800, 1600, 2400):
            begun = perf_counter()
            drawn = [pool.draw(PageRequest(source, page + 1, side)) for page in range(options.pages)]
            seconds = (perf_counter() - begun) / options.pages
            size = sum(len(each.data) for each in drawn) // options.pages // 1024
            print(f"drawn at {side} px: {1 / seconds:.1f} pages a second, {size} KiB a page")
        status = Path(f"/proc/{pool._kept.idle[0].process.pid}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        print(f"most memory of the process that draws: {int(peak.split()[1]) // 1024} MiB")
        read_text(picture_of(drawn[0]))
        begun, cpu = perf_counter(), process_time()
        for each in drawn[: options.scans]:
            read_text(picture_of(each))
        print(
            f"read by OCR, 40 lines: {(perf_counter() - begun) / options.scans:.1f} s a page, "
            f"{(process_time() - cpu) / options.scans:.1f} s of processors"
        )


if __name__ == "__main__":
    main()
