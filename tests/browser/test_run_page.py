"""The page of a run in a real browser: live, cut off, asleep, twice; sources beside it, keys, buttons."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocket, WebSocketRoute, expect

from tests.browser.conftest import Sit, Site

PARTS = ["#head", "#plan", "#chapters", "#steps", "#answer", "#evidence", "#on"]


def shown(page: Page) -> dict[str, list[str]]:
    """The words and pictures of the parts that change, without the time that passes."""
    script = """selector => {
      const part = document.querySelector(selector).cloneNode(true);
      part.querySelectorAll("time, .number").forEach(each => each.remove());
      const words = part.textContent.split(/\\s+/).filter(Boolean);
      return [...words, ...[...part.querySelectorAll("img, a")].map(each => each.src || each.href)];
    }"""
    return {part: page.evaluate(script, part) for part in PARTS}


def wait_until_ended(page: Page) -> None:
    """Then all of its last news stands there: what came with it was put in place before anything is read."""
    expect(page.locator("#head[data-ended]")).to_be_attached()
    expect(page.locator("#bench > :first-child")).to_have_class("findings")


def test_steps_appear_while_the_run_goes_on_and_the_answer_when_it_is_given(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    page.goto(f"/runs/{pk}/")
    site.do("write", pk, 2)
    expect(page.locator("#step-1")).to_contain_text("Find out what the picture shows")
    expect(page.locator("#answer")).not_to_contain_text("1854")
    site.do("write", pk, 99)
    expect(page.locator("#answer")).to_contain_text("It was lit in 1854")
    wait_until_ended(page)
    expect(page.locator(".step")).to_have_count(3)


@pytest.mark.parametrize("way", ["reload", "cut", "second tab"])
def test_a_page_that_was_disturbed_at_every_event_ends_as_one_that_was_not(
    site: Site, sit: Sit, way: str
) -> None:
    seat, pk = sit(), site.do("begin", "ada")
    page = seat.page
    page.goto(f"/runs/{pk}/")
    for _ in range(site.do("count_story", pk)):
        match way:
            case "reload":
                page.reload()
            case "cut":
                site.do("cut")
            case "second tab":
                page = page.context.new_page()
                page.goto(f"/runs/{pk}/")
                if len(page.context.pages) > 2:
                    page.context.pages[0].close()
        site.do("write", pk, 1)
    wait_until_ended(page)
    fresh = page.context.new_page()
    fresh.goto(f"/runs/{pk}/")
    assert shown(page) == shown(fresh)


def test_a_socket_that_is_cut_asks_on_from_where_the_page_stands(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    sockets: list[WebSocket] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.goto(f"/runs/{pk}/")
    cursor = site.do("write", pk, 3)
    expect(page.locator("#cursor")).to_have_attribute("value", str(cursor))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # Not hidden for long: nothing.
    page.evaluate(
        """() => { Object.defineProperty(document, "hidden", {value: true, configurable: true});
        document.dispatchEvent(new Event("visibilitychange"));
        Object.defineProperty(document, "hidden", {value: false, configurable: true});
        const now = Date.now; Date.now = () => now() + 60000;
        document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    site.do("write", pk, 99)
    wait_until_ended(page)
    assert [socket.url.partition("&")[2] for socket in sockets] == ["after=0", f"after={cursor}"]
    expect(page.locator(".step")).to_have_count(3)


def test_a_page_without_a_connection_says_so(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    is_away = False

    def meet(socket: WebSocketRoute) -> None:
        if is_away:
            socket.close(code=1012)
        else:
            socket.connect_to_server()

    page.route_web_socket("**/ws/runs/**", meet)
    page.goto(f"/runs/{pk}/")
    site.do("write", pk, 3)
    expect(page.locator("#step-1")).to_be_visible()
    expect(page.locator("#lost")).to_be_empty()
    is_away = True
    page.context.set_offline(True)
    expect(page.locator("#lost[role=status]")).to_have_text("No connection. Trying again.")
    page.fill("#hint", "It is far.")
    page.get_by_role("button", name="Give the hint").click()
    expect(page.locator("#refused-hint")).to_contain_text("this was not sent")
    expect(page.locator("#hint")).to_have_value("It is far.")
    site.do("write", pk, 99)
    is_away = False
    page.context.set_offline(False)
    wait_until_ended(page)
    expect(page.locator("#lost")).to_be_empty()
    expect(page.locator(".step")).to_have_count(3)


def test_the_line_of_what_happens_says_for_how_long(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 3)
    page.goto(f"/runs/{pk}/")
    expect(page.locator(".heartbeat .now")).to_contain_text(
        "Search by picture: Find out what the picture shows"
    )
    expect(page.locator(".heartbeat .since")).to_have_text(re.compile(r"^([2-9]|\d{2,3}) s$"))


def test_a_run_whose_worker_is_gone_says_so(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    page.goto(f"/runs/{pk}/")
    site.do("abandon", pk)
    expect(page.locator(".heartbeat")).to_contain_text("interrupted")
    expect(page.locator(".heartbeat")).to_contain_text("Another one takes it over")


def test_a_citation_opens_its_quote_beside_the_answer_and_escape_comes_back(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    marker = page.locator(".marker").first
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#beside mark")).to_have_text(
        "It was lit for the first time in 1854 & has been kept by <no one> since 1998."
    )
    expect(page).to_have_url(re.compile(rf"/runs/{pk}/#source-1$"))
    text = page.locator("#beside .text").bounding_box()
    assert text
    assert text["width"] > 400
    page.get_by_role("button", name="Next source").click()
    expect(page.locator("#beside-number")).to_have_text("Source 2 of 2")
    expect(page.locator("#beside svg.region rect").first).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.locator("#beside")).to_be_hidden()
    expect(marker).to_be_focused()


def test_a_citation_opens_the_region_of_a_picture_while_the_run_goes_on(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 18)
    page.goto(f"/runs/{pk}/")
    page.locator(".marker").nth(1).click()
    expect(page.locator("#beside svg.region rect").first).to_be_attached()


def test_a_long_word_makes_no_page_wider(site: Site, sit: Sit) -> None:
    page = sit(viewport={"width": 390, "height": 844}).page
    first, second = (site.do("begin", "ada", f"{'Donaudampfschiff' * 6}{mark}") for mark in "?!")
    site.do("write", first, 99)
    of_runs = ("{0}/", "{0}/tree/", "{0}/timeline/", "{1}/", "compare/?left={0}&right={1}", "")
    for address in ("/", *(f"/runs/{each}" for each in of_runs)):
        page.goto(address.format(first, second))
        assert page.evaluate("document.documentElement.scrollWidth") == 390, address


def test_the_focus_on_a_step_is_drawn_inside_of_it(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    page.keyboard.press("j")
    line = page.locator("#step-1 summary")
    expect(line).to_be_focused()
    expect(line).to_have_css("outline-style", "solid")
    expect(line).to_have_css("outline-offset", "-2px")


def test_buttons_leave_their_orders(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    page.goto(f"/runs/{pk}/")
    with page.expect_response("**/orders/"):
        page.get_by_role("button", name="Answer now").click()
    page.fill("#hint", "It is in the north.")
    page.locator("#hint").press("Enter")
    expect(page.locator("#hint")).to_have_value("")
    expect(page.locator("#orders .order")).to_have_count(2)
    expect(page.locator("#orders")).to_contain_text("Hint: It is in the north.")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("p")
    expect(page.locator(".heartbeat")).to_contain_text("Pausing after this")
    assert [wish["wish"] for wish in site.do("status", pk)[1]] == ["answer_now", "hint", "pause"]


def test_cancel_shows_at_once_and_what_was_found_stays(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 5)
    page.goto(f"/runs/{pk}/")
    page.get_by_role("button", name="Cancel").click()
    wait_until_ended(page)
    expect(page.locator(".heartbeat")).to_contain_text("cancelled")
    expect(page.locator("#step-1")).to_contain_text("Grey Head lighthouse")
    assert site.do("status", pk)[0] == "cancelled"


def test_a_refused_order_says_why_beside_the_buttons(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    page.goto(f"/runs/{pk}/")
    page.evaluate("document.querySelector('#hint').removeAttribute('required')")
    page.get_by_role("button", name="Give the hint").click()
    expect(page.locator("#said")).to_contain_text("a hint has 1 to 500 characters")


def test_what_is_said_of_a_form_that_was_replaced_since_is_shown(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    held: list[Route] = []
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.route("**/orders/", lambda route: held.append(route))
    page.goto(f"/runs/{pk}/")
    with page.expect_request("**/orders/"):
        # What comes as the page begins to listen may replace the button between a press and its release.
        page.get_by_role("button", name="Pause").dispatch_event("click")
    site.do("write", pk, 4)
    expect(page.locator("#step-1")).to_be_attached()
    said = '<p id="said" class="said problem" role="status" hx-swap-oob="true">No.</p>'
    with page.expect_response("**/orders/"):
        held[0].fulfill(body=said, content_type="text/html")
    expect(page.locator("#said")).to_have_text("No.")
    assert faults == []


def test_evidence_is_removed_from_its_shelf(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 17)
    page.goto(f"/runs/{pk}/")
    with page.expect_response("**/orders/"):
        page.locator("#evidence-e1").get_by_role("button", name="Remove").click()
    expect(page.locator("#said")).to_be_empty()
    assert site.do("status", pk)[1] == [{"wish": "withdraw_evidence", "evidence": "e1", "reason": ""}]


def test_a_reason_that_is_typed_stays_while_the_run_goes_on(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 17)
    page.goto(f"/runs/{pk}/")
    page.locator("#evidence-e1 summary", has_text="Say why").click()
    page.locator("#evidence-e1 [name=reason]").fill("A forgery")
    page.keyboard.press("Home")
    site.do("write", pk, 1)
    expect(page.locator("#answer")).to_contain_text("It was lit in 1854")
    expect(page.locator("#evidence-e1 [name=reason]")).to_have_value("A forgery")
    expect(page.locator("#evidence-e1 [name=reason]")).to_be_focused()
    page.keyboard.type("Not ")
    expect(page.locator("#evidence-e1 [name=reason]")).to_have_value("Not A forgery")


def test_a_hint_too_long_is_refused_at_its_field(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    page.goto(f"/runs/{pk}/")
    page.fill("#hint", "far " * 200)
    page.get_by_role("button", name="Give the hint").click()
    expect(page.locator("#refused-hint")).to_contain_text("at most 500 characters")
    expect(page.locator("#hint")).to_have_value("far " * 200)
    page.fill("#hint", "It is far.")
    page.get_by_role("button", name="Give the hint").click()
    expect(page.locator("#hint")).to_have_value("")
    expect(page.locator("#refused-hint")).to_be_empty()


def test_a_fork_shares_the_steps_before_it(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    page.locator("#step-2 > details > summary").click()
    page.locator("#step-2").get_by_role("button", name="Fork from here").click()
    expect(page.locator(".asked")).to_contain_text("Forked after step 2 of")
    expect(page.locator(".step")).to_have_count(2)


def test_an_opened_step_is_forked_within_a_few_tabs(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    page.locator("#step-2 > details > summary").focus()
    for key in ("Enter", "Tab", "Tab"):
        page.keyboard.press(key)
    expect(page.locator("#step-2").get_by_role("button", name="Fork from here")).to_be_focused()


def test_the_keys_walk_through_the_steps(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#step-2 > details > summary")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#step-1 > details > summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#step-1 .opened")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator("#evidence")).to_be_focused()


def test_a_replay_shows_one_step_after_the_other(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    page.get_by_role("button", name="Step by step").click()
    expect(page.locator(".step:visible")).to_have_count(1)
    page.get_by_role("button", name="Step by step").click()
    expect(page.locator(".step:visible")).to_have_count(2)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".step:visible")).to_have_count(3)


def test_two_people_in_two_browsers_see_their_own_runs_only(site: Site, sit: Sit) -> None:
    pk = site.do("begin", "ada")
    ada, bob = sit("ada").page, sit("bob").page
    ada.goto(f"/runs/{pk}/")
    expect(ada.locator("h1")).to_have_text("When was this lit?")
    bob.goto(f"/runs/{pk}/")
    expect(bob.locator("h1")).to_have_text("There is nothing here")


def test_a_link_shows_the_run_to_somebody_without_an_account(site: Site, sit: Sit, browser: Browser) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    page.get_by_role("link", name="Share").click()
    page.get_by_role("button", name="Make a link").click()
    address = page.locator(".fresh textarea").input_value()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    visitor = browser.new_context()
    shared = visitor.new_page()
    shared.goto(address)
    expect(shared.locator("#answer")).to_contain_text("It was lit in 1854")
    expect(shared.locator("form")).to_have_count(0)
    shared.locator(".marker").first.click()
    expect(shared).to_have_url(f"{address}#source-1")
    shared.locator(".piece:has(:target) .source").click()
    expect(shared.locator("mark")).to_contain_text("It was lit for the first time in 1854")
    page.locator(".links summary").click()
    page.get_by_role("button", name="Revoke the link").click()
    expect(page.locator(".links li")).to_have_count(0)
    shared.goto(address)
    expect(shared.locator("h1")).to_have_text("This link has ended")
    visitor.close()


def test_a_narrow_page_leads_to_the_parts_that_it_has(site: Site, sit: Sit) -> None:
    page, pk = sit(viewport={"width": 390, "height": 844}).page, site.do("begin", "ada")
    site.do("cancel", pk)
    page.goto(f"/runs/{pk}/")
    expect(page.get_by_role("link", name="Sources", exact=True)).to_be_hidden()
    page.goto(f"/runs/{site.do('decline', 'ada')}/")
    expect(page.get_by_role("link", name="Answer", exact=True)).to_be_visible()


def test_the_file_of_a_run_opens_offline_with_its_pictures_and_citations(
    site: Site, sit: Sit, browser: Browser, tmp_path: Path
) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    page.locator(".save-as summary", has_text="Save").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as one page").click()
    file = tmp_path / "run.html"
    download.value.save_as(file)
    reader = browser.new_context(offline=True)
    offline = reader.new_page()
    offline.goto(file.as_uri())
    expect(offline.locator("#answer")).to_contain_text("It was lit in 1854")
    offline.locator(".marker").first.click()
    expect(offline).to_have_url(re.compile("#"))
    for image in offline.locator("img").all():
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth")
    reader.close()


@pytest.mark.parametrize(("width", "most"), [(1440, 10), (390, 7)])
def test_the_first_citation_is_a_few_tabs_away(site: Site, sit: Sit, width: int, most: int) -> None:
    page, pk = sit(viewport={"width": width, "height": 900}).page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    stops = 0
    while page.locator(".marker:focus").count() == 0:
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= most
    expect(page.locator(".peek")).to_be_visible()


def test_the_answer_moves_before_the_steps_when_a_watched_run_ends(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    page.goto(f"/runs/{pk}/")
    first = page.locator("#bench > :first-child")
    expect(first).to_have_class("aims")
    site.do("write", pk, 99)
    expect(first).to_have_class("findings")


def test_a_step_that_was_opened_stays_open(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 4)
    page.goto(f"/runs/{pk}/")
    page.locator("#step-1 > details > summary").click()
    page.locator("#step-1 > details > summary").click()
    site.do("write", pk, 1)
    expect(page.locator("#step-1 .opened")).to_contain_text("Grey Head lighthouse")
    expect(page.locator("#step-1 .opened")).to_be_visible()


def test_the_end_of_a_run_is_told_in_title_icon_and_a_notice(site: Site, sit: Sit) -> None:
    page, pk = sit(permissions=["notifications"]).page, site.do("begin", "ada")
    page.add_init_script(
        """window.Notification = class extends EventTarget {
          static permission = "granted";
          constructor(title) {
            super();
            document.documentElement.dataset.told = (document.documentElement.dataset.told || "") + title;
          }
        };
        Object.defineProperty(document, "hidden", {value: true, configurable: true});"""
    )
    page.goto(f"/runs/{pk}/")
    expect(page).to_have_title("running · When was this lit? · Sightline")
    site.do("write", pk, 99)
    expect(page).to_have_title("finished · When was this lit? · Sightline")
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("favicon-finished"))
    expect(page.locator("html")).to_have_attribute("data-told", "finished · When was this lit?")
    expect(page.locator("#notices .toast")).to_have_count(0)


def test_a_picture_opens_large_with_arrows_zoom_and_a_way_to_ask(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    page.locator(".asked a.picture").click()
    box = page.locator("#lightbox")
    expect(box.locator("img")).to_have_attribute("src", f"/media/{site.do('picture')}/view/")
    expect(page.locator("#lightbox-at")).to_have_text("1 / 2")
    page.keyboard.press("ArrowRight")
    expect(box.locator("svg.region")).to_be_attached()
    page.keyboard.press("+")
    expect(page.locator("#lightbox-stage.zoomed")).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.locator(".asked a.picture")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ask about this picture").click()
    expect(page.locator("#ask .upload img")).to_have_count(1)


def test_a_narrow_page_has_its_ways_behind_one_button(sit: Sit) -> None:
    page = sit(viewport={"width": 390, "height": 800}).page
    page.goto("/")
    ways = page.locator("#main-nav")
    expect(ways).to_be_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    page.keyboard.press("Tab")
    expect(ways.get_by_role("link", name="Ask")).to_be_focused()
    page.keyboard.press("Escape")
    expect(ways).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(ways).to_be_visible()


def test_paper_has_the_answer_and_no_controls(site: Site, sit: Sit) -> None:
    page, pk = sit().page, site.do("begin", "ada")
    site.do("write", pk, 99)
    page.goto(f"/runs/{pk}/")
    wait_until_ended(page)
    page.emulate_media(media="print")
    expect(page.locator("#answer")).to_contain_text("It was lit in 1854")
    expect(page.locator("#answer")).to_be_visible()
    assert [
        each.text_content() for each in page.locator("button:visible, form:visible, nav:visible").all()
    ] == []
