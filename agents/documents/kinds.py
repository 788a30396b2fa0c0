"""What files are called that are not read here: "not supported" has a name, and is never "damaged"."""

import re
from pathlib import PurePosixPath

_SIGNATURES = (
    (rb"AT&TFORM.{4}DJV", "DjVu"),
    (rb".{60}(BOOKMOBI|TEXtREAd)", "Kindle book (MOBI)"),
    (rb"ITSF", "compiled help (CHM)"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "PostScript"),
    (rb"\xf7\x02", "TeX output (DVI)"),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|.{257}ustar", "packed archive"),
    (rb"SQLite format 3\x00", "SQLite database"),
    (rb"PAR1", "Parquet table"),
    (rb".{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}AVI |\x00\x00\x01[\xba\xb3]|FLV", "video"),
    (rb"ID3|OggS|fLaC|RIFF.{4}WAVE|\xff[\xfb\xf3\xf2]|MThd", "sound recording"),
    (rb"\x7fELF|MZ|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", "program"),
    (rb"wOFF|wOF2|OTTO|\x00\x01\x00\x00\x00", "font"),
    (rb"!BDN", "Outlook mailbox (PST)"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_OFFICE_NAMES = {
    ".doc": "Word 97–2003 (DOC)", ".dot": "Word 97–2003 (DOT)", ".xls": "Excel 97–2003 (XLS)",
    ".ppt": "PowerPoint 97–2003 (PPT)", ".pps": "PowerPoint 97–2003 (PPS)", ".msg": "Outlook message (MSG)",
    ".pub": "Publisher (PUB)", ".vsd": "Visio (VSD)", ".mpp": "Project (MPP)",
}  # fmt: skip
_NAMES = {
    ".djvu": "DjVu", ".djv": "DjVu", ".mobi": "Kindle book (MOBI)", ".azw": "Kindle book (AZW)",
    ".azw3": "Kindle book (AZW3)", ".fb2": "FictionBook (FB2)", ".chm": "compiled help (CHM)",
    ".pages": "Apple Pages", ".numbers": "Apple Numbers", ".key": "Apple Keynote",
    ".odg": "OpenDocument drawing (ODG)",
    ".xlsb": "binary Excel workbook (XLSB)", ".wpd": "WordPerfect (WPD)", ".wps": "Works (WPS)",
    ".tex": "TeX source", ".xps": "XPS", ".oxps": "XPS", ".one": "OneNote", ".vsdx": "Visio (VSDX)",
    ".eml": "mail message (EML)", ".mbox": "mailbox (MBOX)", ".json": "JSON", ".jsonl": "JSON Lines",
    ".xml": "XML",
    ".yaml": "YAML", ".yml": "YAML", ".py": "program source", ".js": "program source", ".css": "style sheet",
    ".zip": "packed archive", ".tar": "packed archive", ".gz": "packed archive", ".mp3": "sound recording",
    ".mp4": "video", ".mov": "video", ".docb": "binary Word document (DOCB)", **_OLD_OFFICE_NAMES,
}  # fmt: skip


def name_of_kind(name: str, head: bytes) -> str:
    """What a file is called that is no document and no picture, by its first bytes, else by its name."""
    suffix = PurePosixPath(name).suffix.lower()
    if head.startswith(_OLD_OFFICE):
        return _OLD_OFFICE_NAMES.get(suffix, "Office 97–2003 file")
    by_content = (kind for signature, kind in _SIGNATURES if re.match(signature, head, re.DOTALL))
    return next(by_content, None) or _NAMES.get(suffix) or _unknown(suffix, head)


def _unknown(suffix: str, head: bytes) -> str:
    if not head:
        return "empty file"
    return f"file of an unknown kind ({suffix[:20]})" if suffix else "file of an unknown kind"
