"""Vectors that are lost are noticed, said, and made again."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from agents.retrieval.chroma import ChromaVectors
from agents.retrieval.encoders import load_encoder
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey
from tests.corpora.folders import Folder
from webapp.corpora.indexing import lost_vectors
from webapp.corpora.indexing.lost_vectors import count_lost, incomplete
from webapp.corpora.models import Corpus, IndexJob
from webapp.corpora.vectors import home_vectors, open_vectors
from webapp.doctor.checks import Broken, probe_indexes

pytestmark = pytest.mark.long

ENCODER = load_encoder("hashing")


@pytest.fixture
def filled(folder: Folder) -> Corpus:
    """Two pictures, one of them with a title, and a document; indexed."""
    folder.draw("a.png", 1)
    folder.draw("b.png", 2)
    folder.write("a.md", "# Herons\n\nThey wade.")
    folder.write("manifest.csv", "file,title\na.png,A heron\n")
    folder.load()
    folder.index()
    folder.corpus.refresh_from_db()
    return folder.corpus


@pytest.fixture
def served(settings: Settings) -> None:
    """As where a server has the vectors, which these tests hold themselves."""
    path = Path(settings.VECTORS_FOLDER)
    path.with_suffix(".json").write_text(json.dumps({"pid": 1, "url": "http://127.0.0.1:1"}))


def key_of(corpus: Corpus, space: str) -> CollectionKey:
    return CollectionKey(corpus.pk, ENCODER.version, space)


def age_jobs() -> None:
    IndexJob.objects.update(created=timezone.now() - timedelta(hours=1))


def test_a_whole_index_lacks_nothing(filled: Corpus, live_vectors: ChromaVectors) -> None:
    assert count_lost(filled, live_vectors) == 0
    assert incomplete([filled], with_waiting=True) == {}


def test_a_corpus_without_an_index_lacks_nothing(corpus: Corpus, live_vectors: ChromaVectors) -> None:
    assert count_lost(corpus, live_vectors) == 0


def test_an_index_that_is_gone_lacks_everything(filled: Corpus, live_vectors: ChromaVectors) -> None:
    live_vectors.drop(filled.pk)
    # Two pictures in each space, one with words, and one passage.
    assert incomplete([filled]) == {"birds": 2 * len(ENCODER.spaces) + 2}


@pytest.mark.parametrize("space", [*ENCODER.spaces, TEXT_SPACE])
def test_one_vector_that_is_gone_is_noticed(filled: Corpus, live_vectors: ChromaVectors, space: str) -> None:
    kind = RecordKind.PASSAGE if space == TEXT_SPACE else RecordKind.IMAGE
    records = [each for each in live_vectors.records(key_of(filled, space)) if each.kind is kind]
    live_vectors.remove(key_of(filled, space), sorted(records, key=str)[:1])
    assert count_lost(filled, live_vectors) == 1


def test_hidden_pictures_are_not_missed(filled: Corpus, live_vectors: ChromaVectors) -> None:
    image = filled.images.order_by("pk").first()
    assert image
    for space in ENCODER.spaces:
        live_vectors.remove(key_of(filled, space), [Record(RecordKind.IMAGE, image.pk)])
    filled.images.filter(pk=image.pk).update(is_hidden=True)
    assert count_lost(filled, live_vectors) == 0


def test_what_waits_for_the_index_is_missed_by_searches_alone(filled: Corpus) -> None:
    image = filled.images.order_by("pk").first()
    assert image
    filled.images.create(uid="img_new", path="new.png", width=1, height=1)
    assert incomplete([filled]) == {}
    assert incomplete([filled], with_waiting=True) == {"birds": len(ENCODER.spaces)}


def test_a_picture_that_cannot_be_read_is_not_waited_for(filled: Corpus) -> None:
    filled.images.create(uid="img_new", path="new.png", width=1, height=1)
    filled.problems.create(path="new.png", reason="It is damaged.", job=filled.jobs.first())
    assert incomplete([filled], with_waiting=True) == {}


def test_lost_vectors_are_made_again_by_themselves(
    filled: Corpus, folder: Folder, live_vectors: ChromaVectors, served: None
) -> None:
    age_jobs()
    assert lost_vectors.mend() == []
    live_vectors.drop(filled.pk)
    assert lost_vectors.mend() == ["birds"]
    assert IndexJob.objects.filter(status="queued", encoder=filled.encoder).count() == 1
    folder.index()
    assert count_lost(filled, live_vectors) == 0


def test_nothing_is_queued_again_at_once(filled: Corpus, live_vectors: ChromaVectors, served: None) -> None:
    live_vectors.drop(filled.pk)  # A job has just ended.
    assert lost_vectors.mend() == []
    age_jobs()
    assert lost_vectors.mend() == ["birds"]
    assert lost_vectors.mend() == []


def test_nobody_takes_the_folder_from_its_server(filled: Corpus, live_vectors: ChromaVectors) -> None:
    age_jobs()
    live_vectors.drop(filled.pk)
    assert lost_vectors.mend() == []


def test_doctor_names_corpora_that_lack_vectors(filled: Corpus, settings: Settings) -> None:
    home_vectors(Path(settings.VECTORS_FOLDER)).close()  # Doctor opens the folder itself.
    assert "1 corpora" in probe_indexes()
    open_vectors().drop(filled.pk)
    home_vectors(Path(settings.VECTORS_FOLDER)).close()
    with pytest.raises(Broken, match=r"birds \(\d+\)") as broken:
        probe_indexes()
    assert "corpus reindex birds" in broken.value.advice


@pytest.mark.parametrize("page", ["health", "jobs"])
def test_pages_of_a_corpus_offer_to_mend(filled: Corpus, live_vectors: ChromaVectors, page: str) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    address = f"/corpora/birds/{page}/"
    assert "Make them again" not in client.get(address).content.decode()
    live_vectors.drop(filled.pk)
    assert "Make them again" in client.get(address).content.decode()
    client.post("/corpora/birds/jobs/index/", {"what": "waiting"})
    assert IndexJob.objects.filter(status="queued").exists()


@pytest.mark.parametrize("address", ["/corpora/", "/corpora/birds/"])
def test_lists_of_corpora_and_pictures_tell_it(
    filled: Corpus, live_vectors: ChromaVectors, served: None, address: str
) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    assert "lost" not in client.get(address).content.decode()
    live_vectors.drop(filled.pk)
    incomplete([filled])  # As workers do every minute.
    assert "lost" in client.get(address).content.decode()


def test_nobody_else_is_told(filled: Corpus, live_vectors: ChromaVectors) -> None:
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    live_vectors.drop(filled.pk)
    incomplete([filled])
    for address in ("/corpora/", "/corpora/birds/"):
        assert "lost" not in client.get(address).content.decode()


def test_the_next_index_job_takes_it_back(
    filled: Corpus, folder: Folder, live_vectors: ChromaVectors
) -> None:
    live_vectors.drop(filled.pk)
    incomplete([filled])
    assert Corpus.objects.get().lost_vectors > 0
    folder.index()
    assert Corpus.objects.get().lost_vectors == 0


def test_spaces_of_an_earlier_index_are_those_that_are_there(
    filled: Corpus, live_vectors: ChromaVectors
) -> None:
    Corpus.objects.update(spaces=[])
    filled.refresh_from_db()
    assert count_lost(filled, live_vectors) == 0
    space = next(iter(ENCODER.spaces))
    live_vectors.remove(
        key_of(filled, space), sorted(live_vectors.records(key_of(filled, space)), key=str)[:1]
    )
    assert count_lost(filled, live_vectors) == 1
    live_vectors.drop(filled.pk)
    assert count_lost(filled, live_vectors) > 0
