"""Sources beside the answer, and the answer beside its sources: widths, order, what is in sight."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sit, Site


@pytest.fixture(scope="module")
def long(site: Site) -> int:
    """A run that cites far down a long document, and a picture."""
    key: int = site.do("long", "ada")
    return key


def boxes(page: Page, *selectors: str) -> list[dict[str, float]]:
    """Left, top, right and bottom of the first of each, in pixels of the window."""
    script = "all => all.map(each => document.querySelector(each).getBoundingClientRect().toJSON())"
    return list(page.evaluate(script, list(selectors)))


@pytest.mark.parametrize("width", [1440, 1920])
def test_sources_are_turned_beside_the_answer(sit: Sit, long: int, width: int) -> None:
    page = sit(viewport={"width": width, "height": 900}, reduced_motion="reduce").page
    page.goto(f"/runs/{long}/")
    page.locator("#answer .marker").first.click()
    expect(page.locator("#beside mark")).to_be_in_viewport(ratio=1)
    text, mark, head, beside, prose = boxes(
        page, "#beside .text", "#beside mark", ".beside-head", "#beside", "#answer .prose"
    )
    assert 480 <= text["width"] <= 760
    assert prose["right"] <= beside["left"]
    assert head["bottom"] <= mark["top"] <= 450
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Next source").click()
    expect(page.locator("#beside-number")).to_have_text("Source 2 of 2")
    expect(page.locator("#beside .light-table")).to_be_visible()
    page.get_by_role("button", name="Previous source").click()
    expect(page.locator("#beside-number")).to_have_text("Source 1 of 2")
    expect(page.locator("#beside mark")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Previous source").click()
    expect(page.locator("#beside-number")).to_have_text("Source 2 of 2")


def test_a_picture_comes_before_what_is_like_it(sit: Sit, long: int) -> None:
    page = sit(viewport={"width": 1440, "height": 900}).page
    page.goto(f"/runs/{long}/")
    page.locator("#answer .marker").nth(1).click()
    panel = page.locator("#beside")
    expect(panel.locator(".like")).to_contain_text("More like this")
    expect(panel).to_contain_text("The tower at high water.")
    tops = [
        each["top"]
        for each in boxes(
            page, "#beside .ground img", "#beside .about > .serif ~ p.serif", "#beside dl", "#beside .like"
        )
    ]
    assert tops == sorted(tops)
    assert panel.locator("article > :last-child").get_attribute("class") == "like"


@pytest.mark.parametrize("width", [1440, 390])
def test_no_hole_is_between_an_answer_and_its_sources(sit: Sit, long: int, width: int) -> None:
    page = sit(viewport={"width": width, "height": 800}).page
    page.goto(f"/runs/{long}/")
    answer, reply, sources = boxes(page, "#answer .prose", ".reply", "#evidence")
    if width == 390:
        assert 0 <= sources["top"] - reply["bottom"] <= 64
        assert page.evaluate(LARGEST_HOLE) <= 64
    else:
        assert abs(sources["top"] - answer["top"]) <= 48
        assert 0 <= sources["left"] - answer["right"] <= 128


LARGEST_HOLE = """() => {
  const lines = [...document.querySelectorAll("#findings *")]
    .filter(each => each.checkVisibility() && (!each.children.length || each.matches("p, button, label")))
    .map(each => each.getBoundingClientRect()).filter(box => box.height)
    .sort((one, other) => one.top - other.top);
  let end = lines[0].top, largest = 0;
  for (const box of lines) {
    largest = Math.max(largest, box.top - end);
    end = Math.max(end, box.bottom);
  }
  return largest;
}"""
"""The highest strip of the answer and its sources, in pixels, that nothing stands in."""


def test_back_closes_a_citation_and_forward_opens_it(sit: Sit, long: int) -> None:
    page = sit(viewport={"width": 1440, "height": 900}).page
    page.goto(f"/runs/{long}/")
    first, beside = page.locator("#answer .marker").first, page.locator("#beside")
    first.click()
    expect(page.locator("#beside mark")).to_be_visible()
    page.get_by_role("button", name="Next source").click()
    expect(page.locator("#beside-number")).to_have_text("Source 2 of 2")
    page.go_back()
    expect(beside).to_be_hidden()
    expect(first).to_be_focused()
    assert page.url.endswith(f"/runs/{long}/")
    page.go_forward()
    expect(page.locator("#beside-number")).to_have_text("Source 2 of 2")
    page.reload()
    expect(page.locator("#beside-number")).to_have_text("Source 2 of 2")
    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    assert page.url.endswith(f"/runs/{long}/")


def test_an_address_opens_its_citation(sit: Sit, long: int) -> None:
    page = sit(viewport={"width": 390, "height": 800}).page
    page.goto(f"/runs/{long}/#source-1")
    expect(page.locator("#beside mark")).to_be_in_viewport()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#beside")).to_be_hidden()
    assert page.url.endswith(f"/runs/{long}/")


def test_what_does_not_load_is_said(sit: Sit, long: int) -> None:
    page = sit(viewport={"width": 1440, "height": 900}).page
    page.goto(f"/runs/{long}/")
    page.context.set_offline(True)
    page.locator("#answer .marker").first.click()
    expect(page.locator("#notices .toast")).to_contain_text("could not be loaded")
    expect(page.locator("#beside")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette .places")).to_contain_text("could not be loaded")
    page.keyboard.press("Escape")
    page.context.set_offline(False)
    page.locator("#answer .marker").first.click()
    expect(page.locator("#beside mark")).to_be_visible()
    expect(page.locator("#notices .toast")).to_have_count(0)
