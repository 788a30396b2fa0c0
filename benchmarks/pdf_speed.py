"""How many pages of PDFs are read in a second of processor time, by this version and by another one.

`python benchmarks/pdf_speed.py FOLDER [--other CHECKOUT]` reads the PDFs of a folder; with a checkout of
another version, both by turns, each in processes of its own.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 2


def main() -> None:
    """Print a line for each round and version."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--other", type=Path)
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(_read_all(options.folder, options.only))
        return
    here = Path(__file__).parent.parent
    for _ in range(ROUNDS):
        for version in (options.other, here) if options.other else (here,):
            command = [sys.executable, __file__, str(options.folder), "--only", str(version)]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


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
