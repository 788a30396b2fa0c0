"""Curators at work: folders that are dropped, many pictures at once, duplicates by keys, regions drawn."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sit, Site
from tests.support.dragging import drop
from tests.web.drawn import lighthouse_png


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures, one of them further down, and what a system leaves in folders."""
    (tmp_path / "towers" / "far").mkdir(parents=True)
    for number, name in enumerate(("one.png", "two.png", "far/three.png")):
        (tmp_path / "towers" / name).write_bytes(lighthouse_png(150 + number * 9))
    (tmp_path / "towers" / ".DS_Store").write_bytes(b"not for anybody")
    (tmp_path / "towers" / "broken.jpg").write_bytes(b"no picture at all")
    return tmp_path / "towers"


def bring(page: Page, site: Site) -> None:
    """From the files that are there to the pictures that are."""
    page.wait_for_url(re.compile(r"/imports/\d+/$"))
    site.do("work")
    page.click("button:has-text('Bring in')")
    expect(page.locator("#import-state")).to_contain_text("Waits for a worker")
    site.do("work")
    expect(page.locator("a.action:has-text('See the pictures')")).to_be_visible()


def test_a_folder_that_is_dropped_comes_in_with_its_folders(sit: Sit, site: Site, folder: Path) -> None:
    site.do("collect", "dropped", 0)
    page = sit("cleo").page
    page.goto("/corpora/dropped/imports/")
    drop(page, folder)
    bring(page, site)
    assert site.do("kept", "dropped") == ["towers/far/three.png", "towers/one.png", "towers/two.png"]
    expect(page.locator("#import-state")).to_contain_text("broken.jpg")
    page.click("a.action:has-text('See the pictures')")
    expect(page.locator(".tile")).to_have_count(3)


def test_who_has_no_mouse_is_not_told_to_drop(sit: Sit, site: Site) -> None:
    site.do("collect", "touched", 0)
    headings = []
    for is_touched in (True, False):
        page = sit("cleo", has_touch=is_touched, is_mobile=is_touched).page
        page.goto("/corpora/touched/imports/")
        headings.append(page.inner_text("#drop h2"))
    assert headings == ["Choose files or a folder", "Drop files, folders or a ZIP here"]


def test_a_broken_connection_loses_nothing_of_what_was_dropped(sit: Sit, site: Site, folder: Path) -> None:
    site.do("collect", "broken", 0)
    page = sit("cleo").page
    page.goto("/corpora/broken/imports/")
    page.route("**/file/?path=*", lambda route: route.abort())
    drop(page, folder)
    expect(page.locator("#sent-words")).to_contain_text("The connection was lost")
    page.unroute("**/file/?path=*")
    bring(page, site)
    assert len(site.do("kept", "broken")) == 3


@pytest.fixture
def grid(sit: Sit, site: Site) -> Iterator[Page]:
    """The light table of twelve pictures."""
    if not site.do("kept", "many"):
        site.do("collect", "many", 12)
    page = sit("cleo").page
    page.goto("/corpora/many/")
    yield page


def test_a_range_that_is_chosen_by_keys_goes_to_the_trash_and_comes_back(grid: Page, site: Site) -> None:
    grid.locator(".tile a").first.focus()
    grid.keyboard.press("x")
    for _ in range(3):
        grid.keyboard.press("ArrowRight")
    grid.keyboard.press("Shift+X")
    expect(grid.locator("#chosen-count")).to_have_text("4")
    grid.select_option("#bulk-action", "trash")
    grid.click("#bulk button.primary")
    expect(grid.locator(".change")).to_contain_text("4 pictures")
    expect(grid.locator(".tile")).to_have_count(8)
    grid.click(".change button:has-text('Undo')")
    expect(grid.locator(".change")).to_contain_text("Undone by cleo")
    expect(grid.locator(".tile")).to_have_count(12)


def test_a_filter_narrows_the_table_and_all_of_it_are_tagged_at_once(grid: Page, site: Site) -> None:
    grid.fill("#id_text", "lighthouse 1")
    expect(grid.locator(".tile")).to_have_count(3)
    expect(grid).to_have_url(re.compile(r"text=lighthouse"))
    grid.locator(".tile input").first.check()
    grid.check("#bulk [name=all]")
    expect(grid.locator("#chosen-count")).to_have_text("3")
    grid.select_option("#bulk-action", "add_tags")
    grid.fill("#bulk [name=tags]", "red, tower")
    grid.click("#bulk button.primary")
    expect(grid.locator(".change")).to_contain_text("3 pictures")
    grid.goto("/corpora/many/?tag=tower")
    expect(grid.locator(".tile")).to_have_count(3)


def test_duplicates_are_decided_one_key_each(sit: Sit, site: Site) -> None:
    keys = site.do("collect", "copies", 6)
    for first, second in zip(keys[::2], keys[1::2], strict=True):
        site.do("pair", "copies", first, second)
    page = sit("cleo").page
    page.goto("/corpora/copies/duplicates/")
    for left, key in ((3, "1"), (2, "b"), (1, "2")):
        expect(page.locator("caption")).to_contain_text(f"{left} pair")
        page.keyboard.press(key)
    expect(page.locator(".pair")).to_have_count(0)
    expect(page.locator("#decided-title")).to_be_visible()
    assert sorted(site.do("decisions", "copies")) == ["kept_both", "kept_first", "kept_second"]
    assert len(site.do("kept", "copies")) == 4


def test_no_list_of_a_corpus_scrolls_a_phone_sideways(sit: Sit, site: Site, shown: dict[str, object]) -> None:
    site.do("pair", "settled", *site.do("collect", "settled", 2))
    decided = "/corpora/settled/duplicates/"
    page = sit("cleo", viewport={"width": 390, "height": 800}).page
    page.goto(decided)
    page.keyboard.press("1")
    page.locator("#decided-title").wait_for()
    for language in ("en", "de", "es", "zh-hans"):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        for address in (decided, "/corpora/pier/search/?text=lighthouse", "/corpora/pier/settings/"):
            page.goto(address)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert (page.locator("html").get_attribute("lang"), address, width) == (language, address, 390)


def drag_region(page: Page) -> None:
    """From a quarter to three quarters across the picture, and to its middle."""
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5, steps=4)
    page.mouse.up()


def test_a_region_is_drawn_with_the_mouse_and_noted(sit: Sit, site: Site) -> None:
    [pk] = site.do("collect", "regions", 1)
    page = sit("cleo").page
    page.goto(f"/corpora/regions/pictures/{pk}/")
    page.keyboard.press("r")
    drag_region(page)
    page.keyboard.type("The lantern")
    page.keyboard.press("Enter")
    expect(page.locator(".note-list")).to_contain_text("The lantern")
    [[left, top, right, bottom, text]] = site.do("facts", pk)["notes"]
    assert text == "The lantern"
    assert [left, top, right, bottom] == pytest.approx([250, 250, 750, 500], abs=8)
    for corner, place in {"left": 0, "top": 0, "right": 500, "bottom": 500}.items():
        page.fill(f"#note-form [name={corner}]", str(place))
    page.fill("#note-form [name=text]", "x" * 1_500)
    page.locator("#note-form [name=text]").press("Enter")
    expect(page.locator(".note-list")).to_contain_text("x" * 1_500)
    assert page.evaluate("document.documentElement.scrollWidth === innerWidth")


def test_what_is_typed_after_a_drag_is_the_note_of_that_region(sit: Sit, site: Site) -> None:
    [pk, other] = site.do("collect", "dragged", 2)
    page = sit("cleo").page
    page.goto(f"/corpora/dragged/pictures/{pk}/")
    drag_region(page)
    expect(page.locator("#note-form [name=text]")).to_be_in_viewport(ratio=1)
    expect(page.locator("#drawn")).to_be_in_viewport(ratio=1)
    expect(page.locator("#facts-form .unsaved")).to_be_hidden()
    page.keyboard.type("snapshots")
    page.keyboard.press("Enter")
    expect(page.locator(".note-list")).to_contain_text("snapshots")
    assert len(site.do("facts", pk)["notes"]) == 1
    assert [site.do("facts", each)["tags"] for each in (pk, other)] == [[], []]


def test_a_suggestion_is_taken_by_key_and_kept_only_by_saving(sit: Sit, site: Site) -> None:
    [pk] = site.do("collect", "suggested", 1)
    page = sit("cleo").page
    page.goto(f"/corpora/suggested/pictures/{pk}/")
    page.keyboard.press("1")
    expect(page.locator("[name=tags]")).to_have_value("lighthouse")
    assert site.do("facts", pk)["tags"] == []
    with page.expect_navigation():
        page.keyboard.press("s")
    assert site.do("facts", pk)["tags"] == ["lighthouse"]


def test_escape_leaves_a_field_for_the_keys_of_the_editor(sit: Sit, site: Site) -> None:
    [pk] = site.do("collect", "left", 1)
    page = sit("cleo").page
    page.goto(f"/corpora/left/pictures/{pk}/")
    page.keyboard.press("c")
    page.keyboard.type("A tower")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert site.do("facts", pk)["caption"] == "A tower"


def test_what_is_said_of_a_picture_comes_before_notes_on_its_regions(sit: Sit, site: Site) -> None:
    [pk] = site.do("collect", "ordered", 1)
    page = sit("cleo").page
    page.goto(f"/corpora/ordered/pictures/{pk}/")
    fields = page.locator("#id_title, #id_caption, #note-form [name=text]")
    names = fields.evaluate_all("fields => fields.map(field => field.name)")
    assert names == ["title", "caption", "text"]
    page.set_viewport_size({"width": 390, "height": 800})
    tops = fields.evaluate_all("fields => fields.map(field => field.getBoundingClientRect().top)")
    assert tops == sorted(tops)


def test_an_encoder_is_replaced_while_others_search_and_no_search_fails(sit: Sit, site: Site) -> None:
    site.do("collect", "switched", 25)
    page = sit("cleo").page
    page.goto("/corpora/switched/jobs/")
    page.click("button:has-text('Index what waits')")
    expect(page.locator("#jobs tbody tr")).to_have_count(1)
    assert site.do("index", "switched") == ["finished"]
    expect(page.locator("dl.card")).to_contain_text("25 / 25")
    expect(page.locator("[name=encoder][value=hashing]")).to_be_disabled()
    searchers = [search_on(sit("cleo").page) for _ in range(3)]
    page.check("[name=encoder][value=other]")
    page.fill("[name=encoder] ~ span [name=name]", "hashing:8")
    page.click("button:has-text('Build beside')")
    expect(page.locator("#jobs tbody tr")).to_have_count(2)
    expect(page.locator("#jobs .notice")).to_have_count(0)
    page.goto("/runs/")
    assert site.do("index", "switched") == ["ready"]
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # Or it asks some seconds later.
    expect(page.locator("#notices .toast")).to_contain_text("hashing:8: ready to compare · Switched")
    page.locator("#notices .toast a").click()
    expect(page.locator("#notices .toast")).to_have_count(0)
    expect(page.locator("#jobs [role=status]")).to_contain_text("An index with hashing:8 is ready")
    page.click("a:has-text('Compare the two')")
    page.click("button:has-text('Use hashing:8')")
    page.wait_for_url("**/jobs/")
    assert site.do("index", "switched") == ["finished"]
    expect(page.locator("dl.card")).to_contain_text("hashing:8")
    for searcher in searchers:
        found = searcher.evaluate("() => { stop = true; return searching; }")
        assert len(found) > 1
        assert min(found) > 0


def search_on(page: Page) -> Page:
    """Search one time after the other until `stop`; `searching` promises how many hits each had."""
    page.goto("/corpora/switched/search/")
    page.evaluate("""() => {
        window.stop = false;
        window.searching = (async () => {
            const found = [];
            while (!stop || found.length < 2) {
                const answer = await fetch("/corpora/switched/search/?text=lighthouse");
                const text = await answer.text();
                const failed = !answer.ok || text.includes('class="problem"');
                found.push(failed ? 0 : text.split('name="image"').length - 1);
            }
            return found;
        })();
    }""")
    return page


def test_a_run_from_before_a_deletion_says_withdrawn_where_the_picture_was(sit: Sit, site: Site) -> None:
    run = site.do("begin", "ada")
    site.do("write", run, 99)
    seat = sit("ada")
    seat.page.goto(f"/runs/{run}/")
    expect(seat.page.locator("#run .gone")).to_have_count(0)
    shown = seat.page.locator("#run .image img").count()
    site.do("withdraw")
    try:
        page = sit("ada").page  # A browser of its own has nothing in its cache.
        page.goto(f"/runs/{run}/")
        expect(page.locator("#run .gone").first).to_have_text("withdrawn")
        page.evaluate("for (const fold of document.querySelectorAll('#run details')) fold.open = true")
        assert shown > 0
        expect(page.locator("#run .image img:visible")).to_have_count(0)
    finally:
        site.do("take_back")


def test_leaving_with_unsaved_words_asks_first(sit: Sit, site: Site) -> None:
    [pk] = site.do("collect", "leaving", 1)
    page = sit("cleo").page
    page.goto(f"/corpora/leaving/pictures/{pk}/")
    expect(page.locator("#save")).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 700})
    for field in ("#id_title", "#id_tags"):
        page.locator(field).focus()
        expect(page.locator("#save")).to_be_in_viewport(ratio=1)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.fill("#id_title", "North tower")
    with page.expect_event("dialog") as asked:
        page.locator("a[href='/corpora/leaving/']").first.click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    expect(page.locator("#facts-form .unsaved")).to_be_visible()
    expect(page.locator("#note-form .unsaved")).to_be_hidden()
    expect(page.locator("#id_title")).to_have_value("North tower")


def test_all_tabs_of_a_corpus_are_in_sight_however_narrow_the_window(sit: Sit, site: Site) -> None:
    [pk] = site.do("collect", "tabbed", 1)
    page = sit("cleo", viewport={"width": 320, "height": 640}).page
    page.goto(f"/corpora/tabbed/pictures/{pk}/")
    for tab in page.locator(".corpus-head .tabs a").all():
        expect(tab).to_be_in_viewport(ratio=1)
    expect(page.locator(".corpus-head .tabs [aria-current]")).to_have_text("Pictures")


def test_a_short_name_is_proposed_until_one_is_typed(sit: Sit) -> None:
    page = sit("cleo").page
    page.goto("/corpora/-/new/")
    name, slug = page.locator("#id_name"), page.locator("#id_slug")
    name.fill("Möwen & Türme: the_North  ")
    expect(slug).to_have_value("mowen-turme-the-north")
    name.fill("Weber farm")
    expect(slug).to_have_value("weber-farm")
    name.fill("long " * 20)
    expect(slug).to_have_value("-".join(["long"] * 12))
    slug.fill("gulls")
    name.fill("Gulls of Ösel")
    expect(slug).to_have_value("gulls")


COVERED = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  if (here === document.body) return "";
  const all = [...document.querySelectorAll(".save-bar, .decide, .bulk")];
  const bars = all.filter((bar) => !bar.contains(here));
  const isUnder = bars.some((bar) => {
    const { top, bottom } = bar.getBoundingClientRect();
    return top < innerHeight && box.bottom > top + 1 && box.top < bottom - 1;
  });
  return isUnder || box.bottom <= 0 || box.top >= innerHeight ? here.outerHTML : "";
}"""
"""What has the focus, where a bar that stays in sight lies over it or it is out of sight."""


@pytest.mark.parametrize("size", [(390, 844), (320, 400)])
def test_no_bar_covers_what_the_keyboard_reaches(sit: Sit, site: Site, size: tuple[int, int]) -> None:
    slug = f"covered-{size[0]}"
    first, second, *_ = site.do("collect", slug, 8)
    site.do("pair", slug, first, second)
    page = sit("cleo", viewport={"width": size[0], "height": size[1]}).page
    for address in (f"pictures/{first}/", "duplicates/", ""):
        page.goto(f"/corpora/{slug}/{address}")
        if not address:
            page.locator(".tile input").first.check()
        for _ in range(45):
            page.keyboard.press("Tab")
            assert (address, page.evaluate(COVERED)) == (address, "")


def test_rows_of_a_wide_table_stand_whole_in_a_narrow_window(
    sit: Sit, site: Site, shown: dict[str, object]
) -> None:
    page = sit("cleo", viewport={"width": 390, "height": 844}).page
    for part in ("search/?text=lighthouse", "jobs/", "imports/", "documents/"):
        page.goto(f"/corpora/pier/{part}")
        tables = page.locator(".scroll:has(.stacked)")
        cut = tables.evaluate_all("all => all.filter(each => each.scrollWidth > each.clientWidth).length")
        assert (part, tables.count() > 0, cut) == (part, True, 0)
