"""Real weights over real pictures: words find what a picture shows though nothing is written about it."""

from io import BytesIO

import pytest
import skimage.data
from PIL import Image

from agents.retrieval.chroma import ChromaVectors
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import CollectionKey
from tests.corpora.folders import Folder
from webapp.corpora.encoders import encoder
from webapp.corpora.indexing.services import index_now

pytestmark = pytest.mark.networks


@pytest.mark.usefixtures("home_networks")
def test_a_photograph_is_found_by_what_it_shows(folder: Folder, live_vectors: ChromaVectors) -> None:
    for name in ("chelsea", "coffee", "rocket"):
        target = BytesIO()
        Image.fromarray(getattr(skimage.data, name)()).save(target, "JPEG")
        folder.write(f"{name}.jpg", target.getvalue())
    folder.load()
    index_now(folder.corpus, "builtin")
    builtin = encoder("builtin")
    key = CollectionKey(folder.corpus.pk, builtin.version, builtin.query_space)
    names = dict(folder.corpus.images.values_list("pk", "path"))
    for words, path in {"a cat": "chelsea.jpg", "a cup of espresso": "coffee.jpg"}.items():
        [best] = live_vectors.query(key, builtin.embed_texts([words])[0], kind="image", limit=1)
        assert best.record == Record(RecordKind.IMAGE, best.record.id)
        assert names[best.record.id] == path
