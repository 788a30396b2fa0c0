"""The fixtures of pages, over an indexed corpus with vectors of the test's own."""

import pytest

from tests.curation.conftest import *  # noqa: F403
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, Passage


@pytest.fixture
def indexed(corpus: Corpus) -> Corpus:
    """A corpus of one picture and one document, which can be searched."""
    document = corpus.documents.get()
    Passage.objects.create(document=document, position=0, start=0, end=len(document.text), text=document.text)
    index_now(corpus)
    corpus.refresh_from_db()
    return corpus
