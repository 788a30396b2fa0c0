"""Bytes of a text file to characters."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from agents.documents.errors import UnreadableDocument
from agents.documents.text.guessing import guess_encoding
from media_store.messages import message as _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # UTF-32's mark begins with UTF-16's, so it comes first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LABELS = {
    label: encoding
    for encoding, labels in {
        "utf-8": "utf-8 utf8 unicode-1-1-utf-8 utf-16 utf-16le utf-16be",
        "cp1252": "windows-1252 cp1252 iso-8859-1 iso8859-1 iso_8859-1 latin1 l1 ascii us-ascii",
        "cp1250": "windows-1250 cp1250", "iso8859_2": "iso-8859-2 iso8859-2 latin2",
        "cp1251": "windows-1251 cp1251", "koi8_r": "koi8-r koi8", "koi8_u": "koi8-u", "cp866": "ibm866 cp866",
        "iso8859_5": "iso-8859-5", "cp1253": "windows-1253 cp1253", "iso8859_7": "iso-8859-7",
        "cp1254": "windows-1254 cp1254 iso-8859-9 latin5", "cp1255": "windows-1255 cp1255",
        "iso8859_8": "iso-8859-8 iso-8859-8-i", "cp1256": "windows-1256 cp1256", "iso8859_6": "iso-8859-6",
        "cp1257": "windows-1257 cp1257", "iso8859_4": "iso-8859-4", "iso8859_10": "iso-8859-10",
        "iso8859_13": "iso-8859-13", "iso8859_15": "iso-8859-15 latin9", "iso8859_16": "iso-8859-16",
        "cp1258": "windows-1258 cp1258", "cp874": "windows-874 cp874 tis-620 iso-8859-11",
        "mac_roman": "macintosh mac x-mac-roman", "mac_cyrillic": "x-mac-cyrillic",
        "gb18030": "gb18030 gbk gb2312 gb_2312-80 x-gbk cp936", "big5hkscs": "big5 big5-hkscs cp950",
        "cp932": "shift_jis shift-jis sjis x-sjis windows-31j cp932 ms932", "euc_jp": "euc-jp x-euc-jp",
        "iso2022_jp": "iso-2022-jp", "cp949": "euc-kr ks_c_5601-1987 windows-949 cp949",
    }.items()
    for label in labels.split()
}  # fmt: skip
"""What files declare, as browsers read it (WHATWG Encoding, section 4.2); no other codec of Python is used.

Whoever can read "utf-16" in a file byte by byte does not read UTF-16.
"""
_NAMES = {
    "gb18030": "GB 18030 (Chinese)", "big5hkscs": "Big5 (Chinese)", "cp932": "Shift JIS (Japanese)",
    "cp949": "EUC-KR (Korean)", "iso2022_jp_3": "ISO-2022-JP", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
}  # fmt: skip

_META = re.compile(rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""\A\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]+)["']""")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_PARAMETER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_MARKUP_HEAD_BYTES = 4_096
_MIN_WIDE_BYTES = 8
_SHIFTS = (b"\x1b$B", b"\x1b$@", b"\x1b(J", b"\x1b(I")
"""What begins Japanese in ISO-2022-JP, all of whose bytes are ASCII."""

_SOUND_PER_DAMAGED = 8
"""A text with so many sound characters of UTF-8 for each damaged one is UTF-8 that was damaged."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text with plain line ends, its encoding, and what was doubtful about that, as sentences."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def declared_in_type(media_type: str) -> str:
    """The encoding that a media type declares, as in `text/html; charset=utf-8`; "" if it does not."""
    found = _PARAMETER.search(media_type.partition(";")[2])
    return found[1] if found else ""


def declared_in_markup(data: bytes) -> str:
    """The encoding that an HTML or XML file declares at its beginning; "" if it does not."""
    head = data[:_MARKUP_HEAD_BYTES]
    found = _XML.search(head) or _META.search(_COMMENT.sub(b"", head))
    return found[1].decode("ascii") if found else ""


def with_mark(data: bytes, declared: str) -> bytes:
    """A text whose encoding was declared beside it, as in an HTTP header, as bytes that say it themselves.

    Bytes that are not what is declared, and those that say it already, stay as they are.
    """
    encoding = _LABELS.get(declared.lower(), "")
    if not encoding or data.isascii() or any(data.startswith(mark) for mark, _ in _MARKS):
        return data
    text = _strictly(data, encoding)
    return data if text is None else text.encode("utf-8-sig")


def decode_text(data: bytes, declared: Iterable[str] = ()) -> DecodedText:
    """The text by its byte order mark, else by what is declared, else as UTF-8, else by what is likely.

    `declared` are names of encodings, the most trusted first; one that is unknown, or that the bytes are not,
    is dropped with a note. Raises UnreadableDocument. The result never holds a NUL, which PostgreSQL cannot
    store.
    """
    notes: list[str] = []
    text, encoding = _decode(data, [each for each in declared if each], notes)
    if "\0" in text:
        raise UnreadableDocument(_("This file holds binary data, not text."))
    return DecodedText(text.replace("\r\n", "\n").replace("\r", "\n"), encoding, tuple(notes))


def _decode(data: bytes, declared: list[str], notes: list[str]) -> tuple[str, str]:
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if marked:
        try:
            return data.decode(marked), marked
        except UnicodeDecodeError as error:
            raise UnreadableDocument(
                _(
                    "This file says that it is %(encoding)s, but it is damaged. Save it again.",
                    encoding=marked,
                )
            ) from error
    dropped = ""
    for label in declared:
        encoding = _LABELS.get(label.lower(), "")
        text = _strictly(data, encoding) if encoding else None
        if text is not None:
            return text, encoding
        dropped = dropped or label
    text, encoding, doubt = _undeclared(data)
    if dropped and encoding != _LABELS.get(dropped.lower()):
        notes.append(
            _(
                "It declares the encoding %(declared)s, which its bytes are not; it was read as %(read)s.",
                declared=dropped[:40],
                read=_name(encoding),
            )
        )
    if doubt:
        notes.append(doubt)
    return text, encoding


def _undeclared(data: bytes) -> tuple[str, str, str]:
    """Text, encoding, and a sentence if that is doubtful."""
    likely = ["utf-8"]
    if any(map(data.__contains__, _SHIFTS)):
        likely.insert(0, "iso2022_jp_3")
    # In UTF-16 without its mark every other byte of most letters is zero.
    head = data[:1_000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    is_even = len(data) >= _MIN_WIDE_BYTES and len(data) % 2 == 0
    if is_even and max(even, odd) * 5 >= len(head) and not min(even, odd):
        likely.insert(0, "utf-16-be" if even else "utf-16-le")
    for encoding in likely:
        text = _strictly(data, encoding)
        if text is not None:
            return text, encoding, ""
    patched = data.decode("utf-8", errors="replace")
    damaged = patched.count("\ufffd")
    if sum(1 for character in patched if character > "\x7f") >= (_SOUND_PER_DAMAGED + 1) * damaged:
        return patched, "utf-8", _("%(count)s of its characters are damaged.", count=damaged)
    if b"\0" in data:
        raise UnreadableDocument(_("This file holds binary data, not text."))
    guess = guess_encoding(data)
    if guess is None:
        raise UnreadableDocument(_("The encoding of this file cannot be told. Save it as UTF-8."))
    name = _name(guess.encoding)
    doubt = _(
        "Its encoding is a guess: %(encoding)s. If it reads wrong, save it as UTF-8 and bring it in again.",
        encoding=name,
    )
    return data.decode(guess.encoding), guess.encoding, "" if guess.is_sure else doubt


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _name(encoding: str) -> str:
    return _NAMES.get(encoding, encoding.replace("_", "-"))
