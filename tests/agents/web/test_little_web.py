"""The little web: the same each time, its answers where they should be, its engine as engines are read."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from agents.web.asking.kept_replies import KeptReplies
from agents.web.asking.pace import EnginePace
from agents.web.asking.search import WebSearch
from agents.web.engines.protocol import EngineSetting, EngineState, Freshness, SearchKind, WebQuery
from agents.web.errors import FetchFailed
from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from agents.web.pages.opening import open_page
from agents.web.pages.page import Page
from media_store.limits import MIB
from tests.support.little_web import sites as all_sites
from tests.support.little_web.questions import BEHIND, STATICALLY_HIDDEN, Needs, Question, questions
from tests.support.little_web.server import LittleWeb
from tests.support.little_web.sites import sites

UNREAD = ("slow", "broken", "moved")


class Readers:
    """Reads in this process."""

    def read(self, source: DocumentSource, /) -> ParsedDocument:
        return parse_document(source)


@pytest.fixture(scope="module")
def web() -> Iterator[LittleWeb]:
    with LittleWeb() as web:
        yield web


@pytest.fixture(scope="module")
def fetcher(web: LittleWeb) -> Fetcher:
    limits = FetchLimits(max_bytes=MIB, host_interval_seconds=0)
    return Fetcher(limits, allowed_private_hosts=frozenset(web.allowed))


@pytest.fixture
def search(web: LittleWeb, tmp_path: Path) -> WebSearch:
    fetcher = Fetcher(
        FetchLimits(max_bytes=MIB, host_interval_seconds=0),
        allowed_private_hosts=frozenset({web.engine.removeprefix("http://")}),
    )
    setting = EngineSetting("searxng", web.engine, interval_seconds=0)
    kept = KeptReplies(tmp_path / "replies", 0, MIB)
    return WebSearch.of([setting], fetcher, EnginePace(tmp_path / "pace"), kept)


def opened(named: str, web: LittleWeb, fetcher: Fetcher) -> Page:
    return open_page(web.address(named), fetcher, Readers())


def of(*needs: Needs) -> list[Question]:
    return [question for question in questions() if question.needs in needs]


def fingerprint() -> str:
    digest = hashlib.sha256()
    for site in sites():
        for page in site.pages.values():
            digest.update(f"{site.key}{page.path}{page.title}{page.text}{sorted(page.tells)}".encode())
            answer = page.answer()
            digest.update(b"" if page.path.endswith(".xlsx") else answer.body)
    digest.update(repr(questions.__wrapped__()).encode())
    return digest.hexdigest()


def test_it_is_the_same_twice() -> None:
    first = fingerprint()
    all_sites.sites.cache_clear()
    assert fingerprint() == first


def test_as_large_as_it_says() -> None:
    assert len(sites()) >= 60
    assert sum(len(site.pages) for site in sites()) >= 1_000
    assert {page.language for site in sites() for page in site.pages.values()} == {"en", "de", "es"}


def test_questions_of_each_kind() -> None:
    counts = Counter("behind" if each.needs in BEHIND else each.needs for each in questions())
    assert counts == {Needs.TEXT: 30, Needs.PICTURE: 25, "behind": 15, Needs.WEIGHING: 10}
    assert sum(each.is_set_aside for each in questions()) == 40
    assert all(each.pages for each in questions())


@pytest.mark.parametrize("question", of(Needs.TEXT, Needs.FILE, Needs.WEIGHING), ids=lambda each: each.text)
def test_the_answer_stands_on_its_page(question: Question, web: LittleWeb, fetcher: Fetcher) -> None:
    for named in question.pages:
        assert question.is_answered_by(opened(named, web, fetcher).text)


@pytest.mark.parametrize("question", of(Needs.PICTURE), ids=lambda each: each.text)
def test_the_answer_is_in_the_picture_alone(question: Question, web: LittleWeb, fetcher: Fetcher) -> None:
    page = opened(question.pages[0], web, fetcher)
    assert web.address(question.picture) in {each.address for each in page.pictures}
    assert not question.is_answered_by(page.text + "".join(each.alt for each in page.pictures))
    assert fetcher.fetch(web.address(question.picture)).media_type == "image/png"


def test_what_is_hidden_is_on_no_fetched_page(web: LittleWeb, fetcher: Fetcher) -> None:
    hidden = of(*STATICALLY_HIDDEN)
    for site in sites():
        if site.kind in UNREAD:
            continue
        for page in site.pages.values():
            body = fetcher.fetch(web.address(site.home + page.path)).content.decode("utf-8", "replace")
            assert not [question for question in hidden if question.is_answered_by(body)]


def test_scripts_alone_are_answered(web: LittleWeb, fetcher: Fetcher) -> None:
    address = web.address("http://board1.little/api/board/1")
    with pytest.raises(FetchFailed):
        fetcher.fetch(address)
    assert b"keeper" in fetcher.fetch(address, headers={"X-Board": "1"}).content


@pytest.mark.parametrize("register", ["register1", "register2"])
def test_forms_are_answered_with_what_their_page_holds(
    register: str, web: LittleWeb, fetcher: Fetcher
) -> None:
    with pytest.raises(FetchFailed):
        fetcher.fetch(web.address(f"http://{register}.little/entry?monument=x"))


@pytest.mark.parametrize("question", of(Needs.WEIGHING), ids=lambda each: each.text)
def test_others_tell_the_former_figure(
    question: Question, search: WebSearch, web: LittleWeb, fetcher: Fetcher
) -> None:
    place = question.text.removeprefix("How high is the ").removesuffix("?").lower().replace(" ", "-")
    other = opened(f"http://guide1.little/guide/{place}", web, fetcher)
    assert f"{question.refuted} metres" in other.text
    assert not question.is_answered_by(other.text)


def test_the_engine_finds_pages(search: WebSearch, web: LittleWeb) -> None:
    done = search.search(WebQuery("visitors of the Pelkamund lighthouse", count=10))
    assert done.outcomes[0].state is EngineState.FOUND
    assert len(done.results) == 10
    assert all(
        each.title and each.snippet and each.address.startswith("http://127.1.1.") for each in done.results
    )


def test_the_engine_finds_pictures(search: WebSearch) -> None:
    question = of(Needs.PICTURE)[0]
    [first, *_others] = search.search(WebQuery(question.text, SearchKind.IMAGE)).results
    assert first.picture
    assert (first.picture.width, first.picture.height) == (640, 480)
    assert first.picture.page == first.address


def test_the_engine_finds_news_of_a_language_and_an_age(search: WebSearch) -> None:
    query = WebQuery("Als saniert wurde", SearchKind.NEWS, language="de", freshness=Freshness.MONTH)
    results = search.search(query).results
    assert results
    assert all(each.date >= "2026-10-30" for each in results)


def test_the_engine_keeps_to_a_site(search: WebSearch, web: LittleWeb) -> None:
    host = web.hosts["lexicon"]
    results = search.search(WebQuery("observatory", site=host)).results
    assert results
    assert all(each.address.startswith(f"http://{host}:") for each in results)


def test_no_page_but_that_of_words_nobody_wrote(search: WebSearch) -> None:
    assert search.search(WebQuery("xylophonic")).outcomes[0].state is EngineState.NOTHING


@pytest.mark.parametrize("place", range(10))
def test_former_addresses_lead_on_or_in_a_circle(place: int, web: LittleWeb, fetcher: Fetcher) -> None:
    path = list(web.sites["old1"].pages)[place]
    if place == 9:
        with pytest.raises(FetchFailed):
            opened(f"http://old1.little{path}", web, fetcher)
    else:
        page = opened(f"http://old1.little{path}", web, fetcher)
        assert page.address == web.address(f"http://lexicon.little{path.replace('/old/', '/w/')}")


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4])
def test_broken_servers_fail(place: int, web: LittleWeb) -> None:
    limits = FetchLimits(max_bytes=MIB, host_interval_seconds=0)
    fetcher = Fetcher(limits, allowed_private_hosts=frozenset(web.allowed))
    path = list(web.sites["broken1"].pages)[place]
    with pytest.raises(FetchFailed):
        opened(f"http://broken1.little{path}", web, fetcher)


def test_it_can_be_switched_off() -> None:
    with LittleWeb() as web:
        fetcher = Fetcher(FetchLimits(max_bytes=MIB), allowed_private_hosts=frozenset(web.allowed))
    with pytest.raises(FetchFailed):
        fetcher.fetch(web.address("http://lexicon.little/"))
