"""manage.py web open: the JSON that other programs rely on, and what it keeps."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image

from tests.commands.conftest import Manage
from tests.support.little_web import KNOWN, article
from tests.support.office import SLIDE_PICTURE, pptx, shape
from tests.support.web_server import WebServer, page
from webapp.fetching import fetcher
from webapp.media.stores import open_media_store
from webapp.snapshots.models import Meeting, Snapshot

pytestmark = pytest.mark.processes

TOLD = article(5, "en")
FIELDS = {
    "address", "asked", "title", "fetched", "unchanged_since", "source", "media_type", "author", "date",
    "language", "site", "text", "notes", "next", "pictures", "links",
}  # fmt: skip


@pytest.fixture
def shore(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """A site of one's own network that an operator allows: an article with its pictures."""
    with WebServer() as server:
        server.pages["/news"] = page(KNOWN[0](TOLD).encode(), media_type="text/html; charset=utf-8")
        for number, each in enumerate(TOLD.pictures):
            drawn = BytesIO()
            Image.new("RGB", (60, 40 + number), "teal").save(drawn, "PNG")
            server.pages[each.address] = page(drawn.getvalue(), media_type="image/png")
        env = settings.ENV.model_copy(update={"web_allow": server.host})
        monkeypatch.setattr(settings, "ENV", env)
        fetcher.cache_clear()
        yield server
    fetcher.cache_clear()


def test_a_page_comes_with_its_pictures(manage: Manage, shore: WebServer) -> None:
    opened = manage("web", "open", f"http://{shore.host}/news", "--json")
    assert opened.code == 0
    found = opened.json
    assert set(found) == FIELDS
    assert (found["title"], found["author"], found["date"]) == (TOLD.title, TOLD.author, TOLD.date)
    assert TOLD.lead in found["text"]
    shown = [each for each in found["pictures"] if each["offset"] is not None]
    assert [each["caption"] for each in shown] == [each.caption for each in TOLD.pictures]
    assert all(open_media_store().exists(each["uid"]) for each in shown)
    assert all(each["uid"] is None for each in found["pictures"] if each["offset"] is None)
    kept = Snapshot.objects.get()
    assert found["source"] == f"page:{kept.pk}"
    assert Meeting.objects.filter(snapshot=kept, run=None, person=None).exists()


def test_opened_again_it_is_the_same_snapshot(manage: Manage, shore: WebServer) -> None:
    first, again = (manage("web", "open", f"http://{shore.host}/news", "--json").json for _time in range(2))
    assert (again["source"], again["unchanged_since"]) == (first["source"], first["fetched"])
    assert sum("/media/" in request.split("\r\n")[0] for request in shore.requests) == len(TOLD.pictures)


def test_people_read_it_as_text(manage: Manage, shore: WebServer) -> None:
    opened = manage("web", "open", f"http://{shore.host}/news", "--pictures", "0")
    assert opened.code == 0
    assert opened.out.startswith(TOLD.title)
    assert TOLD.pictures[0].caption in opened.out
    assert not any("/media/" in request for request in shore.requests)


def test_what_is_in_the_way_is_told(manage: Manage, shore: WebServer) -> None:
    shore.pages["/app"] = page(
        b"<title>Shop</title><div id=root></div><script>1</script>", media_type="text/html"
    )
    opened = manage("web", "open", f"http://{shore.host}/app", "--json")
    assert opened.code == 1
    assert "made by a script" in opened.json["error"]
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("http://10.0.0.7/",), "not on the public internet"),
        (("file:///etc/passwd",), "does not start with http"),
        (("http://me:secret@a.example/",), "a user name or password in it: remove it"),
        (("http://a.example:99999/",), "check its host name and its port"),
        (("http://a.example/", "--pictures", "900"), "from 0 to 100"),
    ],
)
def test_what_may_not_be_opened_is_refused(manage: Manage, arguments: tuple[str, ...], said: str) -> None:
    opened = manage("web", "open", *arguments, "--json")
    assert opened.code == 2
    assert said in opened.json["error"]
    assert "secret" not in opened.json["error"]


def test_files_come_with_the_pictures_in_them(manage: Manage, shore: WebServer) -> None:
    slides = pptx([shape("The lamp was lit in 1854.") + SLIDE_PICTURE])
    shore.pages["/talk.pptx"] = page(slides, media_type="application/octet-stream")
    found = manage("web", "open", f"http://{shore.host}/talk.pptx", "--json").json
    assert "1854" in found["text"]
    (shown,) = found["pictures"]
    assert shown["address"] == f"http://{shore.host}/talk.pptx#figure-1.png"
    assert open_media_store().exists(shown["uid"])
    assert len(shore.requests) == 1


def test_a_server_that_lies_is_told(manage: Manage, shore: WebServer) -> None:
    shore.pages["/gone"] = page(b"gone", status="404 Not Found")
    shore.pages["/late"] = page(b"<h1>Page not found</h1><p>Sorry.", media_type="text/html")
    said = [manage("web", "open", f"http://{shore.host}{path}", "--json") for path in ("/gone", "/late")]
    assert [each.code for each in said] == [1, 1]
    assert "404 Not Found" in said[0].json["error"]
    assert "no such page" in said[1].json["error"]
