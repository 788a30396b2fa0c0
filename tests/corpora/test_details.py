"""The second pass: parts of pictures get vectors and text is read, while the corpus is searchable already."""

import pytest
from pytest_django import Settings

from agents.retrieval import windows
from agents.retrieval.chroma import ChromaVectors
from agents.retrieval.encoders import load_encoder
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import CollectionKey
from tests.corpora.drawn import draw_picture, draw_sign
from tests.corpora.folders import Folder
from webapp.corpora.indexing import hidden_vectors
from webapp.corpora.indexing.services import build_beside, execute, index_now, use
from webapp.corpora.models import Corpus, CorpusImage

pytestmark = pytest.mark.long

ENCODER = load_encoder("hashing")
LARGE = (400, 300)


@pytest.fixture
def picture(folder: Folder) -> CorpusImage:
    """An indexed picture that is large enough for windows, beside one that is not."""
    folder.write("large.png", draw_picture(1, size=LARGE))
    folder.draw("small.png", 2)
    folder.load()
    folder.index()
    folder.corpus.refresh_from_db()
    return folder.corpus.images.get(path="large.png")


def key_of(corpus: Corpus, version: str = ENCODER.version) -> CollectionKey:
    [space] = windows.windowed_spaces(ENCODER)
    return CollectionKey(corpus.pk, version, windows.window_space(space))


def windows_of(image: CorpusImage) -> set[Record]:
    return set(windows.windows_of([Record(RecordKind.IMAGE, image.pk)]))


def test_large_pictures_have_windows(picture: CorpusImage, live_vectors: ChromaVectors) -> None:
    assert live_vectors.records(key_of(picture.corpus)) == windows_of(picture)
    assert set(picture.corpus.images.values_list("parts_by", flat=True)) == {
        f"{ENCODER.version}.{windows.VERSION}"
    }


def test_a_corpus_serves_before_its_details_are_there(folder: Folder) -> None:
    for number in range(3):
        folder.write(f"{number}.png", draw_picture(number, size=LARGE))
    folder.load()
    seen = list[tuple[str, int]]()

    def look(done: int, total: int) -> None:
        detailed = folder.corpus.images.exclude(parts_by="").count()
        seen.append((Corpus.objects.get().encoder_version, detailed))

    job = index_now(folder.corpus, progress=look)
    assert (job.done, job.details_done) == (3, 3)
    assert (ENCODER.version, 0) in seen
    assert seen[-1] == (ENCODER.version, 3)


def test_windows_of_hidden_pictures_wait_and_come_back(
    picture: CorpusImage, live_vectors: ChromaVectors
) -> None:
    hidden_vectors.set_aside(picture.corpus, [picture])
    assert live_vectors.records(key_of(picture.corpus)) == set()
    hidden_vectors.bring_back(picture.corpus, [picture])
    assert live_vectors.records(key_of(picture.corpus)) == windows_of(picture)


def test_windows_of_a_deleted_picture_go(picture: CorpusImage, live_vectors: ChromaVectors) -> None:
    hidden_vectors.forget(picture.corpus, [picture])
    assert live_vectors.records(key_of(picture.corpus)) == set()


def test_lost_windows_are_made_again(picture: CorpusImage, live_vectors: ChromaVectors) -> None:
    live_vectors.remove(key_of(picture.corpus), [sorted(windows_of(picture), key=str)[0]])
    index_now(picture.corpus)
    assert live_vectors.records(key_of(picture.corpus)) == windows_of(picture)


def test_an_index_beside_has_windows_too(picture: CorpusImage, live_vectors: ChromaVectors) -> None:
    other = load_encoder("hashing:4")
    job = build_beside(picture.corpus, "hashing:4")
    execute(job.pk)
    assert live_vectors.records(key_of(picture.corpus, other.version)) == windows_of(picture)
    use(job)
    execute(job.pk)
    picture.refresh_from_db()
    assert picture.parts_by.startswith(other.version)
    assert picture.prepared_parts_by.startswith(ENCODER.version)


@pytest.mark.networks
def test_text_is_looked_for_once_it_is_wanted(folder: Folder, settings: Settings) -> None:
    folder.write("sign.png", draw_sign("HARBOUR 42"))
    folder.load()
    folder.index()
    image = folder.corpus.images.get()
    assert (image.ocr_text, image.read_by) == ("", "")
    settings.ENV = settings.ENV.model_copy(update={"ocr": True})
    folder.index()
    image.refresh_from_db()
    assert "HARBOUR" in image.ocr_text
    assert image.indexed_by == ENCODER.version
