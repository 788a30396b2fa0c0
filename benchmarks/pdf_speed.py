"""How many pages of PDFs are read in a second of processor time, by this version and by another one.

`python benchmarks/pdf_speed.py FOLDER [--other CHECKOUT]` reads the PDFs of a folder; with a checkout of
another version, both by turns, each in processes of its own.

`python -m benchmarks.pdf_speed --pages 5000` makes books of an eighth of so many dense pages, of half of them
and of all, and reads each in a process of its own: processor time a page as a ratio to the shortest one's,
and memory. Then it reads the longest once more as an import does, under its limits.
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 2
WORDS = 5_000
"""That a made book knows."""
LINES, WORDS_A_LINE = 30, 7
SHARES = (8, 2, 1)
MIB = 1024 * 1024


def main() -> None:
    """Print a line for each round and version."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--other", type=Path)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--book", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.book:
        print(*_read_book(options.book))
        return
    if options.pages:
        _measure_books(options.pages)
        return
    if options.only:
        print(_read_all(options.folder, options.only))
        return
    here = Path(__file__).parent.parent
    for _ in range(ROUNDS):
        for version in (options.other, here) if options.other else (here,):
            command = [sys.executable, __file__, str(options.folder), "--only", str(version)]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def _measure_books(pages: int) -> None:
    base_seconds = 0.0
    for share in SHARES:
        command = [sys.executable, "-m", "benchmarks.pdf_speed", "--book", str(pages // share)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds, mib, characters = map(float, done.stdout.split())
        each = seconds / (pages // share)
        base_seconds = base_seconds or each
        print(f"{pages // share:5} pages, {characters / 1e6:.1f} million characters:", end=" ")
        print(f"{1 / each:.0f} pages a second of processor, {each / base_seconds:.2f} times", end=" ")
        print(f"as long a page, {mib:.0f} MiB more memory")
    _import_book(pages)


def _read_book(pages: int) -> tuple[float, float, int]:
    """Seconds of processor, MiB that memory grew by at most, and characters."""
    from agents.documents.document import DocumentSource  # noqa: PLC0415
    from agents.documents.parsing import parse_document  # noqa: PLC0415

    parse_document(DocumentSource(_book(3), "book.pdf"))
    source = DocumentSource(_book(pages), "book.pdf")
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    document = parse_document(source)
    seconds = time.process_time() - began
    if len(document.pages) != pages:
        raise SystemExit(f"{len(document.pages)} of {pages} pages were read.")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return seconds, grown / 1024, len(document.text)


def _import_book(pages: int) -> None:
    """Read it by a process under the limits of an import, and say what part of them it took."""
    from agents.documents.document import DocumentSource  # noqa: PLC0415
    from agents.documents.limits import ReadLimits  # noqa: PLC0415
    from agents.documents.pool import ReaderPool  # noqa: PLC0415

    data, pool = _book(pages), ReaderPool(1)
    before = _children_seconds()
    document = pool.read(DocumentSource(data, "book.pdf"))
    pool.close()
    share = (_children_seconds() - before) / ReadLimits().cpu_seconds(len(data))
    print(f"as an import reads it ({len(data) / MIB:.1f} MiB): {len(document.pages)} pages,", end=" ")
    print(f"in {share:.2f} of the processor time that it may take")


def _children_seconds() -> float:
    """Processor time of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _book(pages: int) -> bytes:
    """Pages of random words below a running head, with their numbers."""
    from tests.corpora.papers import pdf  # noqa: PLC0415

    rng = random.Random(5)  # noqa: S311
    words = ["".join(rng.choices("etaoinshrdlucmfwypvbgk", k=rng.randint(2, 10))) for _ in range(WORDS)]
    lines = [[" ".join(rng.choices(words, k=WORDS_A_LINE)) for _ in range(LINES)] for _ in range(pages)]
    return pdf(
        [["The book of words", *page, f"Page {n}"] for n, page in enumerate(lines, start=1)], is_packed=True
    )


def _read_all(folder: Path, version: Path) -> str:
    sys.path.insert(0, str(version))
    from agents.documents.document import DocumentSource  # noqa: PLC0415
    from agents.documents.errors import UnreadableDocument  # noqa: PLC0415
    from agents.documents.parsing import parse_document  # noqa: PLC0415

    pages, began = 0, time.process_time()
    for path in sorted(folder.rglob("*.pdf")):
        try:
            pages += len(parse_document(DocumentSource(path.read_bytes(), path.name)).pages)
        except UnreadableDocument:
            continue
    seconds = time.process_time() - began
    return f"{version}: {pages} pages, {pages / seconds:.0f} a second of processor"


if __name__ == "__main__":
    main()
