"""What the little web keeps behind scripts, forms and scrolling is there for a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.little_web.questions import Needs, Question, questions
from tests.support.little_web.server import LittleWeb


@pytest.fixture(scope="module")
def web() -> Iterator[LittleWeb]:
    with LittleWeb() as web:
        yield web


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def of(needs: Needs) -> list[Question]:
    return [question for question in questions() if question.needs is needs]


@pytest.mark.parametrize("question", of(Needs.SCRIPT), ids=lambda each: each.text)
def test_scripts_bring_the_answer(question: Question, web: LittleWeb, page: Page) -> None:
    page.goto(web.address(question.pages[0]))
    expect(page.locator("body")).to_contain_text(question.accepted[0])


@pytest.mark.parametrize("question", of(Needs.FORM), ids=lambda each: each.text)
def test_forms_give_the_answer(question: Question, web: LittleWeb, page: Page) -> None:
    page.goto(web.address(question.pages[0]))
    page.get_by_label("Monument").fill(question.text.partition("list the ")[2].removesuffix("?"))
    page.get_by_role("button", name="Search").click()
    expect(page.locator("body")).to_contain_text(question.accepted[0])


@pytest.mark.parametrize("question", of(Needs.SCROLL), ids=lambda each: each.text)
def test_scrolling_comes_to_the_answer(question: Question, web: LittleWeb, page: Page) -> None:
    page.goto(web.address(question.pages[0]))
    sightings = page.locator(".s")
    for shown in (20, 30, 40):
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(sightings).to_have_count(shown)
    expect(page.locator("body")).to_contain_text(question.accepted[0])
