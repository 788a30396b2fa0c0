"""What becomes of pages: text, facts, pictures, links."""

import pytest

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from agents.web.fetched import Fetched
from agents.web.fetcher import Fetcher
from agents.web.pages.errors import PageUnreadable, Problem
from agents.web.pages.opening import open_page
from agents.web.pages.page import Page
from agents.web.pages.reading import read_page
from tests.support.little_web import KNOWN, Layout, article
from tests.support.office import SLIDE_PICTURE, every_format, pptx, shape
from tests.support.web_server import WebServer, page

STORY = (
    "The keeper of the lighthouse counted nine herons below the northern cliff in the last week of winter. "
    "Nobody had seen so many of them since the harbour was closed, and the council sent letters about it. "
)


class Readers:
    """Reads in this process."""

    def read(self, source: DocumentSource, /) -> ParsedDocument:
        return parse_document(source)


def read(
    content: str | bytes,
    media_type: str = "text/html",
    address: str = "https://a.example/news/1.html",
    charset: str = "",
) -> Page:
    data = content if isinstance(content, bytes) else content.encode()
    return read_page(Fetched(address, address, 200, media_type, data, 0.1, charset), Readers())


def story(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en><head>{head}</head><body><main>{body}</main></body></html>"


@pytest.mark.parametrize("layout", KNOWN, ids=lambda each: each.__name__)
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_articles_are_read_whole(layout: Layout, language: str) -> None:
    told = article(5, language)
    found = read(layout(told))
    missing = [line for line in told.text.split("\n") if line not in found.text.replace(" | ", " ")]
    assert not missing
    shown = [each.address for each in found.pictures if each.offset is not None]
    assert shown == [f"https://a.example{each.address}" for each in told.pictures]
    assert [each.caption for each in found.pictures][: len(shown)] == [each.caption for each in told.pictures]
    assert (found.title, found.author, found.date) == (told.title, told.author, told.date)
    assert found.language == language


def test_tables_are_rows_with_their_header() -> None:
    rows = "<tr><th>Place<th>Year<tr><td>Brekka<td>1871<tr><td>Helle<td>1902"
    assert (
        "Place | Year\nBrekka | 1871\nHelle | 1902"
        in read(story(f"<p>{STORY}<table>{rows}</table><p>{STORY}")).text
    )


def test_pictures_know_their_paragraph() -> None:
    other = STORY.replace("herons", "terns")
    body = f"<h1>Herons</h1><p>{STORY}</p><img src=h.jpg alt='A heron'><p>{other}</p><img src=/t.jpg>"
    first, second = read(story(body)).pictures
    assert (first.address, first.alt) == ("https://a.example/news/h.jpg", "A heron")
    assert (first.paragraph, second.paragraph) == (STORY.strip(), other.strip())


@pytest.mark.parametrize(
    "shown",
    [
        "<img src='data:image/gif;base64,R0' data-src='/big.jpg'>",
        "<img srcset='/small.jpg 300w, /big.jpg 1200w' src='/small.jpg'>",
        "<picture><source srcset='/big.jpg 2x, /small.jpg'><img src='data:image/gif;base64,R0'></picture>",
        "<p><img class=lazy src='data:image/gif;base64,R0'><noscript><img src='/big.jpg'></noscript></p>",
        "<noscript><img src='/big.jpg'></noscript>",
        "<video poster='/big.jpg'></video>",
    ],
)
def test_pictures_that_come_late_are_found(shown: str) -> None:
    pictures = read(story(f"<p>{STORY}</p>{shown}<p>{STORY}")).pictures
    assert [each.address for each in pictures] == ["https://a.example/big.jpg"]


def test_what_counts_visits_is_no_picture() -> None:
    assert read(story(f"<p>{STORY}<img src=/count.gif width=1 height=1>{STORY}")).pictures == ()


def test_links_of_the_text_come_first() -> None:
    source = f"<nav><a href=/home>Home</a></nav><main><p>{STORY}<a href='../b#c'>More</a>{STORY}</main>"
    assert [(each.address, each.text) for each in read(source).links] == [
        ("https://a.example/b", "More"),
        ("https://a.example/home", "Home"),
    ]


def test_links_that_are_no_pages_are_left_out() -> None:
    others = "javascript:x()", "mailto:a@b.c", "http://[", "#d"
    links = "".join(f"<a href='{each}'>a</a>" for each in others)
    assert read(story(f"<p>{STORY}{links}")).links == ()


def test_a_base_moves_every_address() -> None:
    found = read(story(f"<p>{STORY}<img src=a.jpg><a href=b>b</a>", "<base href='https://c.example/d/'>"))
    assert found.pictures[0].address == "https://c.example/d/a.jpg"
    assert found.links[0].address == "https://c.example/d/b"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (story(f"<p>Die Möwe. {STORY}").encode("cp1252"), "windows-1252"),
        (story(f"<p>Die Möwe. {STORY}", "<meta charset=iso-8859-1>").encode("cp1252"), ""),
        (story(f"<p>Die Möwe. {STORY}").encode(), ""),
        (story(f"<p>Die Möwe. {STORY}").encode("utf-16"), ""),
    ],
)
def test_encodings_are_as_declared(content: bytes, charset: str) -> None:
    assert "Die Möwe." in read(content, charset=charset).text


def test_stray_nul_bytes_are_dropped() -> None:
    assert STORY.strip() in read(story(f"<p>{STORY}</p>").replace("herons", "her\0ons")).text


def test_hidden_words_are_not_read() -> None:
    found = read(
        story(f"<p>{STORY}</p><p style='display:none'>{STORY.replace('herons', 'dragons')}</p><p>{STORY}")
    )
    assert "dragons" not in found.text


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        ('{"title": "Nests", "place": {"name": "Helle"}}', "application/json", "place.name: Helle"),
        ('[{"place": "Helle", "count": 9}, {"place": "Gjógv"}]', "application/json", "Helle | 9"),
        ("place,count\nHelle,9\nBrekka,7\n", "text/csv", "Helle | 9"),
        ("The herons of Helle came back early.", "text/plain", "The herons of Helle came back early."),
        ("# Herons\n\nThe herons came back to Helle.", "text/markdown", "The herons came back to Helle."),
        ("<rss><channel><title>Birds</title><item><title>Herons are back</title><link>https://b.example/1</link>"
         "<description>&lt;p&gt;Nine of them.&lt;/p&gt;</description></item></channel></rss>",
         "application/rss+xml", "Nine of them."),
        ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Birds</title><entry><title>Herons"
         "</title><link href='https://b.example/1'/><summary>Nine of them came.</summary></entry></feed>",
         "text/xml", "Nine of them came."),
        ("<!doctype html><p>Herons came to Helle.", "application/octet-stream", "Herons came to Helle."),
    ],
)  # fmt: skip
def test_other_types_have_readers(content: str, media_type: str, said: str) -> None:
    assert said in read(content, media_type, "https://a.example/data").text


def test_entries_of_feeds_are_links() -> None:
    entry = "<item><title>Herons are back</title><link>https://b.example/1</link></item>"
    feed = f"<rss><channel><title>Birds</title>{entry}</channel></rss>"
    assert [each.address for each in read(feed, "application/rss+xml").links] == ["https://b.example/1"]


def test_pictures_are_not_pages() -> None:
    with pytest.raises(PageUnreadable, match="look at it as a picture") as caught:
        read(b"\x89PNG", "image/png")
    assert caught.value.problem == Problem.PICTURE


def test_unknown_formats_say_so() -> None:
    with pytest.raises(PageUnreadable) as caught:
        read(b"MZ\x90", "application/x-msdownload", "https://a.example/setup.exe")
    assert caught.value.problem == Problem.FORMAT


def test_moved_pages_are_followed(server: WebServer, fetcher: Fetcher) -> None:
    sends_on = b"<meta http-equiv=Refresh content='0; url=/new'>Moved."
    server.pages["/old"] = page(sends_on, media_type="text/html")
    server.pages["/new"] = page(story(f"<p>{STORY}").encode(), media_type="text/html")
    found = open_page("http://a.example/old", fetcher, Readers())
    assert (found.asked, found.address) == ("http://a.example/old", "http://a.example/new")
    assert "nine herons" in found.text


def test_a_move_gives_no_encryption_up() -> None:
    asked: list[str] = []

    class Sending:
        """Answers every address with a page that sends on to one that is not encrypted."""

        def fetch(self, url: str, **_keys: object) -> Fetched:
            asked.append(url)
            sends_on = b"<meta http-equiv=refresh content='0; url=http://a.example/new'>"
            return Fetched(url, url, 200, "text/html", sends_on, 0.1)

        def post_json(self, url: str, body: object, **_keys: object) -> Fetched:
            raise NotImplementedError

    with pytest.raises(PageUnreadable, match="only sends on to http://a.example/new"):
        open_page("https://a.example/old", Sending(), Readers())
    assert asked == ["https://a.example/old"]


def test_moves_end(server: WebServer, fetcher: Fetcher) -> None:
    for here, there in (("a", "b"), ("b", "a")):
        sends_on = f"<meta http-equiv=refresh content='0; url=/{there}'>"
        server.pages[f"/{here}"] = page(sends_on.encode(), media_type="text/html")
    with pytest.raises(PageUnreadable, match="only sends on"):
        open_page("http://a.example/a", fetcher, Readers())


@pytest.mark.parametrize("name", every_format())
def test_files_are_read_by_their_name(name: str) -> None:
    data = every_format()[name]
    found = read(data, "application/octet-stream", f"https://a.example/files/{name}?v=1")
    assert found.text == parse_document(DocumentSource(data, name)).text


def test_pictures_of_a_file_come_with_it() -> None:
    slides = pptx([shape(STORY) + SLIDE_PICTURE])
    (shown,) = read(slides, "application/octet-stream", "https://a.example/talk.pptx").pictures
    assert (shown.address, shown.alt) == ("https://a.example/talk.pptx#figure-1.png", "a red tower")
    assert shown.content.startswith(b"\x89PNG")
    assert shown.paragraph == STORY.strip()


def test_the_year_of_a_copyright_is_no_day() -> None:
    assert read(story(f"<p>{STORY}</p><footer>© 2019 Tide Lines</footer>")).date == ""


def test_a_page_of_frames_leads_to_them() -> None:
    links = read(story(f"<p>{STORY}</p><iframe src=/inner title='The map'></iframe>")).links
    assert [(each.address, each.text) for each in links] == [("https://a.example/inner", "The map")]


def test_a_page_may_call_another_address_its_own() -> None:
    found = read(story(f"<p>{STORY}", "<link rel=canonical href='/herons'>"))
    assert (found.canonical, found.address) == ("https://a.example/herons", "https://a.example/news/1.html")


def test_words_that_cannot_be_stored_are_mended() -> None:
    assert read(r'{"title": "a\ud800b\u0000", "x": "\ud800"}', "application/json").title == "a\ufffdb"


def test_pages_that_announce_others_are_read_as_that() -> None:
    items = "".join(f"<div><h3><a href=/{n}>Story {n}</a></h3><p>{STORY}</p></div>" for n in range(4))
    assert "Story 3" in read(story(items)).text


def test_what_announces_others_is_no_article() -> None:
    other = STORY.replace("herons", "terns")
    teaser = f"<div><h3><a href=/2>Terns</a></h3><p>{other}</p></div>"
    found = read(story(f"<h1>Herons</h1><p>{STORY}</p><p>{STORY}</p><p>{STORY}</p>{teaser}"))
    assert "terns" not in found.text
    assert "Terns" not in found.text
