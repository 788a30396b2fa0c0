"""The socket of a run: wherever a page stood, what it is sent makes it the page of the whole run."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from agents.errors import JournalError
from tests.support.waiting import PATIENCE_SECONDS
from tests.web.drawn import ending, make_run, middle, opening, write_journal
from webapp.asgi import application
from webapp.corpora.models import Corpus
from webapp.runs.models import Run, RunEvent
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.steering import services as steering
from webapp.runs.watching import consumers
from webapp.runs.watching.live import Reader, hub_of, news

pytestmark = pytest.mark.long

PARTS = ["#cursor", "#plan", "#chapters", "#steps", "#answer", "#evidence", "#on", ".heartbeat"]


def whole_journal(run: Run, corpus: Corpus) -> list[Any]:
    return [*opening(run), *middle(corpus), *ending(corpus)]


def page_of(client: Client, run: Run) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/runs/{run.pk}/").content, "html.parser")


def put_in_place(page: BeautifulSoup, html: str) -> None:
    """What htmx does with fragments of a socket: swap them by id, or add them to the end of a list."""
    for fragment in BeautifulSoup(html, "html.parser").find_all(recursive=False):
        how = str(fragment.attrs.pop("hx-swap-oob"))
        target = page.select_one(how.split(":")[1] if ":" in how else f"#{fragment['id']}")
        assert target, fragment
        if how.startswith("beforeend"):
            target.extend(fragment.find_all(recursive=False))
        elif how == "innerHTML":
            target.string = fragment.text
        else:
            target.replace_with(fragment)


def parts(page: BeautifulSoup) -> dict[str, list[str]]:
    """The parts that change, as words and attributes without the space between them."""
    return {part: _inked(page.select_one(part)) for part in PARTS}


def _inked(element: Tag | None) -> list[str]:
    assert element
    for token in element.select("[name=csrfmiddlewaretoken], time"):
        token.decompose()
    links = [f"{tag.name} {tag.get('href', tag.get('src', ''))}" for tag in element.find_all(True)]
    return [*element.stripped_strings, *links]


@pytest.mark.parametrize("stood_at", range(19))
def test_a_page_that_was_cut_off_at_any_event_becomes_the_page_of_the_whole_run(
    stood_at: int, corpus: Corpus, ada: User, as_ada: Client
) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    events = whole_journal(run, corpus)
    assert len(events) == 18
    write_journal(run, events[:stood_at])
    page = page_of(as_ada, run)
    write_journal(run, events[stood_at:])
    Run.objects.filter(pk=run.pk).update(status=Run.Status.FINISHED)
    run.refresh_from_db()
    told = news(Notebook.of(run), Reader(stood_at, "en", may_steer=True))
    put_in_place(page, told.html)
    assert parts(page) == parts(page_of(as_ada, run))
    assert (told.seq, told.is_over) == (18, True)


def test_a_page_that_is_told_of_every_event_alone_ends_the_same(
    corpus: Corpus, ada: User, as_ada: Client
) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    page, notebook, after = page_of(as_ada, run), Notebook(run), 0
    for event in whole_journal(run, corpus):
        write_journal(run, [event])
        notebook.read()
        told = news(notebook, Reader(after, "en", may_steer=True))
        put_in_place(page, told.html)
        after = told.seq
    Run.objects.filter(pk=run.pk).update(status=Run.Status.FINISHED)
    run.refresh_from_db()
    put_in_place(page, news(Notebook.of(run), Reader(after, "en", may_steer=True)).html)
    assert parts(page) == parts(page_of(as_ada, run))


def test_each_new_step_is_announced_once(corpus: Corpus, ada: User) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    notebook, announced, after = Notebook(run), [], 0
    for event in whole_journal(run, corpus):
        write_journal(run, [event])
        notebook.read()
        told = BeautifulSoup(news(notebook, Reader(after, "en", may_steer=True)).html, "html.parser")
        announced += [line.text for line in told.select("#announced")]
        after = notebook.seq
    assert [line.split(".")[0] for line in announced] == ["1", "2", "3"]


def test_who_may_not_steer_is_sent_no_buttons(corpus: Corpus, ada: User) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    write_journal(run, opening(run))
    assert "<form" in news(Notebook.of(run), Reader(0, "en", may_steer=True)).html
    assert "<form" not in news(Notebook.of(run), Reader(0, "en", may_steer=False)).html


class Socket:
    """A browser's side of a socket."""

    def __init__(self, client: Client, path: str) -> None:
        cookie = client.cookies.output(header="", sep=";").strip().encode()
        path, _, query = path.partition("?")
        headers = [(b"cookie", cookie), (b"origin", b"http://localhost"), (b"host", b"localhost")]
        scope = {"type": "websocket", "path": path, "query_string": query.encode(), "headers": headers}
        self._wire = ApplicationCommunicator(application, {**scope, "subprotocols": []})

    async def open(self) -> None:
        await self._wire.send_input({"type": "websocket.connect"})
        assert (await self._wire.receive_output(PATIENCE_SECONDS))["type"] == "websocket.accept"

    async def next(self) -> dict[str, Any]:
        told: dict[str, Any] = await self._wire.receive_output(PATIENCE_SECONDS)
        return told

    async def leave(self) -> None:
        await self._wire.send_input({"type": "websocket.disconnect", "code": 1001})
        await self._wire.wait(PATIENCE_SECONDS)


def test_a_person_has_so_many_sockets(corpus: Corpus, ada: User, as_ada: Client, settings: Settings) -> None:
    settings.MAX_SOCKETS_PER_PERSON = 1
    run = make_run(ada, corpus, status=Run.Status.RUNNING)

    async def crowd() -> None:
        first, second, third = (Socket(as_ada, f"/ws/runs/{run.pk}/") for _ in range(3))
        await first.open()
        assert (await first.next())["type"] == "websocket.send"
        await second.open()
        assert (await second.next())["code"] == consumers.TOO_MANY
        await second.leave()
        await first.leave()
        await third.open()
        assert (await third.next())["type"] == "websocket.send"
        await third.leave()

    async_to_sync(crowd)()


def test_a_socket_is_sent_what_is_written_while_it_is_open(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    write_journal(run, opening(run))

    async def follow() -> None:
        hub = hub_of(asyncio.get_running_loop())
        socket = Socket(as_ada, f"/ws/runs/{run.pk}/?language=en&after=3")
        await socket.open()
        assert "Under way" not in (await socket.next())["text"]  # The page shows that already.
        await hub.work(lambda: write_journal(run, middle(corpus)))
        assert "Grey Head lighthouse" in (await socket.next())["text"]
        await hub.work(lambda: steering.cancel(run))
        assert "data-ended" in (await socket.next())["text"]
        assert (await socket.next())["code"] == 1000
        await socket.leave()

    async_to_sync(follow)()


def test_two_sockets_of_one_run_are_told_the_same(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    write_journal(run, opening(run))

    async def follow() -> None:
        sockets = [Socket(as_ada, f"/ws/runs/{run.pk}/?language=en&after=0") for _ in range(2)]
        for socket in sockets:
            await socket.open()
        first, second = [await socket.next() for socket in sockets]
        assert first["text"] == second["text"]
        for socket in sockets:
            await socket.leave()

    async_to_sync(follow)()


def test_somebody_elses_socket_is_closed_without_a_word(corpus: Corpus, ada: User, as_bob: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)

    async def knock() -> None:
        socket = Socket(as_bob, f"/ws/runs/{run.pk}/?language=en&after=0")
        await socket.open()
        assert await socket.next() == {"type": "websocket.close", "code": 4404}
        await socket.leave()

    async_to_sync(knock)()


def test_a_journal_that_cannot_be_read_closes_the_socket(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    RunEvent.objects.create(run=run, seq=1, kind="from_the_future", payload={"v": 9})
    with pytest.raises(JournalError):
        Notebook.of(run)

    async def knock() -> None:
        socket = Socket(as_ada, f"/ws/runs/{run.pk}/?after=nonsense")
        await socket.open()
        assert (await socket.next())["code"] == 4404
        await socket.leave()

    async_to_sync(knock)()


@pytest.mark.parametrize("leave", ["signs out", "loses the run"])
def test_a_socket_closes_when_its_person_may_not_see_the_run_any_more(
    leave: str, corpus: Corpus, ada: User, bob: User, as_ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "ASK_AGAIN_SECONDS", 0.05)
    run = make_run(ada, corpus, status=Run.Status.RUNNING)

    def go() -> None:
        if leave == "signs out":
            Session.objects.all().delete()
        else:
            Run.objects.filter(pk=run.pk).update(owner=bob)

    async def watch() -> None:
        hub = hub_of(asyncio.get_running_loop())
        socket = Socket(as_ada, f"/ws/runs/{run.pk}/?language=en&after=0")
        await socket.open()
        assert "cursor" in (await socket.next())["text"]
        await hub.work(go)
        assert (await socket.next())["code"] == 4404
        await socket.leave()

    async_to_sync(watch)()
