"""A real browser in front of a real site: pages by uvicorn over a home of its own."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.names import PASSWORD
from tests.corpora.processes import ROOT, Home

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
"""A container's root has no sandbox; and a browser that is tested calls nobody else."""

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is there is taken: the shell, which draws no window, needs the least of the processor."""

WITH_AN_ENGINE = {"SIGHTLINE_WEB_ENGINES": "searxng:http://127.0.0.1:9"}
"""One that does not answer: so there is a choice of sources."""

PATIENCE_MS = 120_000
"""How long a page may take that will be as it is expected: five seconds are too few beside other work."""

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Site:
    """Pages at `url`; `do` runs one of the functions of tests/browser/site.py."""

    url: str
    process: "subprocess.Popen[str]"

    def do(self, name: str, *arguments: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([name, *arguments]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Site]:
    home = Home(tmp_path_factory.mktemp("site") / "home").migrated(migrated_file)
    environment = home.environment | {"DJANGO_SETTINGS_MODULE": "webapp.settings", **WITH_AN_ENGINE}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.site"], cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stdout
        yield Site(process.stdout.readline().strip(), process)
        process.kill()


@pytest.fixture(scope="session")
def shown(site: Site) -> dict[str, object]:
    """One thing of every kind on the site: what addresses of pages name."""
    made: dict[str, object] = site.do("show", "ada")
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each module: while it is there a loop runs in this thread, and Django refuses its database."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"There is no Chromium. Install one: apt-get install {BROWSERS[0]}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Seat:
    """Somebody in front of the browser: what went wrong on their pages, and whom these asked."""

    page: Page
    errors: list[str]
    hosts: set[str]


Sit = Callable[..., Seat]


@pytest.fixture
def sit(browser: Browser, site: Site) -> Iterator[Sit]:
    """Seat somebody who has signed in, in a browser context of their own; no page may end with an error."""
    contexts: list[BrowserContext] = []
    seats: list[Seat] = []

    def start(person: str = "ada", **options: Any) -> Seat:
        context = browser.new_context(base_url=site.url, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        seat = Seat(context.new_page(), [], set())
        seats.append(seat)
        seat.page.on("pageerror", lambda error: seat.errors.append(str(error)))
        seat.page.on("request", lambda request: seat.hosts.add(request.url.split("/")[2]))
        context.add_cookies([{"name": "sessionid", "value": site.do("session", person), "url": site.url}])
        return seat

    yield start
    for context in contexts:
        context.close()
    assert [seat.errors for seat in seats] == [[] for _ in seats]
    assert set().union(*(seat.hosts for seat in seats)) <= {site.url.split("/")[2]}


def sign_in(page: Page, person: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", person)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("/")
