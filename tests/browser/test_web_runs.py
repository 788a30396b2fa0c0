"""A question for the web: chosen on the ask page, answered on the run's, with its source as it was."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sit, Site
from tests.support.tides import QUOTE, TITLE

QUESTION = "When was the lamp of Grey Head renewed?"


def ask_on_the_web(page: Page, site: Site) -> int:
    """Ask, and let a worker answer; the key of the run."""
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("h1")).to_have_text(QUESTION)
    key = int(site.do("newest", "ada")["pk"])
    assert site.do("answer_on_the_web", key) == "finished"
    page.goto(f"/runs/{key}/")
    return key


@pytest.mark.parametrize("width", [360, 800, 1440])
def test_a_question_is_sent_to_the_web_by_the_keyboard(sit: Sit, site: Site, width: int) -> None:
    page = sit(viewport={"width": width, "height": 900}, reduced_motion="reduce").page
    page.goto("/")
    page.fill("#ask textarea", QUESTION)
    choice = page.locator(".from summary")
    expect(choice).to_have_text("from: Corpora")
    choice.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(choice).to_have_text("from: Web")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    ask_on_the_web(page, site)
    expect(page.locator(".asked .facts")).to_contain_text("on the web")
    expect(page.locator("#answer")).to_contain_text("renewed in 1931 by Ines Okafor")


def test_without_a_script_the_choice_is_a_plain_form(sit: Sit, site: Site) -> None:
    page = sit(java_script_enabled=False).page
    page.goto("/")
    page.fill("#ask textarea", QUESTION)
    page.locator(".from summary").click()
    page.locator(".from input[value=web]").check()
    page.locator(".from summary").click()
    ask_on_the_web(page, site)
    expect(page.locator(".asked .facts")).to_contain_text("on the web")
    expect(page.locator("#answer")).to_contain_text("renewed in 1931 by Ines Okafor")


def test_results_and_the_page_stand_on_the_page_of_the_run(sit: Sit, shown: dict[str, object]) -> None:
    page = sit().page
    page.goto(f"/runs/{shown['web']}/")
    for summary in page.locator("#steps > li > details > summary").all()[:2]:
        summary.click()
    steps = page.locator("#steps")
    expect(steps).to_contain_text("SearXNG answered")
    expect(steps.get_by_role("link", name=TITLE).first).to_be_attached()


def test_a_citation_opens_the_stored_page_at_the_quoted_words(sit: Sit, shown: dict[str, object]) -> None:
    """The site that it is from is gone."""
    page = sit(viewport={"width": 1440, "height": 900}, reduced_motion="reduce").page
    page.goto(f"/runs/{shown['web']}/")
    page.locator("#answer .marker").first.click()
    expect(page.locator("#beside mark")).to_have_text(QUOTE)
    expect(page.locator("#beside mark")).to_be_in_viewport(ratio=1)
    expect(page.locator("#beside")).to_contain_text("The page as it was read on")
    live = page.locator("#beside").get_by_role("link", name="Open the page as it is now")
    assert (live.get_attribute("href") or "").endswith("/lamp")


def test_others_do_not_open_what_the_run_met(sit: Sit, shown: dict[str, object]) -> None:
    page = sit("bob").page
    for address in (f"/sources/page/{shown['web_page']}/", f"/pictures/{shown['web_uid']}/"):
        response = page.goto(address)
        assert response
        assert response.status == 404
