"""The ask page when people are quicker than the network, drop words, or are signed out meanwhile."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.conftest import Sit
from tests.web.drawn import lighthouse_png


def drawn(number: int, name: str = "") -> FilePayload:
    """Another picture for each number up to 31."""
    file = name or f"tower {number}.png"
    return {"name": file, "mimeType": "image/png", "buffer": lighthouse_png(number * 8)}


def choose(page: Page, *files: FilePayload) -> None:
    page.set_input_files("#ask input[type=file]", list(files))


@pytest.fixture
def page(sit: Sit) -> Page:
    page = sit().page
    page.goto("/")
    return page


class Held:
    """Uploads that have left the page and are not answered until all are let go, those still to come too."""

    def __init__(self) -> None:
        self.routes: list[Route] = []
        self.is_over = False

    def meet(self, route: Route) -> None:
        if self.is_over:
            route.continue_()
        else:
            self.routes.append(route)

    def let_go(self) -> None:
        self.is_over = True
        while self.routes:
            self.routes.pop().continue_()


@pytest.fixture
def held(page: Page) -> Iterator[Held]:
    held = Held()
    page.route("**/uploads/", held.meet)
    yield held
    while held.routes:
        held.routes.pop().abort()
    page.unroute_all()


def answer(page: Page, status: int, body: str, media_type: str) -> None:
    page.route("**/uploads/", lambda route: route.fulfill(status=status, body=body, content_type=media_type))


def test_a_question_waits_for_its_pictures_and_is_asked_once_they_are_there(page: Page, held: Held) -> None:
    page.fill("#ask textarea", "Which is older?")
    choose(page, drawn(11), drawn(12))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#upload-said")).to_have_text(
        "The question is asked as soon as its pictures are here."
    )
    expect(page.locator(".upload progress")).to_have_count(2)
    held.let_go()
    expect(page.locator("h1")).to_have_text("Which is older?")
    expect(page.locator(".asked .strip img")).to_have_count(2)


def test_a_question_whose_picture_is_refused_is_not_asked_without_it(page: Page, held: Held) -> None:
    page.fill("#ask textarea", "Who is this?")
    choose(page, {"name": "diary.jpg", "mimeType": "image/jpeg", "buffer": b"dear diary"})
    page.keyboard.press("Control+Enter")
    expect(page.locator(".upload.waiting")).to_have_count(1)
    held.let_go()
    expect(page.locator(".upload.refused")).to_contain_text("not a picture")
    expect(page.locator("#ask textarea")).to_have_value("Who is this?")
    expect(page.locator("#ask button.primary")).to_have_text("Ask")


ASK_THRICE = """form => [1, 2, 3].map(
  () => form.dispatchEvent(new SubmitEvent("submit", {cancelable: true, bubbles: true}))
)"""


def test_a_question_is_asked_once_however_often_the_keys_are_pressed(page: Page) -> None:
    assert page.locator("#ask").evaluate(ASK_THRICE) == [True, False, False]


def test_a_picture_on_its_way_can_be_taken_back(page: Page, held: Held) -> None:
    with page.expect_request("**/uploads/"):
        choose(page, drawn(13))
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Remove this picture").click()
    expect(page.locator(".upload")).to_have_count(0)


def test_the_focus_stays_with_the_pictures_when_one_is_removed(page: Page) -> None:
    choose(page, drawn(14), drawn(15))
    remove = page.get_by_role("button", name="Remove this picture")
    expect(page.locator("#uploads [name=uid]")).to_have_count(2)
    remove.first.focus()
    page.keyboard.press("Enter")
    expect(remove).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#ask textarea")).to_be_focused()


def test_a_picture_that_is_there_already_is_not_added_twice(page: Page) -> None:
    choose(page, drawn(16))
    expect(page.locator("#uploads [name=uid]")).to_have_count(1)
    choose(page, drawn(16, "again.png"))
    expect(page.locator("#upload-said")).to_have_text("again.png: This picture is there already.")
    expect(page.locator("#uploads [name=uid]")).to_have_count(1)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (200, "You were signed out, or this page is too old. Copy your words and load it again."),
        (403, "You were signed out, or this page is too old. Copy your words and load it again."),
        (502, "The upload was cut off. Add the picture again."),
    ],
)
def test_an_answer_that_is_a_page_is_not_shown_as_a_reason(page: Page, status: int, sentence: str) -> None:
    answer(page, status, "<!doctype html><title>Some page</title>", "text/html")
    choose(page, drawn(17))
    expect(page.locator(".upload.refused")).to_contain_text(f"tower 17.png: {sentence}")
    expect(page.locator(".upload.refused")).not_to_contain_text("doctype")


def test_a_hostile_file_name_is_words(page: Page) -> None:
    choose(page, {"name": "<img src=x onerror=alert(1)>.png", "mimeType": "image/png", "buffer": b"words"})
    expect(page.locator(".upload.refused")).to_contain_text("<img src=x onerror=alert(1)>.png: ")
    expect(page.locator(".upload.refused img")).to_have_count(0)


DROP = """([kind, text, selector]) => {
  const data = new DataTransfer();
  data.setData(kind, text);
  const drop = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
  return document.querySelector(selector).dispatchEvent(drop);
}"""


def test_words_can_be_dropped_into_the_question(page: Page) -> None:
    was_left_to_the_browser = page.evaluate(DROP, ["text/plain", "a lighthouse", "#ask textarea"])
    assert was_left_to_the_browser


def test_a_picture_dragged_from_another_page_is_taken_by_its_address(page: Page, held: Held) -> None:
    html = '<a href="https://example.org/page"><img src="https://example.org/tower.jpg"></a>'
    with page.expect_request("**/uploads/") as asked:
        page.evaluate(DROP, ["text/html", html, "h1"])
    expect(page.locator(".upload.waiting")).to_contain_text("https://example.org/tower.jpg")
    assert "https://example.org/tower.jpg" in (asked.value.post_data or "")


def uids(page: Page) -> list[str]:
    return [field.get_attribute("value") or "" for field in page.locator("#uploads [name=uid]").all()]


def test_a_thumbnail_can_be_dragged_to_another_place(page: Page) -> None:
    choose(page, drawn(18), drawn(19), drawn(20))
    thumbnails = page.locator(".upload img")
    expect(thumbnails).to_have_count(3)
    for number in range(3):  # One that comes later moves those beside it, under the pointer.
        expect(thumbnails.nth(number)).to_have_js_property("complete", True)
    first, second, third = uids(page)
    thumbnails.nth(2).drag_to(thumbnails.nth(0))
    expect(page.locator("#uploads [name=uid]").first).to_have_value(third)
    assert uids(page) == [third, first, second]


def test_too_many_pictures_give_one_message(page: Page) -> None:
    choose(page, *(drawn(number) for number in range(10, 24)))
    expect(page.locator("#uploads [name=uid]")).to_have_count(8)
    expect(page.locator(".upload.refused")).to_have_count(1)


def test_an_address_that_fails_stays_typed(page: Page) -> None:
    answer(page, 422, "That server does not answer.", "text/plain")
    page.click(".by-address summary")
    page.fill("#address", "https://example.org/tower.jpg")
    page.keyboard.press("Enter")
    expect(page.locator(".upload.refused")).to_contain_text("That server does not answer.")
    expect(page.locator("#address")).to_have_value("https://example.org/tower.jpg")
    expect(page.locator("#address")).to_be_visible()


def test_an_empty_question_stays_in_its_place(page: Page) -> None:
    page.click("#ask button.primary")
    expect(page.locator("#ask .problem")).to_have_text("Write a question, add a picture, or both.")
    expect(page.locator(".bar nav [aria-current]")).to_have_text("Ask")
