"""The words in the name of a picture's file and of its folders, where people chose them."""

import re
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
    """What the path of a picture says in words, the folders first; empty where a program named it.

    Short numbers behind a word that names something belong to it: `boeing 747`, not `DSC 0412`.
    """
    *folders, name = PurePosixPath(path).parts or [""]
    found: list[str] = []
    for each in (*folders, PurePosixPath(name).stem):
        words, is_told = [], False
        for piece in _PIECE.findall(_HUMP.sub(" ", each)):
            is_number = piece.isdigit()
            if not is_number:
                is_told = piece.casefold() not in _GENERIC and (len(piece) > 1 or not piece.isascii())
            if is_told and (not is_number or len(piece) <= MAX_DIGITS):
                words.append(piece)
        if words and not _MEANINGLESS.match(each):
            found.append(" ".join(words))
    return " ".join(dict.fromkeys(found))
