"""Every page by the person who sees it, as addresses; what is done there; routes without a page."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Request, Route

from tests.browser.names import ADMINISTRATOR, CLOSED_OUT, CURATOR

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Look:
    """A page by its address, whose `{names}` are things on the site, and what is done there."""

    address: str
    act: Act | None = None

    def __str__(self) -> str:
        return f"{self.address} {self.act.__name__ if self.act else ''}".rstrip()


def palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator("#palette a[aria-current]").wait_for()


def keys(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#keys").wait_for()


def lightbox(page: Page) -> None:
    page.locator("a.picture[data-view]:visible").first.click()
    page.locator("#lightbox img").wait_for()


def first_source(page: Page) -> None:
    page.locator("#answer .marker").first.click()
    page.locator("#beside mark").wait_for()


def second_source(page: Page) -> None:
    page.locator("#answer .marker").nth(1).click()
    page.locator("#beside .light-table").wait_for()


def citation(page: Page) -> None:
    page.locator("#answer .marker").first.focus()
    page.locator(".peek").wait_for()


def picture_chosen(page: Page) -> None:
    page.locator(".tile input").first.check()
    page.locator("#bulk button.primary").wait_for()


def pair_decided(page: Page) -> None:
    page.keyboard.press("1")
    page.locator("#decided-title").wait_for()


def trash_emptied(page: Page) -> None:
    page.locator("button[name=all]").click()
    page.locator("[name=confirmed]").wait_for(state="attached")


def link_made(page: Page) -> None:
    page.locator("#sharing .make button").click()
    page.locator("#sharing .fresh textarea").wait_for()


def nothing_asked(page: Page) -> None:
    page.locator("#ask button.primary").click()
    page.locator("#ask .problem").wait_for()


def no_reason(page: Page) -> None:
    _submit(page, "main form")


def wrong_token(page: Page) -> None:
    page.locator("[name=csrfmiddlewaretoken]").first.evaluate("field => { field.value = 'x'; }")
    _submit(page, "form:has([name=csrfmiddlewaretoken])")


def too_many_passwords(page: Page) -> None:
    page.fill("[name=username]", CLOSED_OUT)
    page.fill("[name=password]", "not this one")
    with page.expect_navigation():
        page.locator("main button").click()


def saved_as_a_page(page: Page) -> None:
    """What the address gives to keep, opened as it is from a disk."""
    text = page.request.get(page.url + "export/html/").text()

    def give(route: Route, request: Request) -> None:
        route.fulfill(body=text, content_type="text/html; charset=utf-8")

    page.route("**/saved/", give)
    page.goto("/saved/")


def _submit(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.evaluate("form => HTMLFormElement.prototype.submit.call(form)")


def looks(*addresses: str | tuple[str, Act]) -> list[Look]:
    return [Look(each) if isinstance(each, str) else Look(*each) for each in addresses]


RUN = "/runs/{whole}/"
STATES = ("running", "paused", "interrupted", "cancelled", "failed")
FORMS = ("table", "pictures", "yes_no", "fact")
ASKERS = looks(
    ("/", palette), ("/", keys), ("/", nothing_asked), "/?uid={uid}", "/account/", "/account/password/",
    *(f"/runs/{{{name}}}/" for name in (*STATES, *FORMS, "no", "fork", "follower")),
    (RUN, citation), (RUN, first_source), (RUN, second_source), (RUN, lightbox), (RUN, saved_as_a_page),
    *(f"{RUN}{part}/" for part in ("tree", "timeline", "delete")), (f"{RUN}shares/", link_made),
    "/runs/", "/runs/?status=failed", "/runs/?text=nothing+has+these+words",
    "/runs/compare/?left={whole}&right={fork}", "/search/?text=lighthouse", "/search/?uid={uid}",
    "/documents/{document}/?start=72&end=149", "/sources/document/{document}/?start=72&end=149",
    "/documents/{paper}/?start=0&end=11", "/pictures/{uid}/?box=400,250,600,900",
    "/?sources=web", "/runs/{web}/", "/sources/page/{web_page}/?start={quote_start}&end={quote_end}",
    "/pictures/{web_uid}/", "/pictures/{uid}/similar/", "/corpora/pier/", "/corpora/pier/documents/",
    "/no-such-page/", ("/account/", wrong_token),
    *(f"/errors/{kind}/" for kind in ("400", "403", "500", "503", "busy")),
)  # fmt: skip
TABS = (
    "settings", "documents", "imports", "imports/{import}", "duplicates", "jobs", "jobs/{job}/compare",
    "health", "history", "trash", "pictures/{picture}",
)  # fmt: skip
CURATORS = looks(
    "/corpora/", "/corpora/-/new/", "/corpora/-/jobs/", *(f"/corpora/pier/{tab}/" for tab in TABS),
    "/corpora/pier/search/?text=lighthouse", ("/corpora/pier/", picture_chosen),
    "/corpora/pier/?tag=tower&changed={change}", "/corpora/pier/?tag=nothing", "/corpora/look/duplicates/",
    ("/corpora/look/duplicates/", pair_decided), "/corpora/{trashed}/", "/corpora/{trashed}/trash/",
    ("/corpora/{trashed}/trash/", trash_emptied),
)  # fmt: skip
ADMINISTRATORS = looks(("/runs/{whole}/open/", no_reason), "/runs/")
LINK = "/shared/{token}/"
VISITORS = looks(
    "/sign-in/", ("/sign-in/", too_many_passwords), LINK, f"{LINK}pictures/{{uid}}/",
    f"{LINK}documents/{{document}}/?start=72&end=149",
    f"{LINK}sources/document/{{document}}/?start=72&end=149", "/shared/nobody-knows-it/",
)  # fmt: skip
LOOKS = {"ada": ASKERS, CURATOR: CURATORS, ADMINISTRATOR: ADMINISTRATORS, "": VISITORS}
"""The administration's own pages are listed by the site, since they follow from what is registered there."""

NO_PAGES = {
    "runs:steps": ("/runs/{whole}/steps/?after=0", "further steps of the page of a run"),
    "runs:step-events": ("/runs/{whole}/steps/1/events/", "what a step of the page of a run was made from"),
    "runs:export": ("/runs/{whole}/export/json/", "a file to keep; as a page it is looked at above"),
    "runs:shared-media": (f"{LINK}media/{{uid}}/view/", "a picture"),
    "media:rendition": ("/media/{uid}/view/", "a picture"),
    "runs:document-page": ("/documents/{paper}/pages/1/", "a picture of a page"),
    "notices:ended": ("/notices/", "what ended meanwhile, for a script"),
    "search:palette": ("/search/palette/", "what the palette shows"),
    "curation:import-file": ("/corpora/pier/imports/{import}/file/", "what was received, for a script"),
    "curation:tags": ("/corpora/pier/tags/", "tags to choose from, for a script"),
    "curation:notes": ("/corpora/pier/pictures/{picture}/notes/", "region notes, for a script"),
    "healthz": ("/healthz", "for watchers"),
    "admin:jsi18n": ("/admin/jsi18n/", "words for a script"),
    "admin:autocomplete": (
        "/admin/autocomplete/?app_label=corpora&model_name=corpus&field_name=curators",
        "choices for a script",
    ),
    "admin:view_on_site": ("/admin/r/1/1/", "nothing in it has a page on the site"),
}
"""Routes whose answers are no pages of their own, each with an address that proves it and what it is; those
that only take a form or lead elsewhere need not stand here."""
