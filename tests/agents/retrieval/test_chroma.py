"""Each VectorIndex keeps its promises: Chroma embedded and over HTTP, and the one in memory."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from urllib.parse import urlsplit

import chromadb
import numpy as np
import pytest
from chromadb.api import ClientAPI

from agents.errors import VectorsUnavailable
from agents.retrieval.chroma import ChromaVectors
from agents.retrieval.chroma_collections import collection_name
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import CollectionKey, VectorIndex, Vectors
from tests.support.relays import Relay, relay_to
from webapp.corpora.vectors import connect

_corpus_ids = count(1000)


@pytest.fixture
def key() -> CollectionKey:
    return CollectionKey(next(_corpus_ids), "encoder-1", "semantic")


def image(number: int) -> Record:
    return Record(RecordKind.IMAGE, number)


def passage(number: int) -> Record:
    return Record(RecordKind.PASSAGE, number)


def axes(*numbers: int) -> Vectors:
    """One unit vector for each number, along that axis of eight."""
    return np.eye(8, dtype=np.float32)[list(numbers)]


def test_the_nearest_records_come_first_with_their_cosine(vectors: VectorIndex, key: CollectionKey) -> None:
    slanted = np.array([[3, 4, 0, 0, 0, 0, 0, 0]], dtype=np.float32)
    vectors.upsert(key, [image(1), image(2)], np.concatenate([axes(0), slanted]))
    hits = vectors.query(key, axes(0)[0], kind="image", limit=5)
    assert [hit.record for hit in hits] == [image(1), image(2)]
    assert [hit.similarity for hit in hits] == pytest.approx([1.0, 0.6], abs=1e-5)


def test_storing_a_record_twice_replaces_its_vector(vectors: VectorIndex, key: CollectionKey) -> None:
    vectors.upsert(key, [image(1)], axes(0))
    vectors.upsert(key, [image(1)], axes(3))
    hits = vectors.query(key, axes(3)[0], kind=None, limit=5)
    assert [(hit.record, round(hit.similarity, 3)) for hit in hits] == [(image(1), 1.0)]


def test_a_query_may_ask_for_one_kind_or_for_all(vectors: VectorIndex, key: CollectionKey) -> None:
    vectors.upsert(key, [image(7), passage(7)], axes(0, 0))
    assert [h.record for h in vectors.query(key, axes(0)[0], kind="passage", limit=5)] == [passage(7)]
    assert {h.record for h in vectors.query(key, axes(0)[0], kind=None, limit=5)} == {image(7), passage(7)}


def test_no_more_than_the_limit_is_answered_over_all_kinds(vectors: VectorIndex, key: CollectionKey) -> None:
    vectors.upsert(key, [image(1), image(2), passage(1), passage(2)], axes(0, 1, 0, 1))
    hits = vectors.query(key, axes(0)[0], kind=None, limit=3)
    assert len(hits) == 3
    assert {hit.record for hit in hits[:2]} == {image(1), passage(1)}


def test_an_absent_collection_answers_with_nothing(vectors: VectorIndex, key: CollectionKey) -> None:
    assert vectors.query(key, axes(0)[0], kind=None, limit=5) == []
    assert vectors.records(key) == set()
    vectors.remove(key, [image(1)])
    vectors.drop(key.corpus_id)


def test_removed_records_are_gone_and_unknown_ones_ignored(vectors: VectorIndex, key: CollectionKey) -> None:
    vectors.upsert(key, [image(1), passage(1)], axes(0, 1))
    vectors.remove(key, [image(1), image(99)])
    assert vectors.records(key) == {passage(1)}


@pytest.mark.long
def test_more_records_than_chroma_takes_at_once_all_arrive(vectors: VectorIndex, key: CollectionKey) -> None:
    records = [image(number) for number in range(6000)]
    generator = np.random.default_rng(0)
    vectors.upsert(key, records, generator.normal(size=(6000, 4)).astype(np.float32))
    assert vectors.records(key) == set(records)


def test_corpora_do_not_see_each_other(vectors: VectorIndex, key: CollectionKey) -> None:
    other = CollectionKey(next(_corpus_ids), key.encoder_version, key.space)
    vectors.upsert(key, [image(1)], axes(0))
    vectors.upsert(other, [image(2)], axes(0))
    assert [hit.record for hit in vectors.query(key, axes(0)[0], kind=None, limit=5)] == [image(1)]


def test_dropping_one_encoder_version_leaves_the_other(vectors: VectorIndex, key: CollectionKey) -> None:
    newer = CollectionKey(key.corpus_id, "encoder-2", key.space)
    vectors.upsert(key, [image(1)], axes(0))
    vectors.upsert(newer, [image(1)], axes(0))
    assert vectors.encoder_versions(key.corpus_id) == {"encoder-1", "encoder-2"}
    vectors.drop(key.corpus_id, encoder_version="encoder-1")
    assert vectors.records(key) == set()
    assert vectors.records(newer) == {image(1)}


def test_dropping_a_corpus_leaves_other_corpora(vectors: VectorIndex, key: CollectionKey) -> None:
    other = CollectionKey(next(_corpus_ids), key.encoder_version, key.space)
    vectors.upsert(key, [image(1), passage(2)], axes(0, 1))
    vectors.upsert(other, [image(1)], axes(0))
    vectors.drop(key.corpus_id)
    assert vectors.records(key) == set()
    assert vectors.encoder_versions(key.corpus_id) == set()
    assert vectors.records(other) == {image(1)}


def test_a_collection_that_another_process_made_anew_is_found(chroma_server: str, key: CollectionKey) -> None:
    ours = connect(chroma_server)
    theirs = connect.__wrapped__(chroma_server)
    ours.upsert(key, [image(1)], axes(0))
    theirs.drop(key.corpus_id)
    assert ours.query(key, axes(0)[0], kind="image", limit=5) == []
    theirs.upsert(key, [image(2)], axes(0))
    assert [hit.record for hit in ours.query(key, axes(0)[0], kind="image", limit=5)] == [image(2)]
    theirs.drop(key.corpus_id)
    ours.upsert(key, [image(3)], axes(0))
    assert theirs.records(key) == {image(3)}
    theirs.close()


def test_records_and_vectors_must_be_as_many(vectors: VectorIndex, key: CollectionKey) -> None:
    with pytest.raises(ValueError, match="2 records came with 1 vectors"):
        vectors.upsert(key, [image(1), image(2)], axes(0))


def test_the_check_names_the_place(embedded_vectors: ChromaVectors) -> None:
    assert embedded_vectors.check().startswith("Chroma ")


def test_the_check_counts_collections(vectors: VectorIndex, key: CollectionKey) -> None:
    vectors.upsert(key, [image(1)], axes(0))
    assert re.search(r"[1-9]\d* collections", str(vectors.check()))


def test_moved_records_leave_their_collection(vectors: VectorIndex, key: CollectionKey) -> None:
    aside = replace(key, space="aside")
    vectors.upsert(key, [image(1), image(2)], axes(0, 1))
    assert vectors.move(key, aside, [image(1), image(9)]) == {image(1)}
    assert (vectors.records(key), vectors.records(aside)) == ({image(2)}, {image(1)})
    assert vectors.move(key, aside, [image(1)]) == {image(1)}


def test_copies_have_the_vector_under_another_name(vectors: VectorIndex, key: CollectionKey) -> None:
    other = replace(key, space="copies")
    vectors.upsert(key, [image(1)], axes(3))
    vectors.copy(key, other, {image(1): image(5), image(8): image(9)})
    found = vectors.vectors(other, [image(5), image(9)])
    assert {record: vector.tolist() for record, vector in found.items()} == {image(5): axes(3)[0].tolist()}
    assert vectors.records(key) == {image(1)}


def test_what_is_stored_can_be_counted(vectors: VectorIndex, key: CollectionKey) -> None:
    vectors.upsert(key, [image(1), image(2), passage(1)], axes(0, 1, 2))
    assert (vectors.count(key, RecordKind.IMAGE), vectors.count(key, RecordKind.PASSAGE)) == (2, 1)
    assert vectors.spaces(key.corpus_id, key.encoder_version) == {key.space}
    assert vectors.spaces(key.corpus_id, "another") == set()


def test_a_server_that_does_not_answer_is_a_sentence() -> None:
    with pytest.raises(VectorsUnavailable, match="The vector server does not answer") as error:
        connect("http://127.0.0.1:9")
    assert error.value.detail.startswith("http://127.0.0.1:9: ")


def test_versions_that_differ_in_odd_characters_have_collections_of_their_own() -> None:
    names = {
        collection_name(CollectionKey(1, version, "joint"), RecordKind.IMAGE)
        for version in ("openclip/a", "openclip-a", "OpenCLIP a", "x" * 400, "x" * 401)
    }
    assert len(names) == 5
    assert all(len(name) <= 512 for name in names)


def test_nearly_all_of_the_exact_neighbours_are_found(
    embedded_vectors: ChromaVectors, key: CollectionKey
) -> None:
    generator = np.random.default_rng(7)
    stored = generator.normal(size=(3000, 64)).astype(np.float32)
    stored /= np.linalg.norm(stored, axis=1, keepdims=True)
    queries = generator.normal(size=(40, 64)).astype(np.float32)
    embedded_vectors.upsert(key, [image(number) for number in range(3000)], stored)
    found = 0
    for query in queries:
        exact = {image(int(row)) for row in np.argsort(-(stored @ query))[:10]}
        found += len(
            exact & {hit.record for hit in embedded_vectors.query(key, query, kind="image", limit=10)}
        )
    assert found / 400 >= 0.99


@pytest.fixture
def relay(chroma_server: str) -> Iterator[Relay]:
    address = urlsplit(chroma_server)
    with relay_to(str(address.hostname), int(address.port or 0)) as relay:
        yield relay


@pytest.fixture
def client(relay: Relay) -> ClientAPI:
    return chromadb.HttpClient(port=relay.port, settings=chromadb.Settings(anonymized_telemetry=False))


@pytest.fixture
def relayed(client: ClientAPI) -> Iterator[ChromaVectors]:
    vectors = ChromaVectors(client, "the relay")
    yield vectors
    vectors.close()


def refusal(name: str, message: str) -> bytes:
    body = json.dumps({"error": name, "message": message}).encode()
    return b"HTTP/1.1 500 Error\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


DROPPED = refusal("ChromaError", "Error getting collection: Missing field: [Missing metadata segment]")
MADE = refusal("InternalError", "Error creating hnsw segment reader: Nothing found on disk")


def test_a_server_that_hangs_is_given_up_on(relay: Relay, client: ClientAPI, relayed: ChromaVectors) -> None:
    assert "collections" in relayed.check()
    relay.silent.set()
    with pytest.raises(VectorsUnavailable, match="does not answer") as error:
        ChromaVectors(client, "the relay", answer_seconds=0.2).check()
    assert error.value.detail.startswith("the relay: ")


@pytest.mark.parametrize("said", [DROPPED, MADE])
def test_a_collection_that_is_just_made_or_dropped_is_asked_again(
    said: bytes, relay: Relay, relayed: ChromaVectors, key: CollectionKey
) -> None:
    relayed.upsert(key, [image(1)], axes(0))
    relay.instead += [said] * 3
    assert [hit.record for hit in relayed.query(key, axes(0)[0], kind="image", limit=5)] == [image(1)]
    relay.instead += [said] * 3
    relayed.upsert(key, [image(2)], axes(1))
    assert relay.instead == []
    assert relayed.records(key) == {image(1), image(2)}


def test_a_collection_that_stays_broken_is_a_sentence(
    relay: Relay, relayed: ChromaVectors, key: CollectionKey
) -> None:
    relayed.upsert(key, [image(1)], axes(0))
    relay.instead += [DROPPED] * 50
    with pytest.raises(VectorsUnavailable, match="does not answer") as error:
        relayed.query(key, axes(0)[0], kind="image", limit=5)
    assert "Missing metadata segment" in error.value.detail
