"""Tell what a file is from its first bytes, never from its name."""

import codecs
import re
from enum import StrEnum
from typing import NoReturn

from media_store.errors import NotAPicture, UnsupportedFormat
from media_store.messages import message as _

_HEAD_BYTES = 1024
_BMP_HEADER_SIZES = {12, 40, 52, 56, 64, 108, 124}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}


class SourceFormat(StrEnum):
    """The kinds of picture that are taken."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    GIF = "GIF"
    BMP = "BMP"
    TIFF = "TIFF"
    AVIF = "AVIF"
    HEIF = "HEIF"
    JPEG2000 = "JPEG2000"
    PSD = "PSD"
    ICO = "ICO"
    PCX = "PCX"
    DDS = "DDS"
    NETPBM = "NETPBM"
    RAW = "RAW"

    @property
    def has_pages(self) -> bool:
        """Whether the images of a file are pages, each a picture of its own, not frames or sizes of one."""
        return self in (SourceFormat.TIFF, SourceFormat.HEIF)


TAKEN = _("a JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or HEIC picture")

_SIGNATURES = (
    (rb"\xff\xd8\xff", SourceFormat.JPEG),
    (rb"\x89PNG\r\n\x1a\n", SourceFormat.PNG),
    (rb"RIFF.{4}WEBP", SourceFormat.WEBP),
    (rb"GIF8[79]a", SourceFormat.GIF),
    (rb"II\*\x00.{4}CR\x02", SourceFormat.RAW),
    (rb"II[*+]\x00|MM\x00[*+]", SourceFormat.TIFF),
    (
        rb"FUJIFILMCCD-RAW|IIRO|IIRS|MMOR|IIU\x00|.{4}ftypcrx |II\x1a\x00.{2}HEAPCCDR|\x00MRM",
        SourceFormat.RAW,
    ),
    (rb"\x00\x00\x00\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51", SourceFormat.JPEG2000),
    (rb"8BPS\x00\x01", SourceFormat.PSD),
    (rb"\x00\x00\x01\x00[^\x00]\x00", SourceFormat.ICO),
    (rb"\x0a[\x00\x02\x03\x05]\x01[\x01\x02\x04\x08]", SourceFormat.PCX),
    (rb"DDS \x7c\x00\x00\x00", SourceFormat.DDS),
    (rb"P[4-6]\s(?:\s|#[^\n]*\n)*\d+\s+\d+\s", SourceFormat.NETPBM),
)
_OTHER_PICTURES = (
    (rb"8BPS", _("a large Photoshop document")),
    (rb"gimp xcf", _("a GIMP document")),
    (rb"\x00\x00\x00\x0cJXL |\xff\x0a", _("a JPEG XL picture")),
    (rb"\x76\x2f\x31\x01", _("an OpenEXR picture")),
    (rb"#\?RADIANCE|#\?RGBE", _("a Radiance picture")),
    (rb"SDPX|XPDS", _("a DPX picture")),
    (rb"FOVb", _("a camera raw picture of an unknown kind")),
    (rb"qoif", _("a QOI picture")),
    (rb"icns", _("an Apple icon file")),
    (rb"\x00\x00\x02\x00[^\x00]\x00", _("a cursor file")),
    (rb"\x01\xda[\x00\x01][\x01\x02]", _("an SGI picture")),
    (rb"SIMPLE  =", _("a FITS picture")),
    (rb"BPG\xfb", _("a BPG picture")),
    (rb"%!PS|\xc5\xd0\xd3\xc6", _("a PostScript drawing")),
    (rb"P[1-3]\s\s*\d+\s+\d+\s|P7\n|P[Ff]\s", _("a Netpbm picture of another kind")),
    (rb"(?s:.{40}) EMF|\xd7\xcd\xc6\x9a", _("a Windows metafile")),
)
_OTHER_FILES = (
    (rb"%PDF", _("a PDF document")),
    (rb"AT&TFORM", _("a DjVu document")),
    (rb"PK\x03\x04", _("a ZIP archive or an office document")),
    (rb"\xd0\xcf\x11\xe0", _("an office document")),
    (rb"\x1f\x8b|BZh|7z\xbc\xaf|\xfd7zXZ|Rar!", _("a compressed archive")),
    (rb"(?s:.{4})ftyp|\x1aE\xdf\xa3|RIFF(?s:.{4})AVI ", _("a video")),
    (rb"ID3|OggS|fLaC|RIFF(?s:.{4})WAVE", _("a sound recording")),
    (rb"\x7fELF|MZ", _("a program")),
)
_SVG = re.compile(rb"<svg[\s>:]", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)


def identify(data: bytes) -> SourceFormat:
    """The format of an uploaded file; raises NotAPicture or UnsupportedFormat, naming what was found."""
    if not data:
        raise NotAPicture(_("This file is empty. Choose %(taken)s.", taken=TAKEN))
    head = data[:_HEAD_BYTES]
    for signature, source_format in _SIGNATURES:
        if re.match(signature, head, re.DOTALL):
            return source_format
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return SourceFormat.BMP
    if head[4:8] == b"ftyp":
        # AVIF and HEIF share one container and differ in its brands (ISO/IEC 14496-12).
        length = int.from_bytes(head[:4], "big")
        brands = {head[8:12]} | {head[start : start + 4] for start in range(16, min(length, len(head)), 4)}
        if brands & _AVIF_BRANDS:
            return SourceFormat.AVIF
        if brands & _HEIF_BRANDS:
            return SourceFormat.HEIF
    _refuse(head)


def _refuse(head: bytes) -> NoReturn:
    if _SVG.search(head):
        raise UnsupportedFormat(
            _("This file is an SVG drawing, which can carry programs. Export it as %(taken)s.", taken=TAKEN)
        )
    for signature, name in _OTHER_PICTURES:
        if re.match(signature, head):
            raise UnsupportedFormat(
                _("This file is %(kind)s, which is not taken. Save it as %(taken)s.", kind=name, taken=TAKEN)
            )
    kind = next((name for signature, name in _OTHER_FILES if re.match(signature, head)), "")
    if not kind and _MARKUP.match(head):
        kind = _("a web page or an XML document")
    elif not kind:
        encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        # The head may end within a character, so what is left over at the end is ignored.
        text = codecs.getincrementaldecoder(encoding)("replace").decode(head).lstrip("\ufeff")
        is_text = all(each.isprintable() or each.isspace() for each in text.replace("\ufffd", "\0"))
        kind = _("text") if is_text else _("of an unknown kind")
    raise NotAPicture(_("This file is %(kind)s, not a picture. Choose %(taken)s.", kind=kind, taken=TAKEN))
