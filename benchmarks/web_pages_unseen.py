"""How well the main text of pages is read that were chosen when the reader was finished: HTML of Debian 12.

    apt-get download $(python -m benchmarks.web_pages_unseen --packages); for each: dpkg -x EACH.deb ROOT
    python -m benchmarks.web_pages_unseen ROOT/usr/share [--set first|second] [--losses]

What the main text of each page is was decided by hand and stands in `web_pages_unseen.csv`: the elements that
hold it, and what within them is navigation (its own list of contents, marks to link to, links to other
pages). Both pages of a package are in the same set. Prints the F1 of words of each page and way of reading.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from lxml import html

from benchmarks.web_pages import WAYS, f1_of_words, words_of

PAGES = Path(__file__).with_suffix(".csv")
UNSEEN = ("script", "style", "head")


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page of a package, with XPaths of its main text and of what does not belong to it."""

    set: str
    package: str
    file: str
    main: str
    without: str

    def text(self, source: bytes) -> str:
        """Its main text. Raises ValueError if the page has another form than the one that was looked at."""
        root = html.document_fromstring(source)
        for each in root.iter(*UNSEEN):
            each.text = None
        if self.without:
            for each in root.xpath(self.without):
                each.drop_tree()
        parts = root.xpath(self.main)
        if not parts:
            raise ValueError(f"{self.file} has nothing at {self.main}")
        return " ".join(text for part in parts for text in part.itertext())


def main() -> None:
    """Print the table, or the packages that it is about."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("root", type=Path, nargs="?")
    parser.add_argument("--packages", action="store_true", help="print the names of the packages and stop")
    parser.add_argument("--set", choices=("first", "second"), default="first")
    parser.add_argument("--losses", action="store_true", help="print which words are missing or too many")
    options = parser.parse_args()
    if options.packages:
        print(*sorted({page.package for page in true_pages()}))
        return
    if options.root is None:
        parser.error("Say where the packages were extracted.")
    scores: dict[str, list[float]] = {name: [] for name in WAYS}
    for page in true_pages():
        if page.set != options.set:
            continue
        source = (options.root / page.file).read_bytes()
        truth = words_of(page.text(source))
        line = []
        for name, read in WAYS.items():
            said = words_of(read(source.decode("utf-8", "replace")).text)
            scores[name].append(f1_of_words(truth, said))
            line.append(f"{scores[name][-1]:.3f}")
            if options.losses and name == next(iter(WAYS)):
                print(f"  missing {_most(truth - said)}\n  too many {_most(said - truth)}")
        print(*line, page.file)
    for name, f1 in scores.items():
        print(f"{mean(f1):.3f} (worst {min(f1):.3f})  {name}")


def true_pages() -> Iterator[TruePage]:
    """All pages of the table."""
    with PAGES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield TruePage(**row)


def _most(counted: Counter[str]) -> str:
    return f"{counted.total()}: " + " ".join(word for word, _ in counted.most_common(25))


if __name__ == "__main__":
    main()
