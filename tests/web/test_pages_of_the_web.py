"""Pages and pictures of the web that runs met: open to who may see the run, as they were then."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agents.web.run_web import PictureOrigin
from tests.snapshots.pages import ADDRESS, make_page
from tests.web.drawn import lighthouse_png
from webapp.media.stores import open_media_store
from webapp.runs.execution.run_web import StoredWeb
from webapp.runs.models import Opening, Run
from webapp.snapshots.services import keep

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "The lamp was renewed in 1931 by Ines Okafor."


@pytest.fixture
def run(ada: User) -> Run:
    return Run.objects.create(owner=ada, sources="web")


@pytest.fixture
def page(run: Run) -> str:
    """The path of a page that the run met."""
    return f"/sources/page/{keep(make_page(TEXT), NOW, run=run.pk).pk}/"


@pytest.fixture
def uid(run: Run) -> str:
    """A picture that the run met."""
    origin = PictureOrigin(
        "https://a.example/lamp.png",
        ADDRESS,
        "The lamp",
        "Ann <b>Lee</b>",
        "CC BY 4.0",
        "javascript:alert(1)",
    )
    return StoredWeb(run, open_media_store()).keep_picture(lighthouse_png(20), origin)


def test_a_page_is_shown_with_its_date_and_the_way_to_the_live_one(as_ada: Client, page: str) -> None:
    shown = as_ada.get(f"{page}?start=4&end=8").content.decode()
    assert "The page as it was read on 2026-03-01." in shown
    assert f'<a href="{ADDRESS}" rel="noreferrer noopener">Open the page as it is now</a>' in shown
    assert '<mark id="passage">lamp</mark>' in shown


def test_a_picture_says_where_it_is_from(as_ada: Client, uid: str) -> None:
    shown = as_ada.get(f"/pictures/{uid}/").content.decode()
    assert '<a href="https://a.example/lamp.png" rel="noreferrer noopener">' in shown
    assert f'<a href="{ADDRESS}" rel="noreferrer noopener">' in shown
    assert "Ann &lt;b&gt;Lee&lt;/b&gt;" in shown
    assert "CC BY 4.0" in shown
    assert "javascript:" not in shown


def test_who_may_see_the_run_sees_them_and_nobody_else(
    as_ada: Client, as_bob: Client, as_admin: Client, admin: User, run: Run, page: str, uid: str
) -> None:
    paths = [page, f"/pictures/{uid}/", f"/media/{uid}/view/"]
    assert [as_ada.get(path).status_code for path in paths] == [200, 200, 200]
    assert [as_bob.get(path).status_code for path in paths] == [404, 404, 404]
    assert [Client().get(path).status_code for path in paths] == [302, 302, 302]
    assert [as_admin.get(path).status_code for path in paths] == [404, 404, 404]
    Opening.objects.create(run=run, person=admin, reason="A complaint")
    assert [as_admin.get(path).status_code for path in paths] == [200, 200, 200]


def test_what_the_shell_met_opens_to_administrators(
    as_ada: Client, as_admin: Client, run: Run, page: str, uid: str
) -> None:
    Run.objects.filter(pk=run.pk).update(owner=None)
    for path in (page, f"/pictures/{uid}/"):
        assert [client.get(path).status_code for client in (as_ada, as_admin)] == [404, 200]


def test_where_another_run_met_it_is_not_told(as_bob: Client, bob: User, uid: str) -> None:
    """Bob's run met the same bytes elsewhere."""
    other = Run.objects.create(owner=bob, sources="web")
    web = StoredWeb(other, open_media_store())
    web.keep_picture(lighthouse_png(20), PictureOrigin("https://b.example/tower.png"))
    shown = as_bob.get(f"/pictures/{uid}/").content.decode()
    assert "https://b.example/tower.png" in shown
    assert "a.example" not in shown
