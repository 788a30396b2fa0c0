"""Indexing: what ends up in rows, vectors and full text, and what a second index leaves alone."""

import pytest
from pytest_django import Settings

from agents.retrieval.chroma import ChromaVectors
from agents.retrieval.encoders import load_encoder
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.tokens import parse_query
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey
from agents.vision import are_near_duplicates
from media_store import MediaStore
from tests.corpora.drawn import draw_picture, draw_sign, paragraphs
from tests.corpora.folders import Folder
from webapp.corpora.errors import IndexingFailed
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import IndexJob

pytestmark = pytest.mark.long

VERSION = load_encoder("hashing").version


def found(folder: Folder, words: str) -> set[Record]:
    hits = full_text().search(
        parse_query(words), corpus_ids=[folder.corpus.pk], kinds=list(RecordKind), limit=10
    )
    return {hit.record for hit in hits}


def key(folder: Folder, space: str) -> CollectionKey:
    return CollectionKey(folder.corpus.pk, VERSION, space)


def images(folder: Folder) -> set[Record]:
    return {Record(RecordKind.IMAGE, pk) for pk in folder.corpus.images.values_list("pk", flat=True)}


def test_pictures_get_labels_fingerprints_and_vectors_of_every_space(
    folder: Folder, live_vectors: ChromaVectors
) -> None:
    for number in range(5):
        folder.draw(f"{number}.png", number)
    folder.load()
    folder.index()
    for row in folder.corpus.images.all():
        assert row.indexed_by == VERSION
        assert row.labels and all(0 <= probability <= 1 for _, probability in row.labels)
        assert are_near_duplicates(row.perceptual_hash, row.perceptual_hash)
    for space in load_encoder("hashing").spaces:
        assert live_vectors.records(key(folder, space)) == images(folder)


def test_a_picture_is_found_by_what_is_written_about_it(folder: Folder, live_vectors: ChromaVectors) -> None:
    folder.draw("a.png", 1)
    folder.draw("b.png", 2)
    folder.write("manifest.csv", "file,title,tags\na.png,The old lighthouse,coast\n")
    folder.load()
    folder.index()
    row = folder.corpus.images.get(path="a.png")
    record = Record(RecordKind.IMAGE, row.pk)
    assert found(folder, "lighthouse") == {record} == found(folder, "coast")
    assert live_vectors.records(key(folder, TEXT_SPACE)) == {record}


def test_a_passage_is_found_by_its_words_and_by_its_title(
    folder: Folder, live_vectors: ChromaVectors
) -> None:
    folder.write("a.md", "# Lighthouses\n\nThey warn ships.")
    folder.load()
    folder.index()
    passage = Record(RecordKind.PASSAGE, folder.corpus.documents.get().passages.get().pk)
    assert found(folder, "warn ships") == {passage} == found(folder, "lighthouses")
    vector = load_encoder("hashing").embed_passages(["Lighthouses\nLighthouses\n\nThey warn ships."])[0]
    [hit] = live_vectors.query(key(folder, TEXT_SPACE), vector, kind=None, limit=3)
    assert (hit.record, round(hit.similarity, 3)) == (passage, 1.0)


def test_a_changed_title_is_found_and_the_old_one_is_not(folder: Folder, live_vectors: ChromaVectors) -> None:
    folder.draw("a.png", 1)
    folder.write("manifest.csv", "file,title\na.png,Lighthouse\n")
    folder.load()
    folder.index()
    folder.write("manifest.csv", "file,title\na.png,\n")
    folder.load()
    folder.index()
    assert found(folder, "lighthouse") == set()
    assert live_vectors.records(key(folder, TEXT_SPACE)) == set()


def test_a_shorter_document_leaves_no_vectors_of_its_old_passages(
    folder: Folder, live_vectors: ChromaVectors
) -> None:
    folder.write("a.md", paragraphs(8))
    folder.load()
    folder.index()
    folder.write("a.md", "Short.")
    folder.load()
    folder.index()
    passage = folder.corpus.documents.get().passages.get()
    assert live_vectors.records(key(folder, TEXT_SPACE)) == {Record(RecordKind.PASSAGE, passage.pk)}
    assert found(folder, "heron") == set()


def test_the_job_counts_rows_and_ends_finished(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.write("a.md", paragraphs(8))
    folder.load()
    passages = folder.corpus.documents.get().passages.count()
    told: list[tuple[int, int]] = []
    job = index_now(folder.corpus, progress=lambda done, total: told.append((done, total)))
    assert (job.status, job.done, job.total) == ("finished", passages + 1, passages + 1)
    assert (job.details_done, job.details_total) == (1, 1)
    assert told[-1] == (passages + 2, passages + 2)
    again = index_now(folder.corpus)
    assert (again.status, again.done, again.total) == ("finished", 0, 0)


def test_a_picture_whose_file_is_gone_is_a_problem_and_stops_nothing(
    folder: Folder, store: MediaStore
) -> None:
    folder.draw("a.png", 1)
    folder.draw("b.png", 2)
    folder.load()
    lost = folder.corpus.images.get(path="a.png")
    store.delete(lost.uid)
    folder.index()
    assert "no picture" in folder.reasons["a.png"]
    assert list(folder.corpus.images.exclude(indexed_by="").values_list("path", flat=True)) == ["b.png"]
    store.put(draw_picture(1))
    folder.index()
    assert folder.reasons == {}
    assert not folder.corpus.images.filter(indexed_by="").exists()


def test_an_encoder_that_cannot_be_had_leaves_the_index_as_it_is(
    folder: Folder, live_vectors: ChromaVectors
) -> None:
    folder.draw("a.png", 1)
    folder.load()
    folder.index()
    with pytest.raises(IndexingFailed, match="takes a number"):
        index_now(folder.corpus, "hashing:with-options")
    folder.corpus.refresh_from_db()
    job = IndexJob.objects.filter(corpus=folder.corpus)[0]
    assert job.status == "failed"
    assert "There is no encoder" in job.message
    assert (folder.corpus.encoder, folder.corpus.encoder_version) == ("hashing", VERSION)
    assert live_vectors.records(key(folder, "semantic")) == images(folder)


def test_another_encoder_takes_over_once_it_is_complete_and_the_old_vectors_go(
    folder: Folder, live_vectors: ChromaVectors
) -> None:
    folder.draw("a.png", 1)
    folder.load()
    folder.index()
    old = CollectionKey(folder.corpus.pk, "older-1", "semantic")
    live_vectors.upsert(old, list(images(folder)), load_encoder("hashing").embed_texts(["old"]))
    folder.corpus.images.update(indexed_by="older-1")
    folder.corpus.encoder, folder.corpus.encoder_version = "older", "older-1"
    folder.corpus.save()
    folder.index()
    assert (folder.corpus.encoder, folder.corpus.encoder_version) == ("hashing", VERSION)
    assert live_vectors.encoder_versions(folder.corpus.pk) == {VERSION}


@pytest.mark.networks
def test_text_in_pictures_is_read_when_the_setting_says_so(folder: Folder, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"ocr": True})
    folder.write("sign.png", draw_sign("HARBOUR 42"))
    folder.load()
    folder.index()
    assert "HARBOUR" in folder.corpus.images.get().ocr_text
    assert found(folder, "harbour") == images(folder)
