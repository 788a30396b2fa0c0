"""Whatever people, files and models write: nothing of it runs in a page or loads from elsewhere."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Seat, Sit, Site
from tests.browser.hostile import HOSTILE
from tests.browser.names import CURATOR

Places = dict[str, Any]

PAGES = (
    "/", "/runs/", "/runs/{run}/", "/runs/{run}/tree/", "/runs/{run}/timeline/",
    "/runs/{run}/shares/", "/runs/compare/?left={run}&right={other}", "/pictures/{uid}/",
    "/documents/{document}/?start=0&end=300", "/search/", "/search/?text=window", "/search/?text={text}",
)  # fmt: skip
CURATORS_PAGES = (
    "", "?tag={text}", "pictures/{image}/", "tags/", "documents/", "duplicates/", "imports/",
    "imports/{import}/", "history/", "trash/", "jobs/", "health/", "settings/",
    "search/", "search/?text={text}",
)  # fmt: skip
"""Below the address of the corpus."""
SHARED_PAGES = ("", "documents/{document}/")
"""Below the address of a link that was passed on; a picture there stands alone, with no words of people."""


@pytest.fixture(scope="module")
def places(site: Site) -> Places:
    """What addresses name; the text of those that take one."""
    return {**site.do("hostile", "ada"), "text": quote(HOSTILE[1])}


def require_quiet(seat: Seat, page: Page) -> None:
    assert page.evaluate("window.hit") is None, page.url
    assert page.evaluate("document.querySelectorAll('iframe, object, embed, base').length") == 0, page.url
    assert page.locator("a[href^='javascript:' i], [onload], [onerror]").count() == 0, page.url
    assert len(seat.hosts) == 1, page.url


COUNT_WRITTEN = "document.documentElement.outerHTML.match(/window.hit=1|evil.example/g)?.length ?? 0"


def require_quiet_pages(seat: Seat, addresses: list[str], *, at_least: int) -> None:
    """Each is shown, so many of them stand in these pages together, and none of them acts."""
    dialogs: list[str] = []
    written = 0
    seat.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for address in addresses:
        answer = seat.page.goto(address, wait_until="networkidle")
        assert answer is not None and answer.status == 200, address
        require_quiet(seat, seat.page)
        written += seat.page.evaluate(COUNT_WRITTEN)
    assert dialogs == []
    assert written >= at_least


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) >= 150


def test_pages_of_runs_and_searches_show_them_as_words(sit: Sit, places: Places) -> None:
    require_quiet_pages(sit(), [page.format(**places) for page in PAGES], at_least=4_500)


def test_pages_of_curators_show_them_as_words(sit: Sit, places: Places) -> None:
    below = [f"/corpora/hostile/{page}".format(**places) for page in CURATORS_PAGES]
    require_quiet_pages(sit(CURATOR), ["/corpora/", *below], at_least=2_500)


def test_shared_pages_show_them_as_words(sit: Sit, places: Places) -> None:
    seat = sit()
    seat.page.context.clear_cookies()
    pages = [f"/shared/{{token}}/{page}".format(**places) for page in SHARED_PAGES]
    require_quiet_pages(seat, pages, at_least=1_500)


def test_the_palette_shows_them_as_words(sit: Sit, places: Places) -> None:
    seat = sit()
    seat.page.goto("/", wait_until="networkidle")
    seat.page.keyboard.press("Control+k")
    seat.page.locator("#palette input").fill("script")
    seat.page.wait_for_selector("#palette a:has-text('script')")
    require_quiet(seat, seat.page)


def test_all_steps_and_a_source_beside_them_show_them_as_words(sit: Sit, places: Places) -> None:
    seat = sit()
    page = seat.page
    page.goto(f"/runs/{places['run']}/#step-{len(HOSTILE)}")
    page.wait_for_selector(f"#step-{len(HOSTILE)}", state="attached")
    page.locator(".marker").first.click()
    page.wait_for_selector("#beside mark")
    require_quiet(seat, page)


def test_the_file_that_opens_offline_shows_them_as_words(
    sit: Sit, browser: Browser, places: Places, tmp_path: Path
) -> None:
    text = sit().page.request.get(f"/runs/{places['run']}/export/html/").text()
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
