"""Pages that are looked at while work goes on: they tell what became of it, and take nothing from a hand."""

from playwright.sync_api import Route, expect

from tests.browser.conftest import Sit, Site


def test_the_list_tells_when_a_run_ends(sit: Sit, site: Site) -> None:
    run = site.do("begin", "ada", "When was the list lit?")
    page = sit().page
    page.goto("/runs/?text=list+lit")
    row = page.locator("tr.trajectory")
    expect(row.locator(".status")).to_have_text("running")
    page.check("input[name=run]")
    page.locator("input[name=run]").focus()
    site.do("write", run, 99)
    expect(row.locator(".status")).to_have_text("finished", timeout=15_000)
    expect(page.locator("input[name=run]")).to_be_checked()
    expect(page.locator("input[name=run]")).to_be_focused()
    expect(page.locator("#list")).to_have_attribute("data-fresh", "")


def test_a_name_that_is_typed_stays_when_a_job_ends(sit: Sit, site: Site) -> None:
    site.do("collect", "typing", 2)
    page = sit("cleo").page
    page.goto("/corpora/typing/jobs/")
    page.click("button:has-text('Index what waits')")
    name = page.locator("[name=encoder] ~ span [name=name]")
    page.check("[name=encoder][value=other]")
    name.fill("openclip:ViT")
    site.do("index", "typing")
    expect(page.locator("dl.card")).to_contain_text("2 / 2")
    expect(name).to_have_value("openclip:ViT")
    expect(name).to_be_focused()
    expect(page.locator("[name=encoder][value=other]")).to_be_checked()


def test_one_notice_is_shown_and_how_many_more_there_are(sit: Sit) -> None:
    page = sit().page
    ended = [
        {"words": f"Run {number} ended", "url": f"/runs/{number}/", "key": number} for number in (1, 2, 3)
    ]
    told = {"now": "2026-03-01T12:00:00+00:00", "notices": ended, "waits": False}
    page.route("**/notices/**", lambda route: route.fulfill(json=told))
    page.goto("/runs/")
    toasts = page.locator("#notices .toast:visible")
    expect(toasts).to_have_text(["Run 1 ended×"])
    expect(page.locator("#more-notices")).to_have_text("+2")
    page.click("#more-notices")
    expect(toasts).to_have_count(3)
    for _ in range(3):
        toasts.first.get_by_role("button").click()
    expect(page.locator("#more-notices")).to_be_hidden()


def test_a_notice_that_comes_again_is_told_once(sit: Sit) -> None:
    page = sit().page
    ended = {"words": "A run ended", "url": "/runs/1/", "key": "1"}
    told = {"now": 0, "notices": [ended], "waits": False}
    page.route("**/notices/**", lambda route: route.fulfill(json=told))
    page.goto("/")
    toasts = page.locator("#notices .toast")
    expect(toasts).to_have_count(1)
    page.goto("/runs/")
    told["notices"] = [ended, {"words": "Another", "url": "/runs/2/", "key": "2"}]
    page.evaluate("document.dispatchEvent(new Event('sightline:ended'))")
    expect(toasts).to_have_text(["Another×"])


def test_what_ends_while_a_page_asks_is_asked_for_again(sit: Sit) -> None:
    page = sit().page
    held: list[Route] = []
    page.route("**/notices/**", lambda route: held.append(route))
    with page.expect_request("**/notices/**"):
        page.goto("/runs/")
    page.evaluate("document.dispatchEvent(new Event('sightline:ended'))")
    with page.expect_request("**/notices/**"):
        held[0].fulfill(json={"now": 0, "notices": [], "waits": False})


def test_a_notice_pushes_a_narrow_page_down(sit: Sit) -> None:
    page = sit(viewport={"width": 390, "height": 844}).page
    ended = {"words": "A run ended", "url": "/runs/1/", "key": "1"}
    told = {"now": "2026-03-01T12:00:00+00:00", "notices": [ended], "waits": False}
    page.route("**/notices/**", lambda route: route.fulfill(json=told))
    page.goto("/")
    expect(page.locator("#notices .toast")).to_be_visible()
    notice, main = (page.locator(place).bounding_box() for place in ("#notices", "main"))
    assert notice and main
    assert notice["y"] + notice["height"] <= main["y"]
