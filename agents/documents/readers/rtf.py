"""Rich Text Format (RTF 1.9.1)."""

import re
from dataclasses import dataclass, field, replace

from agents.documents.document import DocumentSource, EmbeddedPicture
from agents.documents.errors import UnreadableDocument
from agents.documents.rows import RowWriter
from agents.documents.text.superscripts import beside
from agents.documents.writer import TextWriter
from media_store.limits import MIB
from media_store.messages import message as _

_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
_CHARACTERS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "tab": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}"}
_LEFT_OUT = {
    "colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "themedata",
    "colorschememapping", "latentstyles", "datastore", "xmlnstbl", "object", "objdata", "filetbl", "fldinst",
    "nonshppict", "bkmkstart", "bkmkend", "pntext", "listtext", "annotation", "atnid", "atnauthor",
    "tc", "xe",
}  # fmt: skip
_ABOUT = {"title": "title", "author": "author"}
_PRIVATE = "private"
"""Of fonts of symbols, whose signs cleaning knows by the private characters that Word writes for them."""
_CODE_PAGES = {
    0: "cp1252", 2: _PRIVATE, 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
"""By the number of a font's character set."""
_ANSI = {
    437: "cp437", 850: "cp850", 866: "cp866", 874: "cp874", 932: "cp932", 936: "gb18030", 949: "cp949",
    950: "big5hkscs", 10000: "mac_roman", 65001: "utf-8", **{page: f"cp{page}" for page in range(1250, 1259)},
}  # fmt: skip
_HEX = re.compile("[0-9A-Fa-f]*")
_PICTURES = {"pngblip": ".png", "jpegblip": ".jpg"}
_PLACES = ("fonttbl", "pict", "footnote")
_KNOWN = {"shppict", "footnote"}
_MAX_DEPTH = 10_000
_MAX_PICTURE_BYTES = 64 * MIB


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it. `target` is where its words go."""

    target: str = "text"
    font: int = -1
    skip: int = 1
    is_hidden: bool = False
    is_raised: bool = False


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write paragraphs, tables and pictures; gives the title that the file has, or "".

    Raises UnreadableDocument.
    """
    if not source.data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableDocument(_("This RTF file is damaged, or is none. Open it and save it anew."))
    reader = _RtfReader(writer)
    reader.read(source.data.decode("latin-1"))
    if author := reader.about["author"].strip():
        writer.metadata["author"] = author
    return " ".join(reader.about["title"].split())


@dataclass
class _RtfReader:
    writer: TextWriter
    about: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_ABOUT.values(), ""))

    def __post_init__(self) -> None:
        self._state, self._stack = _State(), list[_State]()
        self._code_page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._bytes = bytearray()
        self._to_skip = self._surrogate = 0
        self._cell: list[str] = []
        self._cells: list[str] = []
        self._is_in_table = self._is_heading = self._is_ignorable = False
        self._table = RowWriter(self.writer)
        self._picture: list[str] = []
        self._suffix = ""

    def read(self, source: str) -> None:
        """Write a file; one that was cut off is written as far as it goes."""
        place = 0
        while found := _TOKEN.match(source, place):
            place = found.end()
            word, number, code, symbol, brace, text = found.groups()
            if code:
                byte = int(code, 16)
                if self._to_skip:
                    self._to_skip -= 1
                else:
                    self._bytes.append(byte)
                continue
            if text and self._to_skip:
                # What is left of a text behind a Unicode character, whose substitute is skipped.
                skipped = min(self._to_skip, len(text))
                self._to_skip -= skipped
                text = text[skipped:]
            self._flush()
            if brace:
                self._brace(brace)
            elif word == "bin":
                place += max(int(number or 0), 0)
            elif word:
                self._word(word, int(number) if number else None)
            elif symbol:
                self._symbol(symbol)
            elif text:
                self._put(text)
        self._flush()
        self._end_paragraph()
        self._table.end()

    def _flush(self) -> None:
        """Bytes of one font are decoded together: a character may have two."""
        if self._bytes:
            encoding = self._fonts.get(self._state.font, self._code_page)
            if encoding == _PRIVATE:
                text = "".join(chr(0xF000 + byte) for byte in self._bytes)
            else:
                text = self._bytes.decode(encoding, errors="replace")
            self._bytes.clear()
            self._put(text)

    def _brace(self, brace: str) -> None:
        self._to_skip = 0
        if brace == "{":
            if len(self._stack) >= _MAX_DEPTH:
                raise UnreadableDocument(_("This RTF file nests deeper than can be read. Save it anew."))
            self._stack.append(self._state)
            self._state = replace(self._state)
        elif self._stack:
            before, self._state = self._state, self._stack.pop()
            if before.target == "pict" and self._state.target != "pict":
                digits = "".join("".join(self._picture).split())
                self._picture.clear()
                suffix, self._suffix = self._suffix, ""
                if suffix and len(digits) < 2 * _MAX_PICTURE_BYTES and _HEX.fullmatch(digits):
                    # A picture stands behind the words before it.
                    if self._cell and not self._is_in_table:
                        self._end_paragraph()
                    name = f"figure-{len(self.writer.figures) + 1}{suffix}"
                    content = bytes.fromhex(digits[: len(digits) // 2 * 2])
                    self.writer.figure(EmbeddedPicture(name, content))
            if before.target == "footnote" and self._state.target != "footnote":
                self._put(") ")

    def _word(self, word: str, number: int | None) -> None:
        is_unknown, self._is_ignorable = self._is_ignorable and word not in _KNOWN, False
        if is_unknown:
            self._state.target = "nowhere"
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word in _LEFT_OUT or word in _ABOUT or word in _PLACES:
            if self._state.target != "nowhere":
                self._state.target = "nowhere" if word in _LEFT_OUT else _ABOUT.get(word, word)
                if word == "footnote":
                    self._put(" (")
        elif word in _PICTURES:
            self._suffix = _PICTURES[word]
        else:
            self._control(word, 1 if number is None else number)

    def _control(self, word: str, number: int) -> None:
        match word:
            case "par" | "sect" | "page" | "column":
                self._end_paragraph()
            case "line":
                self._put("\n")
            case "pard":
                self._is_in_table = self._is_heading = False
            case "intbl":
                self._is_in_table = True
            case "outlinelevel":
                self._is_heading = number < 9
            case "cell" | "nestcell":
                self._cells.append("".join(self._cell))
                self._cell.clear()
            case "row" | "nestrow":
                self._table.row(self._cells)
                self._cells.clear()
            case "v" | "deleted":
                self._state.is_hidden = number != 0
            case _:
                self._character(word, number)

    def _character(self, word: str, number: int) -> None:
        """Words about fonts and characters."""
        match word:
            case "u":
                # A unit of UTF-16: of a pair, the first waits for the second.
                unit, high = number % 0x10000, self._surrogate
                self._surrogate = unit if 0xD800 <= unit < 0xDC00 else 0
                if 0xDC00 <= unit < 0xE000:
                    self._put(chr(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)) if high else "\ufffd")
                elif not self._surrogate:
                    self._put(chr(unit))
                self._to_skip = self._state.skip
            case "uc":
                self._state.skip = max(min(number, 100), 0)
            case "f" | "af":
                self._state.font = number
            case "fcharset" if self._state.target == "fonttbl" and number in _CODE_PAGES:
                self._fonts[self._state.font] = _CODE_PAGES[number]
            case "ansicpg" | "mac":
                self._code_page = "mac_roman" if word == "mac" else _ANSI.get(number, "cp1252")
            case "plain":
                self._state.is_hidden = self._state.is_raised = False
            case "super" | "sub" | "nosupersub":
                self._state.is_raised = word == "super" and number != 0

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_ignorable = True  # what follows may be left out by whoever does not know it
        elif symbol in "\n\r":
            self._end_paragraph()
        elif symbol in _SYMBOLS:
            self._put(_SYMBOLS[symbol])

    def _put(self, text: str) -> None:
        if self._state.is_hidden:
            return
        match self._state.target:
            case "text" | "footnote":
                self._cell.append(beside("".join(self._cell[-1:]), text) if self._state.is_raised else text)
            case "pict":
                self._picture.append(text)
            case "title" | "author" as name:
                self.about[name] += text

    def _end_paragraph(self) -> None:
        if self._state.target not in ("text", "footnote"):
            return
        if self._is_in_table or self._state.target == "footnote":
            self._cell.append(" ")
            return
        text = "".join([*self._cells, *self._cell])
        self._cells.clear()
        self._cell.clear()
        if not text.strip():
            return
        self._table.end()
        (self.writer.heading if self._is_heading else self.writer.block_break)()
        self.writer.verbatim(text.strip())
        self.writer.block_break()
