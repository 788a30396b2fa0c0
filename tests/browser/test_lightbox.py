"""A picture over everything else: moved when it is large, asked about from anywhere; the timeline."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sit, Site


def expect_moved(page: Page, right: int, down: int) -> None:
    """The picture was moved so far, in pixels."""
    style = re.compile(rf"translate\({right}px, {down}px\)")
    expect(page.locator("#lightbox-picture")).to_have_attribute("style", style)


def test_a_large_picture_is_moved_by_keys_and_by_dragging(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    page.goto(f"/runs/{pk}/")
    page.locator(".asked a.picture").click()
    stage = page.locator("#lightbox-stage")
    expect(page.locator("#lightbox img")).to_have_js_property("complete", True)
    for _ in range(4):
        page.keyboard.press("+")
    expect_moved(page, 0, 0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect_moved(page, -60, -60)
    box = stage.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 100, y + 80, steps=2)
    page.mouse.up()
    expect_moved(page, 40, 20)
    page.mouse.move(x, y)
    expect_moved(page, 40, 20)
    room = page.locator("#lightbox-picture").evaluate("each => each.offsetWidth * (1.4 ** 4 - 1) / 2")
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    right = "each => parseFloat(each.style.transform.split('(')[1])"
    assert page.locator("#lightbox-picture").evaluate(right) == pytest.approx(room, abs=1)
    page.keyboard.press("0")
    expect_moved(page, 0, 0)
    page.mouse.wheel(0, -100)
    expect(page.locator("#lightbox-stage.zoomed")).to_be_attached()
    page.mouse.dblclick(x, y)
    expect(page.locator("#lightbox-stage.zoomed")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 800})
    tops = "all => all.map(each => Math.round(each.getBoundingClientRect().top))"
    assert len(set(page.locator(".lightbox-bar button").evaluate_all(tops))) == 1
    assert len(set(page.locator(".lightbox-bar a").evaluate_all(tops))) == 1


@pytest.mark.parametrize(
    "where", ["/search/?text=lighthouse", "/documents/{document}/", "/pictures/{uid}/similar/"]
)
def test_a_picture_is_asked_about_from_wherever_it_stands(
    sit: Sit, shown: dict[str, object], where: str
) -> None:
    page = sit().page
    page.goto(where.format(**shown))
    picture = page.locator("main a.picture[data-view]").first
    uid = picture.get_attribute("data-uid")
    picture.click()
    page.get_by_role("link", name="Ask about this picture").click()
    expect(page.locator("#ask [name=uid]")).to_have_value(uid or "")


@pytest.mark.parametrize("person", ["ada", "cleo"])
def test_a_tile_leads_to_asking_about_its_picture(sit: Sit, shown: dict[str, object], person: str) -> None:
    page = sit(person).page
    page.goto("/corpora/pier/")
    page.locator(".tile a").first.click()
    page.get_by_role("link", name="Ask about this picture").click()
    expect(page.locator("#ask [name=uid]")).to_have_value(str(shown["uid"]))


def test_a_bar_of_the_timeline_tells_what_its_step_cost(sit: Sit, shown: dict[str, object]) -> None:
    page = sit().page
    page.goto(f"/runs/{shown['follower']}/timeline/")
    bar = page.locator("#bar-1")
    expect(bar.locator("summary .figure").nth(2)).to_have_text("12,790")
    expect(bar.locator("summary .figure").nth(3)).to_contain_text("0.06")
    expect(bar.locator(".about-bar")).to_be_hidden()
    for kind in ("decided", "worked"):
        assert page.locator(f".timeline rect.{kind}").first.evaluate(
            "bar => bar.getBoundingClientRect().width"
        )
    bar.locator("summary").click()
    expect(bar.locator(".about-bar")).to_contain_text("12,480 tokens in, 310 out")
    expect(bar.locator(".about-bar")).to_contain_text("Search by picture")
    expect(page.locator("#bar-2 summary .figure").nth(2)).to_have_text("–")


def test_filters_of_the_search_stay_in_the_window(sit: Sit, shown: dict[str, object]) -> None:
    page = sit(viewport={"width": 390, "height": 800}).page
    page.goto("/search/?text=lighthouse")
    page.locator("[name=corpus]").first.select_option("pier")
    page.locator(".search-bar button").click()
    expect(page).to_have_url(re.compile("corpus=pier"))
    expect(page.locator(".found-pictures li")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cut = "all => all.filter(each => each.getBoundingClientRect().right > 390).map(each => each.outerHTML)"
    assert page.locator("main :is(input, select, button):visible").evaluate_all(cut) == []
