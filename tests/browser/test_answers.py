"""Answers in their forms, an honest no and a thread, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sit, Site


def open_answer(site: Site, sit: Sit, form: str, **options: object) -> Page:
    page = sit("ada", **options).page
    page.goto(f"/runs/{site.do('answer', 'ada', form)}/")
    return page


def colour_of(page: Page, selector: str) -> str:
    script = "each => getComputedStyle(each).color"
    return str(page.locator(selector).first.evaluate(script))


def test_a_grid_opens_large_and_turns_by_keys(site: Site, sit: Sit) -> None:
    page = open_answer(site, sit, "pictures")
    captions = page.locator("#answer .gallery figcaption")
    expect(captions).to_have_text(["Lighthouse 0 1", "Lighthouse 1 2", "Lighthouse 2 3"])
    page.locator("#answer .gallery a.picture").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#lightbox-title")).to_have_text("Lighthouse 0")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#lightbox-title")).to_have_text("Lighthouse 1")


def test_a_list_has_an_item_a_line(site: Site, sit: Sit) -> None:
    page = open_answer(site, sit, "list")
    items = page.locator("#answer .prose li")
    expect(items).to_have_text(["Grey Head 1", "White Point 1"])
    tops = [items.nth(number).bounding_box()["y"] for number in range(2)]  # type: ignore[index]
    assert tops[0] < tops[1]
    page.locator("#answer .marker").first.click()
    expect(page.locator("#beside-number")).to_have_text("Source 1 of 1")
    expect(page.locator("#beside-turn button:visible")).to_have_count(0)


def test_a_comparison_has_the_winner_on_top(site: Site, sit: Sit) -> None:
    page = open_answer(site, sit, "table", viewport={"width": 390, "height": 800})
    expect(page.get_by_role("rowheader")).to_have_text(["Grey Head", "White Point"])
    weights = [
        page.locator("#answer th").nth(number).evaluate("each => getComputedStyle(each).fontWeight")
        for number in range(2)
    ]
    assert weights == ["600", "400"]


def test_swatches_have_the_colours_that_are_named(site: Site, sit: Sit) -> None:
    swatches = open_answer(site, sit, "fact").locator(".coloured .swatch rect")
    fills = [swatches.nth(number).get_attribute("fill") for number in range(swatches.count())]
    assert fills == ["#ffffff", "#c8281e"]


def test_what_was_checked_is_green_only_as_a_whole(site: Site, sit: Sit) -> None:
    page = open_answer(site, sit, "fact")
    whole = colour_of(page, ".checks"), colour_of(page, "#answer .marker")
    page.goto(f"/runs/{site.do('answer', 'ada', 'fact', 'unsure')}/")
    expect(page.locator(".checks .doubt")).to_contain_text("Answers the question: not sure")
    assert {colour_of(page, "#answer .marker"), colour_of(page, ".checks")} & set(whole) == set()
    assert whole[0] == whole[1]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1024, "dark"), (390, "light")])
def test_a_no_is_worked_by_keys(site: Site, sit: Sit, width: int, scheme: str) -> None:
    page = sit("ada", viewport={"width": width, "height": 900}, color_scheme=scheme).page
    page.goto(f"/runs/{site.do('decline', 'ada')}/")
    expect(page.locator("#answer .nearest > li")).to_have_count(4)
    button = page.get_by_role("button", name="Search deeper")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".asked > .facts")).to_contain_text("Deep profile")
    assert site.do("newest", "ada")["profile"] == "deep"


def test_a_no_that_comes_while_the_page_is_open_brings_its_ways_on(site: Site, sit: Sit) -> None:
    page, pk = sit("ada").page, site.do("begin", "ada")
    page.goto(f"/runs/{pk}/")
    site.do("refuse", pk)
    expect(page.locator("#answer .refused")).to_be_visible()
    page.get_by_role("link", name="Change the question").click()
    expect(page.locator("#ask textarea")).to_have_value("When was this lit?")


def test_a_thread_keeps_its_picture_and_stands_on_one_page(site: Site, sit: Sit) -> None:
    page, pk = sit("ada").page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    expect(page.locator(".stays input")).to_be_checked()
    page.fill("#ask-on", "And who keeps it?")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("And who keeps it?")
    expect(page.locator(".exchange")).to_contain_text("It was lit in 1854")
    asked = site.do("newest", "ada")
    assert (asked["follows"], asked["images"], asked["corpora"]) == (pk, [site.do("picture")], ["coast"])
    page.locator(".exchange .marker").first.click()
    expect(page.locator("#beside mark")).to_contain_text("It was lit for the first time in 1854")
