"""How well the main text of web pages is read: made-up articles of known text in layouts of sites.

`python -m benchmarks.web_pages [--articles 5] [--set-aside] [--nameless]` prints for each layout and each way
of reading the F1 of words of the main text, without its title; pictures of articles that were lost, and of
others that were taken for theirs; milliseconds of processor time a page. Without `--set-aside` these
are the layouts that the reader was built with; the others are for looking at once. `--nameless` takes the
names of classes and ids away, by which a reader may know what an element is.

`--at-once 8` reads so many pages at once in the processes that read files, and prints pages a second.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import wraps
from statistics import mean

import trafilatura

from agents.documents.document import DocumentSource
from agents.documents.parsing import parse_document
from agents.documents.pool import shared_readers
from agents.web.fetched import Fetched
from agents.web.pages.reading import read_page
from tests.support.little_web import KNOWN, SET_ASIDE, Article, Layout, article
from tests.support.little_web.articles import LANGUAGES

ADDRESS = "https://shore.example/news/1"
_WORD = re.compile(r"\w+")
_NAMES = re.compile(r"\s(?:class|id)=(?:'[^']*'|[^\s>]+)")
_SHOWN = re.compile(r"!\[[^\]]*\]\(([^)\s]*)\)")
MS = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """The text that a way of reading takes for the main text, and the addresses of pictures in it."""

    text: str
    pictures: set[str]


@dataclass(slots=True)
class Scores:
    """Of one way of reading one layout, an entry a page."""

    f1: list[float] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    lost: int = 0
    foreign: int = 0
    pictures: int = 0


def main() -> None:
    """Print a table a way of reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5, help="of each language and layout")
    parser.add_argument("--set-aside", action="store_true")
    parser.add_argument("--nameless", action="store_true")
    parser.add_argument("--at-once", type=int, default=0)
    options = parser.parse_args()
    layouts = SET_ASIDE if options.set_aside else KNOWN
    if options.nameless:
        layouts = tuple(map(_nameless, layouts))
    if options.at_once:
        _read_at_once(layouts, options.articles, options.at_once)
        return
    for name, read in WAYS.items():
        read(layouts[0](article(0, "en")))  # Imports and tables are loaded by the first page.
        whole = Scores()
        print(f"\n{name}")
        for layout in layouts:
            scores = _score(read, layout, options.articles)
            print(f"  {layout.__name__:14}{_line(scores)}")
            whole.f1 += scores.f1
            whole.ms += scores.ms
            whole.lost, whole.foreign = whole.lost + scores.lost, whole.foreign + scores.foreign
            whole.pictures += scores.pictures
        print(f"  {'all':14}{_line(whole)}")


def _nameless(layout: Layout) -> Layout:
    @wraps(layout)
    def set_article(told: Article) -> str:
        return _NAMES.sub("", layout(told))

    return set_article


def _read_at_once(layouts: Sequence[Layout], articles: int, at_once: int) -> None:
    sources = [
        layout(article(number, language)).encode()
        for layout in layouts
        for number in range(articles)
        for language in LANGUAGES
    ]
    pool = shared_readers()

    def read(source: bytes) -> int:
        return len(read_page(Fetched(ADDRESS, ADDRESS, 200, "text/html", source, 0.0), pool).text)

    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(read, sources[:at_once]))
        started = time.perf_counter()
        list(threads.map(read, sources))
        seconds = time.perf_counter() - started
    print(f"{len(sources)} pages, {at_once} at once: {len(sources) / seconds:.0f} pages a second")


def _line(scores: Scores) -> str:
    return (
        f"F1 {mean(scores.f1):.3f} (worst {min(scores.f1):.3f})  "
        f"lost {scores.lost} of {scores.pictures} pictures, {scores.foreign} foreign  "
        f"{mean(scores.ms):.1f} ms"
    )


def _score(read: Callable[[str], Found], layout: Layout, articles: int) -> Scores:
    scores = Scores()
    for number in range(articles):
        for language in LANGUAGES:
            told = article(number, language)
            source = layout(told)
            started = time.process_time()
            found = read(source)
            scores.ms.append(MS * (time.process_time() - started))
            scores.f1.append(_f1(told, found.text))
            own = {each.address for each in told.pictures}
            shown = {each.removeprefix("https://shore.example") for each in found.pictures}
            scores.lost += len(own - shown)
            scores.foreign += len(shown - own)
            scores.pictures += len(own)
    return scores


def _f1(told: Article, text: str) -> float:
    return f1_of_words(words_of(told.text), words_of(text.replace(told.title, "", 1)))


def f1_of_words(truth: Counter[str], said: Counter[str]) -> float:
    """In 0..1; each word counts as often as it occurs."""
    return 2 * (truth & said).total() / (truth.total() + said.total())


def words_of(text: str) -> Counter[str]:
    """Words of a text with how often it has them; addresses of pictures are none."""
    return Counter(_WORD.findall(_SHOWN.sub("", text).lower()))


class _Readers:
    """Reads in this process, where its time is counted."""

    def read(self, source: DocumentSource, /):  # type: ignore[no-untyped-def]
        return parse_document(source)


def _page(source: str) -> Found:
    page = read_page(Fetched(ADDRESS, ADDRESS, 200, "text/html", source.encode(), 0.0), _Readers())
    return Found(page.text, {each.address for each in page.pictures if each.offset is not None})


def _alone(**options: bool) -> Callable[[str], Found]:
    def read(source: str) -> Found:
        text = trafilatura.extract(source, include_comments=False, include_images=True, **options) or ""
        return Found(text, set(_SHOWN.findall(text)))

    return read


def _file(source: str) -> Found:
    document = parse_document(DocumentSource(source.encode(), "a.html"))
    return Found(document.text, {each.address for each in document.pictures})


WAYS: dict[str, Callable[[str], Found]] = {
    "pages (trafilatura's words, our reader)": _page,
    "trafilatura alone": _alone(),
    "trafilatura alone, favor_recall": _alone(favor_recall=True),
    "as a file of HTML": _file,
}


if __name__ == "__main__":
    main()
