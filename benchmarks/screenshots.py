"""Takes the pictures of docs/images from a site that runs, at three widths and in both themes.

    python benchmarks/screenshots.py http://localhost:8000 demo PASSWORD

The newest run of that person is shown, and the sample corpus, which `make run` has. Pictures are WebP files,
which keep photographs and the accent colour as they are.
"""

import argparse
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZES = {1440: 1000, 1024: 900, 390: 844}
QUALITY = 90
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
Places = dict[str, str]


def main() -> None:
    """Go to each place at each width."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("user")
    parser.add_argument("password")
    given = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        places = find_places(enter(browser, given, 1440, "light"))
        for width in SIZES:
            shoot(enter(browser, given, width, "light"), places, f"{width}")
        shoot(enter(browser, given, 1440, "dark"), places, "dark")
        browser.close()


def enter(browser: Browser, given: argparse.Namespace, width: int, scheme: str) -> Page:
    """A page of somebody who has signed in."""
    size: Any = {"width": width, "height": SIZES[width]}
    look: Any = scheme
    context = browser.new_context(base_url=given.url, viewport=size, color_scheme=look)
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", given.user)
    page.fill("[name=password]", given.password)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{given.url}/")
    return page


def find_places(page: Page) -> Places:
    """Where the pictures are taken."""
    page.goto("/runs/")
    run = page.locator("a.question").first.get_attribute("href") or ""
    page.goto("/corpora/")
    corpus = page.locator("#main .cards a[href^='/corpora/'], #main li a[href^='/corpora/']").first
    grid = corpus.get_attribute("href") or ""
    page.goto(grid)
    editor = page.locator(".tile a").first.get_attribute("href") or ""
    return {
        "grid": grid, "editor": editor, "imports": f"{grid}imports/", "duplicates": f"{grid}duplicates/",
        "jobs": f"{grid}jobs/", "search": f"{grid}search/?text=rocket", "health": f"{grid}health/",
        "ask": "/", "run": run, "tree": f"{run}tree/", "timeline": f"{run}timeline/",
        "trajectories": "/runs/", "corpora": "/corpora/",
    }  # fmt: skip


def shoot(page: Page, places: Places, suffix: str) -> None:
    """One picture a place."""
    for name, place in places.items():
        page.goto(place)
        page.wait_for_load_state("networkidle")
        with Image.open(BytesIO(page.screenshot())) as picture:
            picture.convert("RGB").save(FOLDER / f"{name}-{suffix}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
