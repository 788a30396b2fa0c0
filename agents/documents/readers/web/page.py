"""Pages of the web: their main text, what they show and where they lead, and what they say of themselves."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from agents.documents.document import DocumentSource
from agents.documents.readers.html import DROPPED, HtmlWalk, MarkNotes, as_html, page_title
from agents.documents.readers.page_parts import PageParts, page_parts
from agents.documents.readers.sources import decoded
from agents.documents.readers.web.facts import page_facts
from agents.documents.readers.web.main_text import main_text
from agents.documents.readers.web.pictures import caption, is_speck, picture_address
from agents.documents.readers.web.signs import page_signs
from agents.documents.text.decoding import declared_in_markup
from agents.documents.writer import TextWriter
from media_store.limits import MIB
from media_store.messages import message as _

MAX_PAGE_BYTES = 4 * MIB
"""Of a source are read: a page with more is a list that never ends."""
MAX_NUL_SHARE = 0.01
MAX_LINKS = 2_000
MAX_PICTURES = 500


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write the main text; gives the title, or "". Raises UnreadableDocument."""
    data = source.data[:MAX_PAGE_BYTES]
    if len(source.data) > MAX_PAGE_BYTES:
        # Not in the middle of a character.
        data = data[: data.rfind(b"<")] if b"<" in data else data
        writer.note(
            _(
                "This page goes on for more than %(limit)s MiB; the rest was not read.",
                limit=MAX_PAGE_BYTES // MIB,
            )
        )
    if data.count(0) < MAX_NUL_SHARE * len(data):
        # As browsers do; a page in UTF-16 has one for every other byte.
        data = data.replace(b"\0", b"")
    cut = DocumentSource(data, source.name, source.declared_type)
    html = as_html(decoded(cut, writer, declared_in_markup(data)))
    tree = LexborHTMLParser(html)
    if tree.root is None:
        return ""
    parts = page_parts(tree.root, DROPPED, is_page=True)
    main = main_text(tree.root, html, DROPPED, parts.hidden)
    root = main.root if main else tree.root
    parts.hidden |= main.beside if main else set()
    walk = _PageWalk(writer, parts, MarkNotes(tree))
    walk.walk(root)
    walk.beside(tree)
    _write_links(tree, root, writer)
    facts = page_facts(tree, html)
    title = facts.pop("title", "") or page_title(tree, parts.hidden)
    writer.metadata.update(facts)
    signs = page_signs(tree, html, title, writer.text)
    writer.metadata["signs"] = " ".join(signs)
    return title


class _PageWalk(HtmlWalk):
    """Writes pictures with their captions, wherever a page keeps their addresses."""

    def __init__(self, writer: TextWriter, parts: PageParts, notes: MarkNotes) -> None:
        super().__init__(writer, parts, notes)
        self._page = writer
        self._shown = set[str]()

    def picture(self, node: LexborNode) -> None:
        self._picture(node, is_beside=False)

    def beside(self, tree: LexborHTMLParser) -> None:
        """Write the pictures that are not in the main text: the best known one first."""
        for node in tree.css("meta[property='og:image']")[:1]:
            self._put(node.attributes.get("content") or "", "", "", is_beside=True)
        for node in tree.css("img"):
            self._picture(node, is_beside=True)
        for node in tree.css("video[poster]"):
            self._put(node.attributes.get("poster") or "", "", caption(node), is_beside=True)

    def _picture(self, node: LexborNode, *, is_beside: bool) -> None:
        if not is_speck(node):
            alt = node.attributes.get("alt") or ""
            self._put(picture_address(node), alt, caption(node), is_beside=is_beside)

    def _put(self, address: str, alt: str, words: str, *, is_beside: bool) -> None:
        if address and address not in self._shown and len(self._shown) < MAX_PICTURES:
            self._shown.add(address)
            self._page.picture(address, alt, words, is_beside=is_beside)


def _write_links(tree: LexborHTMLParser, main: LexborNode, writer: TextWriter) -> None:
    """Those of the main text first, each address once; pages that are shown inside of this one are links."""
    known = set[str]()
    for node in [*main.css("a[href]"), *tree.css("a[href], area[href], iframe[src], frame[src]")]:
        attributes = node.attributes
        address = (attributes.get("href") or attributes.get("src") or "").strip()
        if address and not address.startswith("#") and address not in known and len(known) < MAX_LINKS:
            known.add(address)
            words = node.text(deep=True) or attributes.get("title") or attributes.get("alt") or ""
            writer.link(address, " ".join(words.split())[:200])
