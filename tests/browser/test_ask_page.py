"""The ask page in a real browser: pictures come in every way people try, and keep their order."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Sit, Site
from tests.web.drawn import lighthouse_png

TEXT: FilePayload = {"name": "diary.jpg", "mimeType": "image/jpeg", "buffer": b"dear diary"}


def drawn(hue: int) -> FilePayload:
    return {"name": f"tower {hue}.png", "mimeType": "image/png", "buffer": lighthouse_png(hue)}


@pytest.fixture
def page(sit: Sit) -> Page:
    page = sit().page
    page.goto("/")
    return page


def uids(page: Page) -> list[str]:
    return [field.get_attribute("value") or "" for field in page.locator("#uploads [name=uid]").all()]


def add(page: Page, *files: FilePayload) -> None:
    before = len(uids(page))
    page.set_input_files("#ask input[type=file]", list(files))
    expect(page.locator("#uploads [name=uid]")).to_have_count(before + len(files))


def test_pictures_are_uploaded_as_they_are_chosen_and_go_into_the_run(page: Page) -> None:
    add(page, drawn(1), drawn(99))
    page.fill("#ask textarea", "Which is the older one?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Which is the older one?")
    expect(page.locator(".asked .strip img")).to_have_count(2)


def test_a_refused_file_says_why_and_nothing_else_is_lost(page: Page) -> None:
    page.fill("#ask textarea", "Who is this?")
    add(page, drawn(10))
    page.set_input_files("#ask input[type=file]", [TEXT])
    expect(page.locator(".upload.refused")).to_contain_text("diary.jpg: This file is text, not a picture.")
    assert len(uids(page)) == 1
    expect(page.locator("#ask textarea")).to_have_value("Who is this?")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".upload.refused")).to_have_count(0)


def test_pictures_change_places_by_keyboard_and_can_be_removed(page: Page) -> None:
    for hue in (1, 80, 160):
        add(page, drawn(hue))
    first, second, third = uids(page)
    button = page.locator(".upload").nth(2).get_by_role("button", name="Move to the left")
    button.focus()
    page.keyboard.press("Enter")
    expect(
        button.page.locator(".upload").nth(1).get_by_role("button", name="Move to the left")
    ).to_be_focused()
    assert uids(page) == [first, third, second]
    page.locator(".upload").first.get_by_role("button", name="Remove").click()
    expect(page.locator("#uploads [name=uid]")).to_have_count(2)
    assert uids(page) == [third, second]


def test_a_picture_is_taken_from_the_clipboard(page: Page) -> None:
    page.evaluate(
        """bytes => { const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "pasted.png", {type: "image/png"}));
        document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true})); }""",
        list(lighthouse_png(5)),
    )
    expect(page.locator("#uploads [name=uid]")).to_have_count(1)


def test_a_picture_that_is_dropped_anywhere_is_taken(page: Page) -> None:
    page.evaluate(
        """bytes => { const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "dropped.png", {type: "image/png"}));
        const drop = new DragEvent("drop", {dataTransfer: data, bubbles: true});
        document.querySelector("h1").dispatchEvent(drop); }""",
        list(lighthouse_png(6)),
    )
    expect(page.locator("#uploads [name=uid]")).to_have_count(1)


def test_an_address_inside_is_refused_beside_the_question(page: Page) -> None:
    page.get_by_text("By address").click()
    page.fill("#address", "http://127.0.0.1/secret.png")
    page.keyboard.press("Enter")
    expect(page.locator(".upload.refused")).to_contain_text("http://127.0.0.1/secret.png:")


def test_the_ninth_picture_is_refused_before_it_is_sent(page: Page) -> None:
    add(page, *(drawn(hue * 25) for hue in range(8)))
    page.set_input_files("#ask input[type=file]", [drawn(255)])
    expect(page.locator(".upload.refused")).to_contain_text("A question takes 8 pictures")


def test_the_keys_go_to_the_question_and_show_their_sheet(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#ask textarea")).to_be_focused()


def test_a_question_can_be_asked_without_a_script(sit: Sit, tmp_path: Path) -> None:
    page = sit(java_script_enabled=False).page
    page.goto("/")
    page.fill("#ask textarea", "What is this?")
    page.set_input_files("#ask input[type=file]", [drawn(3)])
    page.click("#ask button.primary")
    expect(page.locator("h1")).to_have_text("What is this?")
    expect(page.locator(".asked .strip img")).to_have_count(1)


def test_a_suggestion_asks_at_once_but_not_over_what_was_written(site: Site, sit: Sit) -> None:
    page = sit().page
    site.do("write", site.do("begin", "ada", "Who lit it?"), 99)
    page.goto("/")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.fill("#ask textarea", "My own words")
    page.locator("#suggestions button").first.click()
    assert asked == ["Leave what you wrote, and ask this question?"]
    expect(page.locator("#ask textarea")).to_have_value("My own words")
    page.fill("#ask textarea", "")
    page.locator("#suggestions button").first.click()
    page.wait_for_url("**/runs/*/")
