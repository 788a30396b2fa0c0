"""PDFs of a corpus whose pages can be shown."""

from hashlib import sha256

from tests.corpora.papers import pdf
from webapp.corpora.models import Corpus, Document
from webapp.corpora.services.originals import open_originals

LIT = "It was lit in 1854."


def keep_paper(corpus: Corpus) -> Document:
    """A document of one page, with its file."""
    data = pdf([[LIT]])
    digest = sha256(data).hexdigest()
    open_originals().write(digest, "file", data)
    return corpus.documents.create(
        path="lit.pdf", title="Lit", text=LIT, pages=[0], sha256=digest, media_type="application/pdf"
    )
