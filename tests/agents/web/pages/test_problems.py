"""Pages that are not what they promise: each ends in a sentence to act on, or says what is missing."""

import pytest

from agents.documents.readers.web.page import MAX_PAGE_BYTES
from agents.web.pages.errors import PageUnreadable, Problem
from tests.agents.web.pages.test_pages import STORY, read, story

APP = "<!doctype html><title>Shop</title><div id=root></div><script src=/app.js></script>"
COOKIES = (
    "<!doctype html><title>News</title><body><div class=wall><p>We and our 312 partners use cookies to store "
    "data.</p><button>Accept all</button><button>Reject all</button></div>"
)
LONG = f"<p>{STORY * 4}</p>" * 4


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (
            story("<h1>404</h1><p>Page not found. It may have been moved.", "<title>Tide Lines</title>"),
            "missing",
        ),
        (story("<h1>Seite nicht gefunden</h1><p>Versuchen Sie es mit der Suche."), "missing"),
        (story("<h1>Página no encontrada</h1><p>Vuelva al inicio."), "missing"),
        (story("<p>找不到该网页，请返回首页。"), "missing"),
        (
            story("<p>Checking if the site connection is secure", "<title>Just a moment...</title>"),
            "robot_check",
        ),
        (story("<h1>Access denied</h1><p>You do not have permission."), "robot_check"),
        (APP, "script"),
        (f"{APP}<noscript>You need to enable JavaScript to run this app.</noscript>", "script"),
        ("<!doctype html><body><p>Please enable JavaScript.</p><script>1</script>", "script"),
        (COOKIES, "consent"),
        ("<!doctype html><body><p>Wir verwenden Cookies. Bitte alle akzeptieren oder ablehnen.", "consent"),
        (story("<h1>Sign in</h1><form><input name=a><input type=password></form>"), "sign_in"),
        (story("<p>Melden Sie sich an, um weiterzulesen."), "sign_in"),
        (
            story("<h1>Herons</h1><p>Nine came.</p><p>Subscribe to continue reading. Already a subscriber?"),
            "paywall",
        ),
        (story("<h1>Reiher</h1><p>Jetzt weiterlesen mit dem Abo."), "paywall"),
        ("", "empty"),
        ("<!doctype html><body><img src=a.jpg>", "empty"),
    ],
)
def test_what_is_in_the_way_is_told(source: str, problem: str) -> None:
    with pytest.raises(PageUnreadable) as caught:
        read(source)
    assert caught.value.problem == Problem(problem)


@pytest.mark.parametrize(
    ("wall", "said"),
    [
        ("<div class=paywall>Subscribe to continue reading.</div>", "the rest is for those who pay"),
        ("<p>Please sign in to comment.</p>", "more to those who sign in"),
    ],
)
def test_a_beginning_is_read_and_said_to_be_one(wall: str, said: str) -> None:
    found = read(f"<!doctype html><body><article><h1>Herons</h1><p>{STORY}</p><p>{STORY}</p></article>{wall}")
    assert "nine herons" in found.text
    assert any(said in note for note in found.notes)


def test_an_article_that_is_marked_as_paid_says_so() -> None:
    facts = "<script type='application/ld+json'>{\"isAccessibleForFree\": false}</script>"
    assert any("those who pay" in note for note in read(story(LONG, facts)).notes)


@pytest.mark.parametrize(
    "words",
    [
        "The server answered 404, which means that a page was not found.",
        "Each site asks you to accept cookies.",
        "Enable JavaScript, it said.",
        "Are you a robot? asked the captcha.",
        "Subscribe to continue reading, said the wall.",
    ],
)
def test_articles_about_walls_are_articles(words: str) -> None:
    found = read(story(f"<h1>What stands in the way</h1>{LONG}<p>{words} {STORY}</p>"))
    assert words in found.text
    assert found.notes == ()


@pytest.mark.parametrize("heading", ["***", "Room 404", "The 404 error", "Not found: a novel"])
def test_headings_that_only_look_like_errors_are_none(heading: str) -> None:
    assert read(story(f"<h1>{heading}</h1>{LONG}")).text


def test_endless_pages_end() -> None:
    line = f"<p>{STORY}</p>".encode()
    source = story("").encode() + line * (MAX_PAGE_BYTES // len(line) + 10)
    found = read(source)
    assert any("4 MiB" in note for note in found.notes)
    assert found.text.startswith("The keeper")


def test_where_a_page_goes_on_is_told() -> None:
    found = read(story(f"<p>{STORY}", "<link rel=next href='/news/2.html'>"))
    assert found.next == "https://a.example/news/2.html"
    assert found.notes == ("It goes on at https://a.example/news/2.html.",)


def test_a_question_about_cookies_beside_an_article_is_no_wall() -> None:
    banner = "<div id=consent><p>This site uses cookies.</p><button>Accept all cookies</button></div>"
    found = read(f"<!doctype html><body>{banner}<article><h1>Herons</h1><p>{STORY}</p></article>")
    assert "nine herons" in found.text
    assert found.notes == ()


def test_a_long_question_about_cookies_is_a_wall() -> None:
    asked = (
        "We and our 312 partners store cookies on your device to measure content and know your preferences. "
        "With your consent we and our partners use cookies for precise location. You may change your consent "
        "in our privacy settings, and some partners do not ask for your consent. "
    )
    with pytest.raises(PageUnreadable) as caught:
        read(f"<!doctype html><body><div><p>{asked * 2}</p><button>Accept</button></div>")
    assert caught.value.problem == Problem.CONSENT


def test_headers_that_offer_to_sign_in_are_no_wall() -> None:
    menu = "<header><a href=/in>Log in</a> <a href=/up>Sign up</a> <a href=/n>Newsletter</a></header>"
    found = read(f"<!doctype html><body>{menu}<article><h1>Herons</h1><p>{STORY}</p></article>")
    assert found.notes == ()
