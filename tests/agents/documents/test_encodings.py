"""What a file declares is believed while it can be true; what it does not say is told by what is likely."""

from collections.abc import Iterator

import pytest

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from agents.documents.text.decoding import decode_text

SENTENCES = {
    "German": ("Zürich Größe, an der Möwenstraße", "cp1252 cp850 mac_roman"),
    "French": ("Son propriétaire était Jérôme à l’été", "cp1252 mac_roman"),
    "prices": ("Der Eintritt kostet 5 €, für Gäste 3 €", "cp1252 iso8859_15"),
    "Spanish": ("La estación abrió en el año 1996 y la compañía cambió su dirección", "cp1252"),
    "Danish": ("Blåbærgrød på øen", "cp1252"),
    "Polish": ("Zażółć gęślą jaźń, książka", "cp1250 iso8859_2"),
    "Czech": ("Příliš žluťoučký kůň úpěl", "cp1250 iso8859_2"),
    "Hungarian": ("Árvíztűrő tükörfúrógép", "cp1250"),
    "Turkish": ("İstanbul’da bir köprü açıldı, şehir ışığı", "cp1254"),
    "Lithuanian": ("Žvejų uostas šalia ežero, ąžuolas", "cp1257"),
    "Russian": ("Вокзал открыт в 1996 году.", "cp1251 koi8_r cp866 iso8859_5"),
    "Ukrainian": ("Вокзал відкрито у 1996 році, київська вежа", "cp1251 koi8_u"),
    "Greek": ("Ο σταθμός άνοιξε το 1996", "cp1253 iso8859_7"),
    "Hebrew": ("התחנה נפתחה בשנת 1996", "cp1255 iso8859_8"),
    "Arabic": ("افتتحت المحطة في القاهرة", "cp1256 iso8859_6"),
    "Thai": ("แม่น้ำไหลผ่านกรุงเทพ", "cp874"),
    "Chinese": ("西站是1996年开始启用的。", "gb18030"),
    "Traditional Chinese": ("車站於一九九六年啟用。", "big5hkscs"),
    "Japanese": ("駅は1914年に開業した。", "cp932 euc_jp iso2022_jp"),
    "Korean": ("서울역은 1925년에 문을 열었다.", "cp949"),
}


def cases() -> Iterator[tuple[str, str]]:
    for text, encodings in SENTENCES.values():
        for encoding in encodings.split():
            yield text, encoding


@pytest.mark.parametrize(("text", "encoding"), list(cases()))
def test_a_sentence_is_read_in_its_encoding(text: str, encoding: str) -> None:
    decoded = decode_text(text.encode(encoding))
    assert (decoded.text, decoded.notes) == (text, ())


@pytest.mark.parametrize(("text", "encoding"), [("火车", "gb18030"), ("Вокзал", "cp1251"), ("été", "cp1250")])
def test_a_word_alone_is_read_rightly_or_noted(text: str, encoding: str) -> None:
    decoded = decode_text(text.encode(encoding))
    assert decoded.text == text or "is a guess" in decoded.notes[0]


def test_bytes_of_no_language_are_noted() -> None:
    assert "is a guess" in decode_text(bytes(range(0xA1, 0xFF))).notes[0]


def parse(data: bytes, name: str = "a.html", declared_type: str = "") -> ParsedDocument:
    return parse_document(DocumentSource(data, name, declared_type))


GREEK = "<p>Ο σταθμός</p>"


@pytest.mark.parametrize(
    ("head", "declared_type"),
    [
        ('<meta charset="windows-1253">', ""),
        ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1253'>", ""),
        ('<?xml version="1.0" encoding="windows-1253"?>', ""),
        ("", "text/html; charset=windows-1253"),
        ('<meta charset="koi8-r">', 'text/html; charset="Windows-1253"'),
        ('<!-- <meta charset="koi8-r"> --><meta charset="windows-1253">', ""),
    ],
)
def test_what_a_page_declares_wins(head: str, declared_type: str) -> None:
    parsed = parse((head + GREEK).encode("cp1253"), declared_type=declared_type)
    assert (parsed.text, parsed.notes) == ("Ο σταθμός", ())


def test_a_byte_order_mark_wins_over_all() -> None:
    page = ('<meta charset="koi8-r">' + GREEK).encode("utf-8-sig")
    assert parse(page, declared_type="text/html; charset=ascii").text == "Ο σταθμός"


@pytest.mark.parametrize("declared", ["utf-8", "shift_jis", "no-such-thing", "zlib", "unicode_escape"])
def test_a_false_declaration_is_dropped_with_a_note(declared: str) -> None:
    parsed = parse(f'<meta charset="{declared}"><p>Ο σταθμός άνοιξε'.encode("cp1253"))
    assert parsed.text == "Ο σταθμός άνοιξε"
    assert parsed.notes == (
        f"It declares the encoding {declared}, which its bytes are not; it was read as cp1253.",
    )


def test_damaged_utf8_stays_utf8() -> None:
    sound = "Die Möwe fliegt über die Küste der größten Förde, schön für Gäste, die früh dösen."
    decoded = decode_text(sound.encode() + b"\xff")
    assert (decoded.text, decoded.notes) == (sound + "\ufffd", ("1 of its characters are damaged.",))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read(encoding: str) -> None:
    assert decode_text("Die Möwe fliegt".encode(encoding)).text == "Die Möwe fliegt"
