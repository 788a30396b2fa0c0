"""How well the main text of real pages is read: documentation in HTML that packages of Debian install.

`python -m benchmarks.web_pages_of_packages` takes pages of families whose main text a person told apart by
looking at them: the element that holds it, and what in it is navigation. It prints the F1 of words for each
family and way of reading, and milliseconds of processor time a page.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from selectolax.lexbor import LexborHTMLParser

from agents.documents.text.decoding import declared_in_markup, decode_text
from benchmarks.web_pages import MS, WAYS, Found, f1_of_words, words_of

DOCS = Path("/usr/share/doc")
PAGES_A_FAMILY = 8
MIN_WORDS = 150
"""Of truth: shorter pages are little but navigation."""


@dataclass(frozen=True, slots=True)
class Family:
    """Pages of one maker: what holds their text, and what in it does not belong to it (CSS)."""

    pattern: str
    text: str
    beside: str = ""


FAMILIES = (
    Family("nodejs/api/*.html", "#apicontent", "a.mark"),
    Family("valgrind/html/*.html", "body", "table.nav, div.toc, div.titlepage hr"),
    Family("libffi8/html/*.html", "body", "div.header, ul.section-toc"),
    Family("libxslt1-dev/html/*.html", 'td[valign=top][bgcolor="#8b7765"] ~ td[valign=top]'),
    Family("libxslt1-dev/gtk-doc/html/libxslt/libxslt-*.html", "body", "table.navigation"),
    Family("shared-mime-info/shared-mime-info-spec.html/*.html", "body", ".NAVHEADER, .NAVFOOTER, .TOC"),
    Family("tuxpaint-data/*/html/*.html", "body"),
)


def main() -> None:
    """Print a line for each family, and one for all, of each way of reading."""
    for name, read in WAYS.items():
        print(f"\n{name}")
        whole = list[tuple[float, float]]()
        for family in FAMILIES:
            scores = [_score(read, source, truth) for source, truth in _pages(family)]
            if scores:
                print(f"  {family.pattern:54}{_line(scores)}")
                whole += scores
        print(f"  {'all':54}{_line(whole)}")


def _line(scores: list[tuple[float, float]]) -> str:
    f1 = [each for each, _ms in scores]
    return (
        f"{len(scores):3} pages  F1 {mean(f1):.3f} (worst {min(f1):.3f})  "
        f"{mean(ms for _f1, ms in scores):.1f} ms"
    )


def _pages(family: Family) -> list[tuple[str, Counter[str]]]:
    """Evenly over those of a family that are long enough, with their true words."""
    found = []
    for path in sorted(DOCS.glob(family.pattern)):
        data = path.read_bytes()
        source = decode_text(data, [declared_in_markup(data)]).text
        truth = _truth(source, family)
        if truth.total() >= MIN_WORDS:
            found.append((source, truth))
    return found[:: max(1, len(found) // PAGES_A_FAMILY)][:PAGES_A_FAMILY]


def _truth(source: str, family: Family) -> Counter[str]:
    tree = LexborHTMLParser(source)
    for node in tree.css(f"script, style, title{', ' if family.beside else ''}{family.beside}"):
        node.decompose()
    return words_of("\n".join(node.text(deep=True, separator=" ") for node in tree.css(family.text)))


def _score(read: Callable[[str], Found], source: str, truth: Counter[str]) -> tuple[float, float]:
    started = time.process_time()
    said = words_of(read(source).text)
    ms = MS * (time.process_time() - started)
    return f1_of_words(truth, said), ms


if __name__ == "__main__":
    main()
