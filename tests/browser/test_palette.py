"""The palette in a real browser: opened by keys, chosen by arrows, left by Escape."""

from playwright.sync_api import expect

from tests.browser.conftest import Sit


def test_the_palette_goes_anywhere_by_keyboard(sit: Sit) -> None:
    page = sit().page
    page.goto("/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette a").first).to_have_text("Ask")
    page.locator("#palette input").fill("grey head")  # At once: what it finds then is all that it will.
    expect(page.locator("#palette a").first).to_contain_text("Grey Head")
    place = [text.strip() for text in page.locator("#palette a").all_inner_texts()]
    wanted = next(n for n, text in enumerate(place) if text.startswith("Grey Head lighthouse"))
    for _ in range(wanted):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#palette [aria-current]")).to_contain_text("Grey Head lighthouse")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Grey Head lighthouse · Sightline")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_escape_closes_the_palette_with_words_in_it(sit: Sit) -> None:
    page = sit().page
    page.goto("/")
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill("grey")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
