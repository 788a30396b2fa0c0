"""Word documents (DOCX) to text, by way of HTML."""

import re
from io import BytesIO
from itertools import count
from xml.parsers.expat import ExpatError

import mammoth
from mammoth.documents import Image

from agents.documents.document import DocumentSource, EmbeddedPicture
from agents.documents.readers.html import write_html
from agents.documents.readers.package import DAMAGES, Package
from agents.documents.readers.word_margins import Margins
from agents.documents.writer import TextWriter
from media_store.messages import message as _

_NOTE = re.compile(r'<li id="[^"]*(?:foot|end)note-[^"]*">(?:<p>)?')
_WAY_BACK = re.compile(r' ?<a href="#[^"]*(?:foot|end)note-ref-[^"]*">↑</a>')


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write its text and pictures, and return its main heading or "". Raises UnreadableDocument."""
    package = Package(source.data, _("Word document"))
    figures: dict[str, bytes] = {}

    def keep(image: Image) -> dict[str, str]:
        if len(figures) >= writer.limits.figures:
            return {}
        name = f"figure-{len(figures) + 1}.{image.content_type.partition('/')[2] or 'bin'}"
        try:
            with image.open() as opened:
                figures[name] = opened.read()
        except mammoth.docx.files.InvalidFileReferenceError:
            writer.note(_("It shows pictures that lie outside of its file."))
            return {}
        except DAMAGES:
            writer.note(_("Some of its pictures are damaged and were left out."))
            return {}
        return {"src": name}

    try:
        html = mammoth.convert_to_html(
            BytesIO(source.data), convert_image=mammoth.images.img_element(keep), external_file_access=False
        )
    except (*DAMAGES, ExpatError) as error:
        raise package.damaged() from error
    # Each note gets the number by which the text refers to it, instead of an arrow back.
    numbers = count(1)
    text = _NOTE.sub(lambda found: f"{found[0]}[{next(numbers)}] ", _WAY_BACK.sub("", html.value))
    margins = Margins(package, writer)
    margins.write("header")
    title = write_html(text, writer)
    margins.write("footer")
    for name, content in figures.items():
        writer.adopt(EmbeddedPicture(name, content))
    return title
