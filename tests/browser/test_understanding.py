"""Chips under a question in a real browser, and the form behind them, by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sit, Site


def open_form(page: Page) -> None:
    page.locator(".revise > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What is asked")).to_be_visible()


def test_chips_come_while_the_run_goes_on(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    page.goto(f"/runs/{pk}/")
    expect(page.locator(".meant")).to_have_count(0)
    site.do("write", pk, 4)
    expect(page.locator(".meant li")).to_have_text(["a time", "what the picture shows"])


def test_keyboard_corrects_a_run_that_goes_on(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 4)
    page.goto(f"/runs/{pk}/")
    open_form(page)
    page.get_by_label("About whom or what").focus()
    page.keyboard.type("Grey Head")
    page.keyboard.press("Enter")
    expect(page.locator(".orders")).to_contain_text("The question, read anew")
    (wish,) = site.do("status", pk)[1]
    assert wish["understanding"]["asks"][0]["about"] == ["Grey Head"]


def test_escape_closes_the_form_and_comes_back(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    open_form(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_label("What is asked")).to_be_hidden()
    expect(page.locator(".revise > summary")).to_be_focused()


@pytest.mark.parametrize("width", [1440, 820])
def test_the_form_opens_under_its_button_with_sending_in_sight(site: Site, sit: Sit, width: int) -> None:
    page, pk = sit(viewport={"width": width, "height": 700}).page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    open_form(page)
    button, panel = (page.locator(f".revise > {part}").bounding_box() for part in ("summary", ".panel"))
    assert button
    assert panel
    assert panel["x"] <= button["x"] + 1
    assert button["x"] + button["width"] - 1 <= panel["x"] + panel["width"] <= width
    assert panel["y"] >= button["y"] + button["height"]
    expect(page.get_by_role("button", name="Ask again with this")).to_be_in_viewport(ratio=1)


def test_correcting_an_ended_run_asks_again(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    open_form(page)
    page.get_by_label("What the answer is").select_option(label="a person")
    page.get_by_role("button", name="Ask again with this").click()
    page.wait_for_url(lambda url: f"/runs/{pk}/" not in url)
    again = int(page.url.rstrip("/").rpartition("/")[2])
    (wish,) = site.do("status", again)[1]
    assert wish["understanding"]["asks"][0]["expects"] == "person"


def begin_misspelt(site: Site) -> int:
    pk: int = site.do("begin", "ada", "When was the lihgthouse lit, roughly?")
    site.do("write", pk, 4, "lihgthouse", "lighthouse")
    return pk


def wish_of(site: Site, pk: int) -> Any:
    (wish,) = site.do("status", pk)[1]
    return wish["understanding"]


def test_one_click_undoes_a_correction(site: Site, sit: Sit) -> None:
    page, pk = sit().page, begin_misspelt(site)
    page.goto(f"/runs/{pk}/")
    expect(page.locator(".respelt")).to_contain_text("searched for “lighthouse”")
    page.get_by_role("button", name="search for “lihgthouse” instead").click()
    expect(page.locator(".orders")).to_contain_text("The question, read anew")
    assert wish_of(site, pk)["spellings"] == [{"typed": "lihgthouse", "word": "lighthouse", "is_used": False}]


def test_keyboard_lets_a_word_count_more(site: Site, sit: Sit) -> None:
    page, pk = sit().page, begin_misspelt(site)
    page.goto(f"/runs/{pk}/")
    open_form(page)
    page.get_by_role("combobox", name="lit", exact=True).focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Go on with this").press("Enter")
    expect(page.locator(".orders")).to_contain_text("“lit” counts more")
    assert wish_of(site, pk)["weights"] == [{"term": "lit", "weight": 2}]


def test_keyboard_adds_and_removes_a_wording(site: Site, sit: Sit) -> None:
    page, pk = sit().page, begin_misspelt(site)
    page.goto(f"/runs/{pk}/")
    open_form(page)
    page.get_by_label("Also searched for, wording 1").fill("")
    page.get_by_label("Another wording").focus()
    page.keyboard.type("age of the tower")
    page.keyboard.press("Enter")
    expect(page.locator(".orders")).to_contain_text("also: “age of the tower”")
    assert wish_of(site, pk)["asks"][0]["rewrites"] == ["age of the tower"]
