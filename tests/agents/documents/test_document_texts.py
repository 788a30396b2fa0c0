"""Markdown, HTML and plain text become the text that a reader sees."""

import pytest

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.errors import UnreadableDocument
from agents.documents.parsing import parse_document


def parse(data: bytes, name: str) -> ParsedDocument:
    return parse_document(DocumentSource(data, name))


def text_of(source: str | bytes, name: str = "a.md") -> str:
    data = source if isinstance(source, bytes) else source.encode()
    return parse(data, name).text


def test_markdown_keeps_headings_lists_tables_and_code() -> None:
    source = (
        '# Herons\n\nThey *wade* in\n[water](http://a.org "t").\n\n- grey\n- white\n  - small\n\n'
        "| kind | legs |\n|---|---|\n| grey | 2 |\n\n```\nwade()\n\nwait()\n```\n"
    )
    assert text_of(source) == (
        "Herons\n\nThey wade in water.\n\ngrey\nwhite\nsmall\n\nkind | legs\ngrey | 2\n\nwade()\nwait()"
    ).replace("They wade in water.\n\ngrey", "They wade in water.\ngrey")


def test_markdown_titles_come_from_front_matter_or_the_main_heading() -> None:
    assert parse(b"---\ntitle: 'Waders'\ntags: x\n---\n# Herons\n\nText.", "a.md").title == "Waders"
    assert parse(b"## Small\n\n# *Main* one\n\nText.", "a.md").title == "Main one"
    assert parse(b"Just text.", "dir/grey_heron-facts.md").title == "grey heron facts"


def test_html_drops_what_is_not_for_reading() -> None:
    source = (
        "<?xml version='1.0'?><html><head><title>The  heron</title><style>p{}</style></head><body>"
        "<nav>menu</nav><script>alert(1)</script><template>later</template><!-- hidden -->"
        "<h1>Heron</h1><p>A <b>grey</b> bird<br>that wades.</p><ul><li>one</li><li>two</li></ul>"
        "<table><tr><th>kind</th><td>grey</td></tr></table></body></html>"
    )
    parsed = parse(source.encode(), "a.html")
    assert parsed.title == "The heron"
    assert parsed.text == "Heron\n\nA grey bird\nthat wades.\n\none\ntwo\n\nkind | grey"


def test_html_that_nests_deeper_than_python_may_recurse_is_read() -> None:
    assert text_of("<div>" * 5000 + "deep" + "</div>" * 5000, "a.htm") == "deep"


def test_plain_text_keeps_its_lines() -> None:
    assert text_of("One\r\ntwo\r\n\r\n\r\n  three  \n", "a.txt") == "One\ntwo\n\nthree"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_text_is_read_in_its_own_encoding(encoding: str) -> None:
    text = (
        "Die Möwe fliegt über die Küste, während der Reiher am Ufer steht und lange auf Fische wartet. " * 4
    )
    data = text.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    assert text_of(data, "a.txt") == text.strip()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"abc\x00def", "binary data"),
        (b"\xff\xfe\x00\xd8a", "damaged"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableDocument, match=sentence):
        text_of(data, "a.txt")


def test_offsets_of_headings_and_pictures_are_those_of_the_text() -> None:
    source = "# One\n\nBefore ![a heron](h.png) after.\n\n<img src='g.png' alt='a gull'>\n\n## Two\n\nEnd."
    parsed = parse(source.encode(), "a.md")
    assert [parsed.text[offset:].split("\n")[0] for offset in parsed.headings] == ["One", "Two"]
    heron, gull = parsed.pictures
    assert (heron.address, heron.alt) == ("h.png", "a heron")
    assert parsed.text[heron.offset :].startswith("after.")
    assert (gull.address, gull.alt) == ("g.png", "a gull")
    assert parsed.text[gull.offset :].lstrip().startswith("Two")


def test_a_short_western_text_is_not_taken_for_a_baltic_one() -> None:
    assert "Jérôme" in parse("# Mill\n\nIts owner was Jérôme Fasch.".encode("latin-1"), "a.md").text


def test_a_number_entity_without_end_is_one_character() -> None:
    assert text_of(f"<p>a&#{'9' * 5_000};b</p>", "a.html") == "a\ufffdb"


def test_tags_that_nest_without_end_lose_no_word() -> None:
    assert text_of("<b>t " * 20_000, "a.html").count("t") == 20_000
