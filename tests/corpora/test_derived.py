"""What was derived from a picture is taken by the next import of the same bytes; what people wrote is not."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from agents.retrieval.chroma import ChromaVectors
from agents.retrieval.encoders import load_encoder
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey
from media_store import MediaStore
from tests.corpora.drawn import draw_picture, draw_sign, paragraphs
from tests.corpora.folders import Folder
from webapp.corpora.importing.services import import_paths
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, CorpusImage, Derived, MediaUse
from webapp.corpora.services import derived
from webapp.corpora.services.catalogue import create_corpus

pytestmark = pytest.mark.long

ENCODER = load_encoder("hashing")
LARGE = (400, 300)


@pytest.fixture(autouse=True)
def nothing_kept(db: None) -> None:
    """Tests that kill processes leave what these had derived."""
    Derived.objects.all().delete()


@pytest.fixture
def again(folder: Folder) -> Corpus:
    """A second corpus, for the same files."""
    return create_corpus("again")


def bring_in(folder: Folder, corpus: Corpus) -> CorpusImage:
    import_paths(corpus, [folder.path])
    return corpus.images.get()


def vectors_of(vectors: ChromaVectors, image: CorpusImage, space: str) -> list[list[float]]:
    key = CollectionKey(image.corpus_id, ENCODER.version, space)
    return [each.tolist() for each in vectors.vectors(key, [Record(RecordKind.IMAGE, image.pk)]).values()]


def test_a_picture_is_not_opened_twice(
    folder: Folder, again: Corpus, store: MediaStore, live_vectors: ChromaVectors
) -> None:
    folder.write("a.png", draw_picture(1, size=LARGE))
    folder.load()
    folder.index()
    first, second = folder.corpus.images.get(), bring_in(folder, again)
    store.delete(second.uid)
    index_now(again)
    second.refresh_from_db()
    assert not again.problems.exists()
    assert (second.labels, second.perceptual_hash, second.sharpness) == (
        first.labels, first.perceptual_hash, first.sharpness,
    )  # fmt: skip
    for space in ENCODER.spaces:
        assert vectors_of(live_vectors, second, space) == vectors_of(live_vectors, first, space) != []


@pytest.mark.networks
def test_text_in_a_picture_is_read_once(
    folder: Folder, again: Corpus, store: MediaStore, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"ocr": True})
    folder.write("sign.png", draw_sign("HARBOUR 42"))
    folder.load()
    folder.index()
    second = bring_in(folder, again)
    store.delete(second.uid)
    index_now(again)
    second.refresh_from_db()
    assert "HARBOUR" in second.ocr_text


def test_written_words_stay_in_their_corpus(
    folder: Folder, again: Corpus, live_vectors: ChromaVectors
) -> None:
    folder.draw("a.png", 1)
    folder.write("manifest.csv", "file,title\na.png,Lighthouse\n")
    folder.load()
    folder.index()
    (folder.path / "manifest.csv").unlink()
    second = bring_in(folder, again)
    index_now(again)
    second.refresh_from_db()
    assert second.title == ""
    assert vectors_of(live_vectors, second, TEXT_SPACE) == []
    assert not any(b"Lighthouse" in bytes(each.payload) for each in Derived.objects.all())


def test_nothing_is_kept_where_the_setting_says_so(
    folder: Folder, again: Corpus, store: MediaStore, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"derived_mb": 0})
    folder.draw("a.png", 1)
    folder.load()
    folder.index()
    assert not Derived.objects.exists()
    store.delete(bring_in(folder, again).uid)
    index_now(again)
    assert again.problems.exists()


def test_a_passage_is_embedded_once(folder: Folder, again: Corpus, live_vectors: ChromaVectors) -> None:
    folder.write("a.md", paragraphs(4))
    folder.load()
    folder.index()
    kept = set(Derived.objects.values_list("pk", flat=True))
    import_paths(again, [folder.path])
    index_now(again)
    assert kept == set(Derived.objects.values_list("pk", flat=True)) != set()
    passages = again.documents.get().passages.count()
    assert (
        live_vectors.count(CollectionKey(again.pk, ENCODER.version, TEXT_SPACE), RecordKind.PASSAGE)
        == passages
    )


def test_texts_are_embedded_in_their_order(db: None) -> None:
    derived.embed_texts(ENCODER, ["heron"])
    found = derived.embed_texts(ENCODER, ["owl", "heron", "owl"])
    assert found == pytest.approx(ENCODER.embed_passages(["owl", "heron", "owl"]), abs=1e-3)
    assert derived.embed_texts(ENCODER, ["heron"]).tolist() == found[1:2].tolist()


def test_what_was_longest_of_no_use_goes_first(db: None, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"derived_mb": 1})
    for days in range(4):
        used = timezone.now() - timedelta(days=days)
        Derived.objects.create(subject=f"{days}", maker="m", size_bytes=400_000, payload=b"", used=used)
    derived.remove_outdated()
    assert set(Derived.objects.values_list("subject", flat=True)) == {"0", "1"}


def test_of_a_picture_that_is_gone_nothing_stays_for_ever(corpus: Corpus) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    for uid in ("img_gone", "img_used"):
        Derived.objects.create(subject=uid, maker="m", size_bytes=1, payload=b"", used=long_ago)
    MediaUse.objects.create(uid="img_used", corpus=corpus)
    derived.remove_outdated()
    assert Derived.objects.get().subject == "img_used"


def test_all_of_it_can_be_forgotten(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.draw("a.png", 1)
    folder.load()
    folder.index()
    call_command("corpus", "clear-cache", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["forgotten"] == 2 and told["bytes"] > 0
    assert not Derived.objects.exists()
