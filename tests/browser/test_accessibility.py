"""Every page under axe-core, in both themes, wide and narrow; none is wider than its window."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Sit, Site

PAGES = ["/", "/account/", "/account/password/", "/runs/{run}/", "/runs/{live}/", "/runs/{run}/shares/"]
PAGES += [
    "/runs/{run}/tree/",
    "/runs/{run}/timeline/",
    "/corpora/",
    "/runs/",
    "/runs/compare/?left={run}&right={live}",
]
PAGES += ["/search/?text=lighthouse", "/search/"]
PAGES += ["/documents/1/?start=72&end=149", "/pictures/{uid}/?box=400,250,600,900", "/no-such-page/"]
FORMS = ["list", "table", "pictures", "yes_no", "fact"]
PAGES += ["/runs/{no}/", *(f"/runs/{{{form}}}/" for form in FORMS)]
WAYS: list[dict[str, Any]] = [
    {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"},
]
CURATORS_PAGES = ["", "-/new/", "-/jobs/"]
CURATORS_PAGES += [
    f"coast/{page}"
    for page in ("", "settings/", "documents/", "imports/", "duplicates/", "jobs/", "search/", "health/")
]
CURATORS_PAGES += ["coast/history/", "coast/trash/", "single/pictures/{picture}/", "look/duplicates/"]
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""With targets of 24 pixels (WCAG 2.2 AA), which axe leaves out by itself."""

OF_WEIGHT = ("moderate", "serious", "critical")
IS_WIDER_THAN_THE_WINDOW = "() => document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def addresses(site: Site) -> dict[str, object]:
    """A run that has ended and one that goes on, and a picture."""
    ended, live = site.do("begin", "ada"), site.do("begin", "ada")
    site.do("write", ended, 99)
    site.do("write", live, 16)
    forms = {form: site.do("answer", "ada", form) for form in FORMS}
    return {"run": ended, "live": live, "uid": site.do("picture"), "no": site.do("decline", "ada"), **forms}


@pytest.fixture(scope="module")
def compared(site: Site) -> int:
    """The key of a picture of the corpus; another corpus has two that look alike."""
    site.do("pair", "look", *site.do("collect", "look", 2))
    return int(site.do("collect", "single", 1)[0])


@pytest.mark.parametrize("way", WAYS, ids=["wide and light", "narrow and dark"])
def test_no_page_has_a_fault_of_weight(sit: Sit, addresses: dict[str, object], way: dict[str, Any]) -> None:
    page = sit("ada", reduced_motion="reduce", **way).page
    assert faults_of(page, [address.format(**addresses) for address in PAGES]) == {}


@pytest.mark.parametrize("way", WAYS, ids=["wide and light", "narrow and dark"])
def test_no_page_of_a_curator_has_a_fault_of_weight(sit: Sit, compared: int, way: dict[str, Any]) -> None:
    page = sit("cleo", reduced_motion="reduce", **way).page
    pages = [f"/corpora/{address}".format(picture=compared) for address in CURATORS_PAGES]
    assert faults_of(page, pages) == {}


def faults_of(page: Page, addresses: list[str]) -> dict[str, list[str]]:
    """What is grave on each of the pages that has such."""
    faults = {}
    for address in addresses:
        response = page.goto(address)
        assert response
        assert response.ok or "no-such-page" in address
        found = Axe().run(page, options=AXE).response["violations"]
        grave = [fault for fault in found if fault["impact"] in OF_WEIGHT]
        faults[address] = [
            f"{fault['id']}: {node['html'][:200]}" for fault in grave for node in fault["nodes"]
        ]
        if page.evaluate(IS_WIDER_THAN_THE_WINDOW):
            faults[address].append("reflow: has to be scrolled sideways")
    return {address: found for address, found in faults.items() if found}


def test_the_sign_in_page_has_no_fault_of_weight(sit: Sit) -> None:
    page = sit().page
    page.context.clear_cookies()
    page.goto("/sign-in/")
    found = Axe().run(page, options=AXE).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in OF_WEIGHT] == []
