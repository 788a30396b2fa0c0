"""Where the keyboard is: what lay over the page gives way to it, and it stays near what was done."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Sit, Site
from tests.browser.names import CURATOR


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
    page.goto("/runs/")
    page.goto(f"/runs/{shown['whole']}/")
    page.locator("#answer .marker").first.click()
    expect(page.locator("#beside")).to_be_visible()
    page.locator(start).first.focus()
    page.keyboard.press("Tab")
    expect(page.locator("#beside")).to_be_hidden()
    expect(page.locator("main :focus, .menu > summary:focus")).to_be_in_viewport(ratio=1)
    page.go_back()
    expect(page).to_have_url(re.compile("/runs/$"))


def press(button: Locator) -> None:
    button.focus()
    button.press("Enter")


def test_focus_stays_with_the_state_of_a_run_whose_button_goes(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 5)
    page.goto(f"/runs/{pk}/")
    press(page.get_by_role("button", name="Cancel"))
    expect(page.locator("#head[data-ended]:focus")).to_be_attached()


def test_focus_stays_with_the_links_when_one_is_revoked(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/shares/")
    press(page.get_by_role("button", name="Make a link"))
    expect(page.locator(".fresh textarea")).to_be_focused()
    press(page.locator("#sharing .links summary"))
    press(page.get_by_role("button", name="Revoke the link"))
    expect(page.locator("#sharing-title")).to_be_focused()


def test_focus_comes_back_to_where_a_name_was_saved(sit: Sit, shown: dict[str, object]) -> None:
    page = sit().page
    page.goto(f"/runs/{shown['whole']}/")
    summary, name = page.locator("summary", has_text="Name and tags"), page.locator(".run-acts [name=name]")
    press(summary)
    name.fill("far " * 200)
    name.press("Enter")
    expect(page.locator(".run-acts [name=name][aria-invalid]")).to_be_focused()
    name.fill("The lighthouse")
    name.press("Enter")
    expect(page.locator(".named")).to_be_visible()
    expect(summary).to_be_focused()


def test_focus_comes_back_to_the_words_of_a_search(sit: Sit, shown: dict[str, object]) -> None:
    page = sit().page
    page.goto("/search/")
    words = page.locator(".search-bar [name=text]")
    words.fill("lighthouse")
    words.press("Enter")
    page.wait_for_url("**text=lighthouse**")
    expect(words).to_be_focused()


def test_focus_comes_back_to_the_menu_when_the_language_changes(sit: Sit) -> None:
    page = sit().page
    page.goto("/search/")
    press(page.locator(".menu > summary"))
    press(page.locator(".menu [lang=de]"))
    expect(page.locator("html[lang=de] .menu > summary")).to_be_focused()


def test_focus_goes_to_the_field_that_is_wrong_and_to_what_is_said(sit: Sit, site: Site) -> None:
    site.do("collect", "renamed", 1)
    page = sit(CURATOR).page
    page.goto("/corpora/renamed/settings/")
    name = page.locator(".settings [name=name]").first
    name.fill("far " * 200)
    name.press("Enter")
    expect(page.locator("[name=name][aria-invalid=true]")).to_be_focused()
    name.fill("To look at")
    name.press("Enter")
    expect(page.locator("main > .notice")).to_be_focused()


def test_focus_goes_to_what_became_of_the_chosen_pictures(sit: Sit, site: Site) -> None:
    site.do("collect", "chosen", 2)
    page = sit(CURATOR).page
    page.goto("/corpora/chosen/")
    page.locator(".tile a").first.focus()
    page.keyboard.press("x")
    page.select_option("#bulk-action", "add_tags")
    page.fill("#bulk [name=tags]", "tower")
    press(page.locator("#bulk button.primary"))
    expect(page.locator(".change:focus")).to_contain_text("1 picture")
