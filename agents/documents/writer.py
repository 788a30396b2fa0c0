"""Builds a document's text block by block, so that every offset taken on the way stays true."""

from agents.documents.document import BESIDE, EmbeddedPicture, LinkReference, PictureReference
from agents.documents.limits import OutputLimits
from agents.documents.text.cleaning import clean
from media_store.boxes import Box
from media_store.messages import message as _

BLOCK_BREAK = "\n\n"


class TextWriter:
    """Normalises white space as it goes: blocks are parted by an empty line, words by one space.

    All text of every reader comes in by `words` and `verbatim`, where it is cleaned.
    """

    def __init__(self, limits: OutputLimits | None = None) -> None:
        self.limits = limits or OutputLimits()
        self._parts: list[str] = []
        self._length = self._figure_bytes = 0
        self._gap = ""
        self.pictures: list[PictureReference] = []
        self.figures: list[EmbeddedPicture] = []
        self.links: list[LinkReference] = []
        self.headings: list[int] = []
        self.pages: list[int] = []
        self.metadata: dict[str, str] = {}
        self.notes: list[str] = []
        self.unread: list[int] = []

    @property
    def text(self) -> str:
        """What was written, without white space at its ends."""
        return "".join(self._parts)

    @property
    def last_word(self) -> str:
        """What the next word would be glued to; " " behind a space, "" where a line begins."""
        return self._gap.replace("\n", "") or ("" if self._gap or not self._parts else self._parts[-1])

    def words(self, text: str) -> None:
        """Running text; white space of any kind and length counts as one space."""
        text = clean(text)
        pieces = text.split()
        if text[:1].isspace():
            self._space()
        for position, piece in enumerate(pieces):
            if position:
                self._space()
            self._put(piece)
        if pieces and text[-1:].isspace():
            self._space()

    def verbatim(self, text: str) -> None:
        """Text whose spaces and line ends matter, such as code, or a piece of it."""
        for position, line in enumerate(clean(text).split("\n")):
            if position:
                self.line_break()
            words = line.rstrip()
            if words:
                self._put(words)
            if self._gap != BLOCK_BREAK:
                self._gap += line[len(words) :]

    def heading(self) -> None:
        """Begin a block that is a heading."""
        self.block_break()
        self.headings.append(self._next_offset())

    def picture(
        self,
        address: str,
        alt: str,
        caption: str = "",
        *,
        is_beside: bool = False,
        page: int = 0,
        box: Box | None = None,
    ) -> None:
        """A picture stands here, or beside the text; it adds nothing to the text."""
        if len(self.pictures) >= self.limits.references:
            self.note(
                _(
                    "It shows more than %(count)s pictures; the others are not linked.",
                    count=self.limits.references,
                )
            )
            return
        offset = BESIDE if is_beside else self._next_offset()
        self.pictures.append(
            PictureReference(address, clean(alt).strip(), offset, clean(caption).strip(), page, box)
        )

    def link(self, address: str, text: str) -> None:
        """The page leads to another one."""
        self.links.append(LinkReference(address, clean(text).strip()))

    def figure(self, figure: EmbeddedPicture, alt: str = "") -> None:
        """A picture of the file itself stands here."""
        if self.adopt(figure):
            self.picture(figure.name, alt)

    def adopt(self, figure: EmbeddedPicture) -> bool:
        """Keep a picture of the file itself, which the text refers to by name; False if it is too much."""
        size = self._figure_bytes + len(figure.data)
        if len(self.figures) >= self.limits.figures or size > self.limits.figure_bytes:
            self.note(_("It holds more pictures than are taken; the others were left out."))
            return False
        self._figure_bytes = size
        self.figures.append(figure)
        return True

    def note(self, sentence: str) -> None:
        """Something was doubtful, or left out; said once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def begin_page(self) -> None:
        """Begin a page."""
        self.block_break()
        self.pages.append(self._next_offset())

    def line_break(self) -> None:
        """End the line, not the block."""
        if self._gap != BLOCK_BREAK:
            self._gap = "\n"

    def block_break(self) -> None:
        """End the block; twice is the same as once."""
        self._gap = BLOCK_BREAK

    def _space(self) -> None:
        self._gap = self._gap or " "

    def _put(self, piece: str) -> None:
        if not self._parts:
            piece = piece.lstrip()
        elif self._gap:
            self._parts.append(self._gap)
            self._length += len(self._gap)
        self._gap = ""
        self._parts.append(piece)
        self._length += len(piece)
        self.limits.require_characters(self._length)

    def _next_offset(self) -> int:
        return self._length + len(self._gap) if self._parts else 0
