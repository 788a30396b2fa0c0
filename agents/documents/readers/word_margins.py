"""What stands above and below the pages of a Word document (ECMA-376, part 1, section 17.10)."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from agents.documents.errors import UnreadableDocument
from agents.documents.readers.package import Package
from agents.documents.text.lines import tells
from agents.documents.writer import TextWriter
from media_store.messages import message as _

_LEFT_OUT = {"Fallback", "del", "moveFrom"}
"""Another form of what was read already, and what a person has taken out."""
_SPACES = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}


_DAMAGED = {
    "header": _("Its headers are damaged and were left out."),
    "footer": _("Its footers are damaged and were left out."),
}


class Margins:
    """Headers and footers of a document, each text once."""

    def __init__(self, package: Package, writer: TextWriter) -> None:
        self._package = package
        self._writer = writer
        self._said: set[str] = set()

    def write(self, kind: str) -> None:
        """Write what the parts of a kind say, "header" or "footer", besides the numbers of pages."""
        try:
            parts = (
                part for main in self._targets("", "officeDocument") for part in self._targets(main, kind)
            )
            for part in parts:
                for text in paragraphs(self._package.xml(part)):
                    if tells(text.casefold()) and text not in self._said:
                        self._said.add(text)
                        self._writer.block_break()
                        self._writer.words(text)
        except UnreadableDocument:
            self._writer.note(_DAMAGED[kind])
        self._writer.block_break()

    def _targets(self, base: str, kind: str) -> Iterator[str]:
        folder, _, name = base.rpartition("/")
        part = f"{folder}/_rels/{name}.rels".lstrip("/")
        if part not in self._package.names:
            return
        for relationship in self._package.xml(part):
            is_kind = relationship.get("Type", "").rpartition("/")[2] == kind
            target = self._package.target(base, relationship.get("Target", ""))
            if is_kind and target:
                yield target


def paragraphs(root: Element) -> Iterator[str]:
    """The text of each paragraph of a part, without fields that count pages."""
    words: list[str] = []
    is_counting = False
    instruction = ""
    stack = [root]
    while stack:
        element = stack.pop()
        name = element.tag.rpartition("}")[2]
        if name == "p" and words:
            yield " ".join("".join(words).split())
            words = []
        elif name == "fldChar":
            state = _attribute(element, "fldCharType")
            is_counting = state == "separate" and "PAGE" in instruction
            instruction = "" if state == "begin" else instruction
        elif name == "instrText":
            instruction += element.text or ""
        elif name == "t" and not is_counting:
            words.append(element.text or "")
        elif name in _SPACES:
            words.append(_SPACES[name])
        if name not in _LEFT_OUT and not (name == "fldSimple" and "PAGE" in _attribute(element, "instr")):
            stack.extend(reversed(element))
    if words:
        yield " ".join("".join(words).split())


def _attribute(element: Element, name: str) -> str:
    """By its name alone: strict and transitional documents use other namespaces."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")
