"""The words in the name of a picture's file and of its folders, where people chose them."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

_PIECE = re.compile(r"\d+|[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z])")
_GENERIC = frozenset(
    """
    img imgp image images imag dsc dscn dscf dsci pict pic pics picture pictures photo photos foto fotos bild
    bilder imagen imagenes dcim gopr gopro pano vid mvi mov wa whatsapp screenshot screenshots bildschirmfoto
    captura pantalla screen shot scan scans scanned untitled unbenannt copy kopie copia final edited thumb
    thumbnail download downloads upload uploads file files asset assets media export exports import imports
    tmp temp new neu sin titulo jpg jpeg png gif tif tiff webp page seite frame canon nikon nikond apple
    iphone at burst cover hdr raw original originals small large medium resized preview default data static
    public
    """.split()  # noqa: SIM905  A list of so many would be a page.
)
_MEANINGLESS = re.compile(
    r"^(?=[0-9a-f-]*\d)[0-9a-f]{8,}(?:-[0-9a-f]{4,})*$|^(?=\w*\d)(?=\w*[A-Z])\w{20,}$", re.IGNORECASE
)
"""Checksums, UUIDs and other names that only programs give."""

MAX_DIGITS = 4
"""A longer number is a date, a time or a counter."""


def file_words(path: str) -> str:
    """What the path of a picture says in words, the folders first; empty where a program named it."""
    *folders, name = PurePosixPath(path).parts or [""]
    names = [*folders, PurePosixPath(name).stem]
    return " ".join(dict.fromkeys(filter(None, (" ".join(_words(each)) for each in names))))


def _words(name: str) -> Iterator[str]:
    """Words that name something, and short numbers behind such a word: `boeing 747`, not `DSC 0412`."""
    if _MEANINGLESS.match(name):
        return
    is_told = False
    for piece in _PIECE.findall(_HUMP.sub(" ", name)):
        if piece.isdigit():
            if is_told and len(piece) <= MAX_DIGITS:
                yield piece
        else:
            is_told = piece.casefold() not in _GENERIC and (len(piece) > 1 or not piece.isascii())
            if is_told:
                yield piece
