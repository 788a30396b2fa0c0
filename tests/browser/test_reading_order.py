"""Tab goes where the eye goes: stops in sight, in the order of the page, the answer before its steps."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sit, Site

WATCH = """() => {
  window.stops = [];
  const region = (each) => each.closest("li, tr, nav, form, header, aside, section, main, dialog, body");
  // Where it stands on the page, whatever was scrolled.
  const placed = (each) => {
    const { left, top, bottom } = each.getBoundingClientRect();
    let x = 0, y = 0;
    for (let parent = each.parentElement; parent; parent = parent.parentElement) {
      x += parent.scrollLeft;
      y += parent.scrollTop;
    }
    return { left: left + x, top: top + y, bottom: bottom + y };
  };
  document.addEventListener("focusin", ({ target }) => {
    const seen = target.matches("input") ? target.closest("label") ?? target : target;
    const box = seen.getBoundingClientRect(), last = stops.at(-1);
    const follows = (one) => one.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;
    stops.push({
      target, ...placed(seen), name: target.outerHTML.slice(0, 120),
      isBehind: !last || Boolean(follows(last.target)),
      isInSight: seen.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
        box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth &&
        box.bottom > 0 && box.top < innerHeight,
      isInSameRegion: Boolean(last) && region(target) === region(last.target),
      isMarker: target.matches(".marker"), isStep: target.matches(".step summary"),
    });
  });
}"""


def stops_of(page: Page, address: str, most: int) -> list[dict[str, Any]]:
    """Where Tab stops on the page, once around at most."""
    page.goto(address)
    # A picture that comes late moves what stands below it.
    page.evaluate("() => { for (const image of document.images) image.loading = 'eager'; }")
    for image in page.locator("img").all():
        expect(image).to_have_js_property("complete", True)
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    page.evaluate(WATCH)
    for _ in range(most):
        page.keyboard.press("Tab")
    stops: list[dict[str, Any]] = page.evaluate("() => stops.map(({ target, ...told }) => told)")
    around = next((n for n, stop in enumerate(stops[1:], 1) if stop["name"] == stops[0]["name"]), len(stops))
    return stops[:around]


def goes_back(last: dict[str, Any], stop: dict[str, Any]) -> bool:
    """Whether a stop of the same region stands above the one before it, or left of it in its line."""
    shared = min(last["bottom"], stop["bottom"]) - max(last["top"], stop["top"])
    is_in_line = shared > min(last["bottom"] - last["top"], stop["bottom"] - stop["top"]) / 2
    if is_in_line:
        return bool(stop["left"] < last["left"] - 1)
    return bool(stop["bottom"] <= last["top"] + 1)


def require_order(stops: list[dict[str, Any]]) -> None:
    """Each stop is in sight, behind the one before, and not back in a region that it shares with it."""
    assert len(stops) > 5
    assert [stop["name"] for stop in stops if not stop["isInSight"]] == []
    assert [stop["name"] for stop in stops[1:] if not stop["isBehind"]] == []
    pairs = [pair for pair in zip(stops, stops[1:], strict=False) if pair[1]["isInSameRegion"]]
    assert [(last["name"], stop["name"]) for last, stop in pairs if goes_back(last, stop)] == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("person", "addresses"),
    [
        ("ada", ["/", "/runs/", "/search/?text=lighthouse"]),
        ("cleo", ["/corpora/pier/", "/corpora/pier/pictures/{picture}/"]),
    ],
)
def test_tab_follows_the_page(
    sit: Sit, shown: dict[str, object], person: str, addresses: list[str], width: int
) -> None:
    page = sit(person, viewport={"width": width, "height": 900}, reduced_motion="reduce").page
    for address in addresses:
        require_order(stops_of(page, address.format(**shown), 36))


@pytest.mark.parametrize("width", [1440, 390])
def test_an_answer_comes_before_its_steps(sit: Sit, shown: dict[str, object], width: int) -> None:
    page = sit(viewport={"width": width, "height": 900}, reduced_motion="reduce").page
    stops = stops_of(page, f"/runs/{shown['whole']}/", 60)
    require_order(stops)
    markers, steps = ([stop for stop in stops if stop[kind]] for kind in ("isMarker", "isStep"))
    assert stops.index(markers[-1]) < stops.index(steps[0])
    assert markers[0]["bottom"] < steps[0]["top"]


def test_a_run_that_goes_on_has_its_steps_before_its_answer(sit: Sit, site: Site) -> None:
    page, pk = sit(viewport={"width": 1440, "height": 900}).page, site.do("begin", "ada")
    site.do("write", pk, 18)
    stops = stops_of(page, f"/runs/{pk}/", 48)
    kinds = [stop["isStep"] for stop in stops if stop["isStep"] or stop["isMarker"]]
    assert kinds == sorted(kinds, reverse=True)
    assert len(set(kinds)) == 2
