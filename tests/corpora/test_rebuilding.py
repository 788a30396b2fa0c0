"""The database and the media store are the truth: what is missing from an index is made again."""

import pytest

from agents.retrieval.chroma import ChromaVectors
from agents.retrieval.encoders import load_encoder
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey
from tests.corpora.folders import Folder
from webapp.corpora.fulltext import full_text

pytestmark = pytest.mark.long

ENCODER = load_encoder("hashing")
SPACES = [*ENCODER.spaces, TEXT_SPACE]


def filled(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.draw("b.png", 2)
    folder.write("a.md", "# Herons\n\nThey wade.")
    folder.write("manifest.csv", "file,title\na.png,A heron\n")
    folder.load()
    folder.index()


def stored(folder: Folder, vectors: ChromaVectors) -> dict[str, set[Record]]:
    return {
        space: vectors.records(CollectionKey(folder.corpus.pk, ENCODER.version, space)) for space in SPACES
    }


def test_vectors_that_were_lost_altogether_are_made_again(
    folder: Folder, live_vectors: ChromaVectors
) -> None:
    filled(folder)
    before = stored(folder, live_vectors)
    live_vectors.drop(folder.corpus.pk)
    folder.index()
    assert stored(folder, live_vectors) == before
    assert all(before.values())


def test_single_vectors_that_were_lost_are_made_again(folder: Folder, live_vectors: ChromaVectors) -> None:
    filled(folder)
    before = stored(folder, live_vectors)
    for space, records in before.items():
        key = CollectionKey(folder.corpus.pk, ENCODER.version, space)
        live_vectors.remove(key, sorted(records, key=str)[:1])
    folder.index()
    assert stored(folder, live_vectors) == before


def test_vectors_without_a_row_are_removed(folder: Folder, live_vectors: ChromaVectors) -> None:
    filled(folder)
    before = stored(folder, live_vectors)
    strangers = [Record(RecordKind.IMAGE, 9999), Record(RecordKind.PASSAGE, 9999)]
    for space, dimension in {**ENCODER.spaces, TEXT_SPACE: ENCODER.passage_dimension}.items():
        vector = ENCODER.embed_texts(["stranger", "stranger"])[:, :dimension]
        key = CollectionKey(folder.corpus.pk, ENCODER.version, space)
        live_vectors.upsert(
            key,
            strangers if space == TEXT_SPACE else strangers[:1],
            vector[: 2 if space == TEXT_SPACE else 1],
        )
    folder.index()
    assert stored(folder, live_vectors) == before


def test_full_text_that_was_lost_is_made_again(folder: Folder, live_vectors: ChromaVectors) -> None:
    filled(folder)
    count = full_text().count(folder.corpus.pk)
    full_text().remove_corpus(folder.corpus.pk)
    folder.index()
    assert full_text().count(folder.corpus.pk) == count > 0
