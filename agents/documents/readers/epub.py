"""Electronic books (EPUB): XHTML in the order of the spine."""

from dataclasses import replace
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from agents.documents.document import DocumentSource, EmbeddedPicture
from agents.documents.errors import UnreadableDocument
from agents.documents.readers.html import write_html
from agents.documents.readers.package import Package
from agents.documents.text.decoding import declared_in_markup, decode_text
from agents.documents.writer import TextWriter
from media_store.messages import message as _

MAX_CHAPTERS = 5_000
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_ROOT = ".//{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CIPHER = ".//{http://www.w3.org/2001/04/xmlenc#}CipherReference"


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write chapter after chapter with their pictures; gives the title of the book or "".

    Raises UnreadableDocument.
    """
    package = Package(source.data, _("EPUB book"))
    roots = [each.get("full-path", "") for each in package.xml(_CONTAINER).iterfind(_ROOT)]
    if not roots:
        raise package.damaged()
    book = package.xml(roots[0])
    figures: dict[str, str] = {}
    for chapter in _chapters(package, roots[0], book)[:MAX_CHAPTERS]:
        data = package.part(chapter)
        writer.block_break()
        before = len(writer.pictures)
        write_html(decode_text(data, [declared_in_markup(data)]).text, writer)
        for number, reference in enumerate(writer.pictures[before:], start=before):
            part = package.target(chapter, reference.address)
            if part and part not in figures:
                name = f"figure-{len(figures) + 1}{PurePosixPath(part).suffix.lower()[:10]}"
                figures[part] = name if writer.adopt(EmbeddedPicture(name, package.part(part))) else ""
            writer.pictures[number] = replace(reference, address=figures.get(part) or reference.address)
    for name, tag in (("author", "creator"), ("language", "language"), ("date", "date")):
        value = " ".join((book.findtext(f".//{_DC}{tag}") or "").split())
        if value:
            writer.metadata[name] = value
    return " ".join((book.findtext(f".//{_DC}title") or "").split())


def _chapters(package: Package, root: str, book: Element) -> list[str]:
    """The parts that are read one after the other. Raises UnreadableDocument if one is encrypted."""
    hrefs = {
        item.get("id"): item.get("href", "")
        for item in book.iterfind(f"{_OPF}manifest/{_OPF}item")
        if item.get("media-type") in _PAGES
    }
    spine = [hrefs.get(each.get("idref"), "") for each in book.iterfind(f"{_OPF}spine/{_OPF}itemref")]
    found = [package.target(root, href) for href in spine if href]
    chapters = list(dict.fromkeys(filter(None, found)))
    if _ENCRYPTION in package.names:
        # Fonts often are, which does no harm.
        references = package.xml(_ENCRYPTION).iterfind(_CIPHER)
        if {package.target("", each.get("URI", "")) for each in references} & set(chapters):
            raise UnreadableDocument(
                _("This EPUB book is locked by its seller. Bring in a copy without a lock.")
            )
    return chapters
