"""Every page under axe-core, in both themes, wide and narrow; none is wider than its window."""

import re

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Page

from tests.browser.axe import WIDE, Judge
from tests.browser.conftest import Sit, Site
from tests.browser.names import ADMINISTRATOR, CURATOR
from tests.browser.pages import FORMS, LOOKS, NO_PAGES, Look
from tests.web.hostile_requests import targets

FORM_ONLY = 405


@pytest.fixture(scope="module")
def things(site: Site, shown: dict[str, object]) -> dict[str, object]:
    """What the addresses name."""
    forms = {form: site.do("answer", "ada", form) for form in FORMS}
    site.do("pair", "look", *site.do("collect", "look", 2))
    return {**shown, **forms, "no": site.do("decline", "ada")}


def faults_of(page: Page, looks: list[Look], things: dict[str, object]) -> list[str]:
    """What is moderate or worse on the pages, a line each."""
    judge, faults = Judge(), list[str]()
    for look in looks:
        page.goto(look.address.format(**things))
        if look.act:
            look.act(page)
        faults += [f"{look}: {fault}" for fault in judge.faults(page)]
    return faults


@pytest.mark.parametrize("person", ["ada", CURATOR, ADMINISTRATOR, ""])
def test_no_page_has_a_fault_of_weight(sit: Sit, site: Site, things: dict[str, object], person: str) -> None:
    page = sit(person or "ada", reduced_motion="reduce", viewport=WIDE).page
    looks = LOOKS[person]
    if person == ADMINISTRATOR:
        looks = [*map(Look, site.do("administration")), *looks]
    if not person:
        page.context.clear_cookies()
    faults = faults_of(page, looks, things)
    assert not faults, "\n".join(faults)


def test_no_page_is_forgotten(sit: Sit, site: Site, things: dict[str, object]) -> None:
    """Each route is looked at, or what it answers is no page."""
    addresses = [look.address.format(**things) for looks in LOOKS.values() for look in looks]
    looked_at = {route_of(each) for each in (*addresses, *site.do("administration"))}
    others = [target for target in targets() if alike(target.pattern) not in looked_at]
    administrator, owner = sit(ADMINISTRATOR).page.request, sit("ada").page.request
    pages = set()
    for target in others:
        address = NO_PAGES[target.name][0].format(**things) if target.name in NO_PAGES else target.path({})
        asking = administrator if address.startswith(("/admin/", "/corpora/")) else owner
        if is_page(asking.get(address, max_redirects=0), is_known=target.name in NO_PAGES):
            pages.add(target.name)
    assert pages == set()
    assert set(NO_PAGES) <= {target.name for target in others}


def route_of(address: str) -> str:
    try:
        return alike(resolve(address.partition("?")[0]).route)
    except Resolver404:
        return ""


def alike(route: str) -> str:
    """Pages of the administration that have the same template whatever they are about are one."""
    return re.sub(r"^admin/\w+/\w+/(add|.*/delete|.*/history)/$", r"admin/\1/", route)


def is_page(answer: APIResponse, *, is_known: bool) -> bool:
    """A route that is not known to have no page has to take a form only, or to lead elsewhere."""
    if is_known:
        return answer.ok and b"<!doctype html" in answer.body()[:1000].lower()
    return answer.status != FORM_ONLY and not 300 <= answer.status < 400


FAULTY = """<!doctype html><html lang="en"><title>Faulty</title>
<style>[data-theme="dark"] p { color: #777777; background: #666666; }
pre { width: 600px; } a { font-size: 8px; } img { display: none; }
@media (max-width: 400px) { img { display: block; } h1 { color: #eeeeee; background: white; } }</style>
<h1>Faults</h1><img src="data:," width="90" height="90">
<p>Grey on grey in the dark</p><pre>Wide</pre><a href="/1">one</a><br><a href="/2">two</a>
<details class="pop"><summary>More</summary><div style="position: absolute; left: 380px; width: 40px">
<input></div></details>"""


def test_a_page_with_faults_is_told_of_each(sit: Sit) -> None:
    page = sit(viewport=WIDE).page
    page.goto("about:blank")
    page.set_content(FAULTY)
    kinds = {": ".join(fault.split(": ")[:2]) for fault in Judge().faults(page)}
    assert {
        "1440 dark: color-contrast",
        "390 light: color-contrast",
        "1440 light: landmark-one-main",
        "1440 light: region",
        "390 light: target-size",
        "390 light: image-alt",
        "390: reflow",
        "1440 popMore light: label",
        "390 popMore: is cut by the window",
    } <= kinds
    assert not kinds & {"1440 light: color-contrast", "1440 light: image-alt", "1440: reflow"}
