"""Feeds (RSS, Atom) to text: each entry with its title, day, words and link."""

from xml.etree.ElementTree import Element, ParseError, fromstring

from agents.documents.document import DocumentSource
from agents.documents.errors import UnreadableDocument
from agents.documents.readers.html import write_html
from agents.documents.writer import TextWriter
from media_store.messages import message as _

MAX_ENTRIES = 500
_DAYS = ("pubDate", "published", "updated", "date")
_WORDS = ("encoded", "content", "description", "summary")


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write its entries; gives the title of the feed. Raises UnreadableDocument."""
    root = _root(source.data)
    channel = next((each for each in root if _name(each) == "channel"), root)
    entries = [each for each in root.iter() if _name(each) in ("item", "entry")]
    for entry in entries[:MAX_ENTRIES]:
        title, link = _said(entry, ("title",)), _link(entry)
        writer.heading()
        writer.words(title or link)
        writer.block_break()
        writer.words(_said(entry, _DAYS))
        writer.block_break()
        write_html(_said(entry, _WORDS), writer)
        writer.block_break()
        if link:
            writer.link(link, title)
    if len(entries) > MAX_ENTRIES:
        writer.note(_("This feed has more than %(count)s entries; the rest was not read.", count=MAX_ENTRIES))
    return _said(channel, ("title",))


def _root(data: bytes) -> Element:
    """Its tree. A feed declares no entities: those are how a small file becomes a large one."""
    try:
        if b"<!ENTITY" in data or b"<!E\0N\0T\0I\0T\0Y" in data:
            raise ValueError("entities")
        return fromstring(data)
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableDocument(_("This is said to be a feed, and cannot be read as that.")) from error


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _said(element: Element, names: tuple[str, ...]) -> str:
    """The words of the first of these that is below an element and has any."""
    for name in names:
        for child in element:
            if _name(child) == name and (words := "".join(child.itertext()).strip()):
                return words
    return ""


def _link(element: Element) -> str:
    for child in element:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.get("href") or child.text or "").strip()
    return ""
