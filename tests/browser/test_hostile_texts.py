"""Whatever people, files and models write: nothing of it runs in a page or loads from elsewhere."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Seat, Sit, Site
from tests.browser.hostile import HOSTILE


@pytest.fixture(scope="module")
def places(site: Site) -> list[int]:
    """The run and the document."""
    found: list[int] = site.do("hostile", "ada")
    return found


def require_quiet(seat: Seat, page: Page) -> None:
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.querySelectorAll('iframe, object, embed, base').length") == 0
    assert len(seat.hosts) == 1


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) >= 150


@pytest.mark.parametrize(
    "where", ["/runs/{0}/", "/runs/?sort=newest", "/documents/{1}/?start=0&end=300", "/", "/runs/{0}/shares/"]
)
def test_a_page_shows_them_as_words(site: Site, sit: Sit, places: list[int], where: str) -> None:
    seat = sit()
    dialogs: list[str] = []
    seat.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    seat.page.goto(where.format(*places))
    require_quiet(seat, seat.page)
    assert dialogs == []


def test_all_steps_and_a_source_beside_them_show_them_as_words(
    site: Site, sit: Sit, places: list[int]
) -> None:
    seat = sit()
    page = seat.page
    page.goto(f"/runs/{places[0]}/#step-{len(HOSTILE)}")
    page.wait_for_selector(f"#step-{len(HOSTILE)}", state="attached")
    page.locator(".marker").first.click()
    page.wait_for_selector("#beside mark")
    require_quiet(seat, page)


def test_the_picture_page_and_the_list_show_them_as_words(site: Site, sit: Sit, places: list[int]) -> None:
    seat = sit()
    seat.page.goto(f"/runs/{places[0]}/")
    uid = seat.page.locator("#evidence img, #steps img, .asked img").first.get_attribute("src")
    assert uid
    seat.page.goto("/pictures/" + uid.split("/")[2] + "/")
    require_quiet(seat, seat.page)
    assert seat.page.locator("a[href^='javascript:']").count() == 0


def test_the_file_that_opens_offline_shows_them_as_words(
    site: Site, sit: Sit, browser: Browser, places: list[int], tmp_path: Path
) -> None:
    text = sit().page.request.get(f"/runs/{places[0]}/export/html/").text()
    file = tmp_path / "run.html"
    file.write_text(text, encoding="utf-8")
    context = browser.new_context(offline=True)
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("window.hit") is None
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_what_a_socket_sends_is_words_too(site: Site, sit: Sit) -> None:
    seat = sit()
    pk = site.do("begin", "ada", HOSTILE[0])
    seat.page.goto(f"/runs/{pk}/")
    site.do("write", pk, 99)
    seat.page.wait_for_selector("#head[data-ended]")
    require_quiet(seat, seat.page)
