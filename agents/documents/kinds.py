"""What files are called that are not read here: "not supported" has a name, and is never "damaged"."""

import re
from pathlib import PurePosixPath

from media_store.messages import message as _

_SIGNATURES = (
    (rb"AT&TFORM.{4}DJV", "DjVu"),
    (rb".{60}(BOOKMOBI|TEXtREAd)", _("Kindle book (%(form)s)", form="MOBI")),
    (rb"ITSF", _("compiled help (CHM)")),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "PostScript"),
    (rb"\xf7\x02", _("TeX output (DVI)")),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|.{257}ustar", _("packed archive")),
    (rb"SQLite format 3\x00", _("SQLite database")),
    (rb"PAR1", _("Parquet table")),
    (rb".{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}AVI |\x00\x00\x01[\xba\xb3]|FLV", _("video")),
    (rb"ID3|OggS|fLaC|RIFF.{4}WAVE|\xff[\xfb\xf3\xf2]|MThd", _("sound recording")),
    (rb"\x7fELF|MZ|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", _("program")),
    (rb"wOFF|wOF2|OTTO|\x00\x01\x00\x00\x00", _("font")),
    (rb"!BDN", _("Outlook mailbox (PST)")),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_OFFICE_NAMES = {
    ".doc": "Word 97–2003 (DOC)",
    ".dot": "Word 97–2003 (DOT)",
    ".xls": "Excel 97–2003 (XLS)",
    ".ppt": "PowerPoint 97–2003 (PPT)",
    ".pps": "PowerPoint 97–2003 (PPS)",
    ".msg": _("Outlook message (MSG)"),
    ".pub": "Publisher (PUB)",
    ".vsd": "Visio (VSD)",
    ".mpp": "Project (MPP)",
}
_NAMES = {
    ".djvu": "DjVu",
    ".djv": "DjVu",
    ".mobi": _("Kindle book (%(form)s)", form="MOBI"),
    ".azw": _("Kindle book (%(form)s)", form="AZW"),
    ".azw3": _("Kindle book (%(form)s)", form="AZW3"),
    ".fb2": "FictionBook (FB2)",
    ".chm": _("compiled help (CHM)"),
    ".pages": "Apple Pages",
    ".numbers": "Apple Numbers",
    ".key": "Apple Keynote",
    ".odg": _("OpenDocument drawing (ODG)"),
    ".xlsb": _("binary Excel workbook (XLSB)"),
    ".wpd": "WordPerfect (WPD)",
    ".wps": "Works (WPS)",
    ".tex": _("TeX source"),
    ".xps": "XPS",
    ".oxps": "XPS",
    ".one": "OneNote",
    ".vsdx": "Visio (VSDX)",
    ".eml": _("mail message (EML)"),
    ".mbox": _("mailbox (MBOX)"),
    ".json": "JSON",
    ".jsonl": "JSON Lines",
    ".xml": "XML",
    ".yaml": "YAML",
    ".yml": "YAML",
    ".py": _("program source"),
    ".js": _("program source"),
    ".css": _("style sheet"),
    ".zip": _("packed archive"),
    ".tar": _("packed archive"),
    ".gz": _("packed archive"),
    ".mp3": _("sound recording"),
    ".mp4": _("video"),
    ".mov": _("video"),
    ".docb": _("binary Word document (DOCB)"),
    **_OLD_OFFICE_NAMES,
}


def name_of_kind(name: str, head: bytes) -> str:
    """What a file is called that is no document and no picture, by its first bytes, else by its name."""
    suffix = PurePosixPath(name).suffix.lower()
    if head.startswith(_OLD_OFFICE):
        return _OLD_OFFICE_NAMES.get(suffix, _("Office 97–2003 file"))
    by_content = (kind for signature, kind in _SIGNATURES if re.match(signature, head, re.DOTALL))
    known = next(by_content, None) or _NAMES.get(suffix)
    if known:
        return known
    if not head:
        return _("empty file")
    if not suffix:
        return _("file of an unknown kind")
    return _("file of an unknown kind (%(ending)s)", ending=suffix[:20])
