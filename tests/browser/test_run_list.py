"""The list of runs under a hand: two rows are compared, and what opens stays in sight."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit, Site


def test_a_third_tick_is_refused_with_a_sentence(sit: Sit, site: Site) -> None:
    for _ in range(3):
        site.do("begin", "ada", "Which tick is too many?")
    page = sit().page
    page.goto("/runs/?text=tick+is+too+many")
    ticks = page.locator("input[name=run]")
    ticks.nth(0).check()
    ticks.nth(1).check()
    ticks.nth(2).click()
    expect(ticks.nth(2)).not_to_be_checked()
    expect(ticks.nth(0)).to_be_checked()
    expect(page.locator("#too-many")).to_have_text("Two are ticked already. Untick one of them first.")
    expect(page.get_by_role("button", name="Compare two")).to_be_enabled()
    ticks.nth(0).uncheck()
    expect(page.locator("#too-many")).to_have_text("")


def test_the_menu_of_the_last_row_opens_in_sight(sit: Sit, site: Site) -> None:
    for _ in range(6):
        site.do("begin", "ada", "Where does the menu of a row open, and does all of it stay in the window?")
    page = sit(viewport={"width": 1440, "height": 600}).page
    page.goto("/runs/?text=menu+of+a+row")
    summary = page.locator(".acts summary").last
    summary.scroll_into_view_if_needed()
    summary.click()
    expect(page.locator(".acts .pop[open] > .panel")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_no_word_of_the_list_is_cut_in_any_language(sit: Sit, site: Site, language: str) -> None:
    site.do("answer", "ada", "table")
    site.do("cancel", site.do("begin", "ada", "Which word of a row is cut?"))
    page = sit(viewport={"width": 1440, "height": 900}).page
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    page.goto("/runs/")
    cut = page.locator(".rows :is(th:not(.tick, .shown, .acts), .state, .when)").evaluate_all(
        "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.innerText)"
    )
    assert cut == []
    assert page.locator("html").get_attribute("lang") == language
