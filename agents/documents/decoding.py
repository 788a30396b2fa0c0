"""Bytes of a text file to characters."""

import codecs
import re

import charset_normalizer

from agents.documents.errors import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # UTF-32's mark begins with UTF-16's, so it comes first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_HIGH = re.compile(rb"[\x80-\xff]+")
ENOUGH_TO_GUESS = 32
"""Letters outside ASCII from which a guess among encodings is better than none."""


def decode_text(data: bytes) -> str:
    """The text with plain line ends: by its byte order mark, else UTF-8, else the likeliest encoding.

    Raises UnreadableDocument. The result never holds a NUL, which PostgreSQL cannot store.
    """
    text = _decode(data)
    if "\0" in text:
        raise UnreadableDocument("This file holds binary data, not text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise UnreadableDocument(
                f"This file says that it is {encoding}, but it is damaged. Save it again."
            ) from error
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise UnreadableDocument("The encoding of this file cannot be told. Save it as UTF-8.")
    return _as_western(data) or str(best)


def _as_western(data: bytes) -> str:
    """The text in the encoding that Windows writes in the West; empty when it looks like another one.

    A few accented letters, each between plain ones, look the same in dozens of encodings: guesses are mostly
    wrong there. Other scripts come in runs.
    """
    runs = _HIGH.findall(data)
    if len(runs) >= ENOUGH_TO_GUESS or any(len(run) > 1 for run in runs):
        return ""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return ""
