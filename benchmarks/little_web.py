"""How well questions about a little web of made-up sites can be answered by searching and opening pages.

`python -m benchmarks.little_web` serves 73 sites with an engine before them (`tests/support/little_web`), and
prints for each kind of question: whether a page or picture with the answer is among the first ten results for
the words of the question, and whether what `open_page` reads of that page holds an accepted answer.

    --set-aside   the half of the questions that nothing may be tuned on, which otherwise is left out
    --each        a line for each question
    --questions   no measuring: the questions as lines of JSON
    --serve       no measuring: serve it until it is stopped, with the settings for an installation
    --port 8850   of all sites and the engine
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from agents.documents.pool import shared_readers
from agents.web.asking.kept_replies import KeptReplies
from agents.web.asking.pace import EnginePace
from agents.web.asking.search import WebSearch
from agents.web.engines.protocol import EngineSetting, SearchKind, WebQuery
from agents.web.errors import FetchFailed, FetchRefused
from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from agents.web.pages.errors import PageUnreadable
from agents.web.pages.opening import open_page
from agents.web.pages.page import Page
from media_store.limits import MIB
from tests.support.little_web.questions import Needs, Question, questions
from tests.support.little_web.server import LittleWeb

PORT = 8850
RESULTS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a question: positions of its page and its picture (0: not among the first ten); what is read."""

    position: int
    picture_position: int
    is_read: bool
    has_picture: bool


def main() -> None:
    """Measure, list the questions, or serve."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for option in ("--set-aside", "--each", "--questions", "--serve"):
        parser.add_argument(option, action="store_true")
    parser.add_argument("--port", type=int)
    options = parser.parse_args()
    with LittleWeb(options.port if options.port is not None else PORT * options.serve) as web:
        if options.serve:
            serve(web)
        elif options.questions:
            for question in questions():
                print(json.dumps(placed(web, question), ensure_ascii=False))
        else:
            measure(web, is_set_aside=options.set_aside, each=options.each)


def serve(web: LittleWeb) -> None:
    """Until somebody stops it."""
    for name, value in web.settings.items():
        print(f'export {name}="{value}"')
    print(
        f"# The engine is at {web.engine}; its first site is {web.address('http://lexicon.little/')}",
        flush=True,
    )
    with suppress(KeyboardInterrupt):
        web.closing.wait()


def placed(web: LittleWeb, question: Question) -> dict[str, object]:
    """A question with addresses as they are served."""
    return asdict(question) | {
        "pages": [web.address(page) for page in question.pages],
        "picture": web.address(question.picture),
    }


def measure(web: LittleWeb, *, is_set_aside: bool, each: bool) -> None:
    """Print a line for each kind of question."""
    outcomes: dict[Needs, list[Outcome]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        search = searching(web, Path(folder))
        fetcher = fetching(web)
        for question in questions():
            if question.is_set_aside is is_set_aside:
                outcome = outcome_of(web, question, search, fetcher)
                outcomes[question.needs].append(outcome)
                if each:
                    print(f"{question.number:3} {question.needs:9} {outcome}  {question.text}")
    pages = sum(len(site.pages) for site in web.sites.values())
    print(
        f"{len(web.sites)} sites, {pages:,} pages; questions {'set aside' if is_set_aside else 'for tuning'}"
    )
    for needs, several in outcomes.items():
        print(line(needs, several))


def line(needs: Needs, outcomes: list[Outcome]) -> str:
    """What is printed of a kind of question."""
    said = (
        f"{needs:9} {len(outcomes):3}  page {_positions([each.position for each in outcomes])}  "
        f"its text has the answer: {sum(each.is_read for each in outcomes):3}"
    )
    if needs is not Needs.PICTURE:
        return said
    return (
        f"{said}  picture {_positions([each.picture_position for each in outcomes])}  "
        f"shown by its page: {sum(each.has_picture for each in outcomes):3}"
    )


def _positions(positions: list[int]) -> str:
    return f"among {RESULTS}: {sum(map(bool, positions)):3}  first: {positions.count(1):3}"


def searching(web: LittleWeb, folder: Path) -> WebSearch:
    """Search of the engine as an installation has it, with no pace."""
    return WebSearch.of(
        [EngineSetting("searxng", web.engine, interval_seconds=0)],
        Fetcher(_limits(), allowed_private_hosts=frozenset({web.engine.removeprefix("http://")})),
        EnginePace(folder / "pace"),
        KeptReplies(folder / "replies", 3600, 64 * MIB),
    )


def fetching(web: LittleWeb) -> Fetcher:
    """The door, with the sites allowed by name and no pace."""
    return Fetcher(_limits(), allowed_private_hosts=frozenset(web.allowed))


def _limits() -> FetchLimits:
    return FetchLimits(max_bytes=4 * MIB, host_interval_seconds=0)


def outcome_of(web: LittleWeb, question: Question, search: WebSearch, fetcher: Fetcher) -> Outcome:
    """Search for the words of a question, and read the page that has its answer."""
    pages = [web.address(page) for page in question.pages]
    found = [each.address for each in search.search(WebQuery(question.text, count=RESULTS)).results]
    known = {address: place for place, address in reversed(list(enumerate(found, start=1)))}
    best = min((known[page] for page in pages if page in known), default=0)
    page = read(found[best - 1] if best else pages[0], fetcher)
    picture = web.address(question.picture)
    return Outcome(
        best,
        _picture_position(search, question, picture) if picture else 0,
        page is not None and question.is_answered_by(page.text),
        page is not None and any(each.address == picture for each in page.pictures),
    )


def _picture_position(search: WebSearch, question: Question, picture: str) -> int:
    results = search.search(WebQuery(question.text, SearchKind.IMAGE, count=RESULTS)).results
    shown: Mapping[str, int] = {
        each.picture.address: place for place, each in enumerate(results, start=1) if each.picture
    }
    return shown.get(picture, 0)


def read(address: str, fetcher: Fetcher) -> Page | None:
    """A page, unless it cannot be read."""
    try:
        return open_page(address, fetcher, shared_readers())
    except (FetchRefused, FetchFailed, PageUnreadable):
        return None


if __name__ == "__main__":
    main()
