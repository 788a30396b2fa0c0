"""“More like this”: only what is like it, and only of the corpora that it stands in."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from PIL import Image

from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import SearchRequest
from media_store import Rendition
from tests.web.drawn import lighthouse_png
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, CorpusImage, MediaUse
from webapp.corpora.serving import scope_of, search_serving
from webapp.media.stores import open_media_store
from webapp.runs.execution.wiring import search_index

pytestmark = pytest.mark.long


def put(corpus: Corpus, name: str, data: bytes) -> CorpusImage:
    uid = open_media_store().put(data).uid
    MediaUse.objects.create(uid=uid, corpus=corpus)
    return CorpusImage.objects.create(
        corpus=corpus, uid=uid, path=f"{name}.png", title=name, width=60, height=40
    )


def flat_png(colour: str) -> bytes:
    data = BytesIO()
    Image.new("RGB", (60, 40), colour).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def shelf(indexed: Corpus) -> Corpus:
    """The corpus with a picture like its first and one unlike it; another corpus has a third like it."""
    put(indexed, "alike", lighthouse_png(160))
    put(indexed, "other", flat_png("black"))
    put(Corpus.objects.create(slug="elsewhere", name="Elsewhere"), "elsewhere", flat_png("#b0d0c0"))
    for corpus in Corpus.objects.all():
        index_now(corpus)
    return indexed


def test_only_pictures_like_it_of_its_corpus_are_shown(shelf: Corpus, as_ada: Client) -> None:
    uid = shelf.images.earliest("pk").uid
    page = BeautifulSoup(as_ada.get(f"/pictures/{uid}/similar/").content, "html.parser")
    assert [each.text for each in page.select(".alike li p")] == ["alike"]
    found = search_serving(
        search_index(),
        SearchRequest(
            scope_of(Corpus.objects.all()),
            image=open_media_store().shown(uid, Rendition.VIEW),
            kinds=frozenset({RecordKind.IMAGE}),
            limit=10,
        ),
    )
    assert {"alike", "other", "elsewhere"} <= {hit.card.title for hit in found}
