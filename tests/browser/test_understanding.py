"""Chips under a question in a real browser, and the form behind them, by keyboard alone."""

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
