"""How well tables are read out of PDFs, and what is taken for one. Prints tables, asserts nothing.

Usage: python -m benchmarks.pdf_tables [--held-out] [--each N] [--keep FOLDER]

Papers are made by a seed, half of them for choosing rules; the other half, partly of kinds and by programs
that the first does not have, is only read with --held-out. A cell is right if the first cell of its row, its
column and its words are; a row is whole if a line of the text holds its words and no others, bars aside.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from playwright.sync_api import Page

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from agents.documents.readers import pdf
from agents.documents.tables import BAR
from benchmarks.pdf_tables import prose, writers
from benchmarks.pdf_tables.truth import Table, facts, make_table

BY_BROWSER = {
    False: ("grid", "book", "bare", "rows"),
    True: ("zebra", "filled", "box", "dense", "middle", "serif"),
}
VARIANTS = ("plain", "long", "grouped", "spanned", "gaps", "pages", "in a column")


@dataclass(frozen=True)
class Paper:
    """A made PDF and the tables in it."""

    kind: str
    data: bytes
    tables: tuple[Table, ...] = ()


@dataclass
class Score:
    """Of all papers of a kind."""

    papers: int = 0
    tables: int = 0
    found: int = 0
    right: int = 0
    wanted: int = 0
    rows: int = 0
    whole: int = 0


def main() -> None:
    """Print what was found, kind by kind, and in sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--each", type=int, default=4, help="papers of each kind")
    parser.add_argument("--keep", type=Path, help="write the papers and their texts here")
    options = parser.parse_args()
    with writers.browser() as page:
        papers = list(_papers(page, options.held_out, options.each))
    if options.keep:
        _keep(options.keep, papers)
    ways = {"text without tables": _without_tables, "as it is read": _read}
    documents: dict[str, list[ParsedDocument]] = {name: [] for name in ways}
    seconds = dict.fromkeys(ways, 0.0)
    for paper in papers:  # by turns, so that whatever else the machine does slows both
        for name, read in ways.items():
            began = time.process_time()
            documents[name].append(read(paper.data))
            seconds[name] += time.process_time() - began
    for name, found in documents.items():
        _print(name, papers, found)
    pages = sum(len(document.pages) for document in found)
    print(", ".join(f"{name}: {pages / each:.1f} pages/s of processor" for name, each in seconds.items()))


def _papers(page: Page, is_held_out: bool, each: int) -> Iterator[Paper]:
    """The seeds of the halves are apart, as are most of their kinds."""
    for kind, make in _kinds(page, is_held_out):
        for number in range(each):
            rng = random.Random(f"{is_held_out}/{kind}/{number}")
            yield make(rng, kind)


def _kinds(page: Page, is_held_out: bool) -> Iterator[tuple[str, Callable[[random.Random, str], Paper]]]:
    for style in BY_BROWSER[is_held_out]:
        for variant in VARIANTS:
            yield (
                f"browser, {style}, {variant}",
                lambda rng, kind, s=style, v=variant: _browsed(page, rng, kind, s, v),
            )
    for turned in (0, 90, 270) if is_held_out else (0, 90):
        yield f"lines turned by {turned}", lambda rng, kind, t=turned: _by_hand(rng, kind, t)
    if is_held_out:
        for style in ("box", "allbox", "center", "expand"):
            yield f"troff, {style}", lambda rng, kind, s=style: _by_troff(rng, kind, s)
        yield "matplotlib", lambda rng, kind: _by_matplotlib(rng, kind)
    yield "no table: charts", lambda rng, kind: Paper(kind, writers.charts(rng))
    for name, body in (prose.HELD_OUT if is_held_out else prose.TUNED_ON).items():
        yield f"no table: {name}", lambda rng, kind, b=body: Paper(kind, writers.printed(page, b(rng)))


def _browsed(page: Page, rng: random.Random, kind: str, style: str, variant: str) -> Paper:  # noqa: PLR0913
    rows = (60, 90) if variant == "pages" else (3, 14)
    in_column = variant == "in a column"
    made = make_table(rng, rows=rows, long=variant in ("long", "spanned"), grouped=variant == "grouped",
                      spanned=variant == "spanned", gaps=variant == "gaps")  # fmt: skip
    if in_column:
        made = Table(tuple(row[:3] for row in made.rows), made.heads, made.kinds[:3])
    return Paper(kind, writers.by_browser(page, rng, made, style, in_column=in_column), (made,))


def _by_hand(rng: random.Random, kind: str, turned: int) -> Paper:
    made = make_table(rng, gaps=rng.random() < 0.5)  # noqa: PLR2004
    return Paper(kind, writers.by_hand(rng, made, turned=turned, rules=rng.random() < 0.5), (made,))  # noqa: PLR2004


def _by_troff(rng: random.Random, kind: str, style: str) -> Paper:
    made = make_table(rng, long=rng.random() < 0.3, grouped=rng.random() < 0.3)  # noqa: PLR2004
    return Paper(kind, writers.by_troff(rng, made, style), (made,))


def _by_matplotlib(rng: random.Random, kind: str) -> Paper:
    made = make_table(rng)
    return Paper(kind, writers.by_matplotlib(made), (made,))


def _read(data: bytes) -> ParsedDocument:
    return parse_document(DocumentSource(data, "paper.pdf"))


def _without_tables(data: bytes) -> ParsedDocument:
    """As before there was anything that knows tables."""
    with mock.patch.object(pdf, "with_tables", lambda page, _rules: page.lines):
        return _read(data)


def _print(name: str, papers: list[Paper], documents: list[ParsedDocument]) -> None:
    scores: dict[str, Score] = {}
    for paper, document in zip(papers, documents, strict=True):
        for kind in (paper.kind, "all"):
            _add(scores.setdefault(kind, Score()), paper, document)
    print(f"\n{name}\n{'':40}{'papers':>8}{'read as':>9}{'precision':>11}{'recall':>8}{'rows whole':>12}")
    for kind, each in scores.items():
        precision = f"{each.right / each.found:.3f}" if each.found else "-"
        recall = f"{each.right / each.wanted:.3f}" if each.wanted else "-"
        rows = f"{each.whole / each.rows:.3f}" if each.rows else "-"
        print(f"{kind:40}{each.papers:8}{each.tables:9}{precision:>11}{recall:>8}{rows:>12}")


def _add(score: Score, paper: Paper, document: ParsedDocument) -> None:
    blocks = [block.split("\n") for block in document.text.split("\n\n")]
    read = [[[cell.strip() for cell in line.split(BAR.strip())] for line in block] for block in blocks
            if any(BAR.strip() in line for line in block)]  # fmt: skip
    score.papers += 1
    score.tables += bool(read)
    wanted = Counter(fact for made in paper.tables for fact in facts(made.grid()))
    # A header that is said again on each page, or in each block of a long table, counts once.
    found = Counter({fact: 1 for rows in read for fact in facts(rows)})
    wanted = Counter(dict.fromkeys(wanted, 1))
    score.wanted += len(wanted)
    score.found += len(found)
    score.right += len(wanted & found)
    lines = {_plain(line) for block in blocks for line in block}
    for made in paper.tables:
        rows = [" ".join(cell.text for cell in row) for row in made.rows]
        score.rows += len(rows)
        score.whole += sum(_plain(row) in lines for row in rows)


def _plain(line: str) -> str:
    return " ".join(line.replace(BAR.strip(), " ").split())


def _keep(folder: Path, papers: list[Paper]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, paper in enumerate(papers):
        path = folder / f"{number:03} {paper.kind}.pdf"
        path.write_bytes(paper.data)
        path.with_suffix(".txt").write_text(_read(paper.data).text)


if __name__ == "__main__":
    main()
