"""Where the keyboard is: what lay over the page gives way to it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sit


def tab_out(page: Page, panel: str) -> None:
    """Open it by keyboard, and go on until the focus has left it."""
    page.locator(f"{panel} > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(panel)).to_have_attribute("open", "")
    stops = page.locator(panel).locator("a, button, input, select, textarea").count()
    for _ in range(stops + 1):
        page.keyboard.press("Tab")


@pytest.mark.parametrize(
    ("address", "panel"),
    [("/", ".popover.scope"), ("/", ".menu"), ("/runs/{whole}/", ".run-acts .pop:last-child")],
)
def test_panel_closes_when_the_focus_leaves_it(
    sit: Sit, shown: dict[str, object], address: str, panel: str
) -> None:
    page = sit().page
    page.goto(address.format(**shown))
    tab_out(page, panel)
    expect(page.locator(panel)).not_to_have_attribute("open", "")
    page.locator(f"{panel} > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(panel)).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator(f"{panel} > summary")).to_be_focused()


def test_menu_of_a_narrow_page_closes_when_the_focus_leaves_it(sit: Sit) -> None:
    page = sit(viewport={"width": 390, "height": 800}).page
    page.goto("/search/")
    page.locator(".menu-button").focus()
    page.keyboard.press("Enter")
    menu = page.locator("#main-nav")
    for _ in range(menu.locator("a").count()):
        page.keyboard.press("Tab")
    expect(menu.locator("a").last).to_be_focused()
    page.keyboard.press("Tab")
    expect(menu).to_be_hidden()


@pytest.mark.parametrize(
    ("width", "start"), [(390, "#answer .marker:first-of-type"), (1440, ".bar nav a:last-child")]
)
def test_source_gives_way_to_the_focus_behind_it(
    sit: Sit, shown: dict[str, object], width: int, start: str
) -> None:
    page = sit(viewport={"width": width, "height": 800}).page
    page.goto(f"/runs/{shown['whole']}/")
    page.locator("#answer .marker").first.click()
    expect(page.locator("#beside")).to_be_visible()
    page.locator(start).first.focus()
    page.keyboard.press("Tab")
    expect(page.locator("#beside")).to_be_hidden()
    expect(page.locator("main :focus, .menu > summary:focus")).to_be_in_viewport(ratio=1)
