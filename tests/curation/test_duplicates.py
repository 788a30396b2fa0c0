"""Duplicates: found exactly, looked at side by side, decided once, taken back."""

from io import BytesIO

import numpy as np
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from PIL import Image

from agents.vision import are_near_duplicates, fingerprint
from agents.vision.pairs import alike, copies
from tests.corpora.drawn import draw_picture
from tests.curation.test_changes import add_picture
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, CorpusImage, MediaUse
from webapp.curation.duplicates.deciding import DecidedMeanwhile, decide
from webapp.curation.duplicates.scanning import scan
from webapp.curation.models import Change, CurationJob, DuplicatePair
from webapp.media.stores import open_media_store

pytestmark = pytest.mark.long

Decision = DuplicatePair.Decision


def test_pairs_by_blocks_are_those_of_comparing_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.vision.pairs._BLOCK", 7)
    pictures = [Image.open(BytesIO(draw_picture(number % 11))) for number in range(30)]
    prints = [fingerprint(picture.resize((200 + 9 * n, 150))) for n, picture in enumerate(pictures)]
    prints[4] = ""
    found = {(pair.first, pair.second) for block in copies(prints) for pair in block}
    expected = {
        (one, other)
        for one in range(30)
        for other in range(one + 1, 30)
        if are_near_duplicates(prints[one], prints[other])
    }
    assert expected
    assert found == expected


def test_similar_pairs_are_the_nearest_by_cosine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.vision.pairs._BLOCK", 2)
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [2, 0.1], [0, 0]], dtype=np.float32)
    found = [(pair.first, pair.second) for block in alike(vectors, 0.9, 1) for pair in block]
    assert found == [(0, 3), (1, 3)]


@pytest.fixture
def gallery(curated: Corpus) -> Corpus:
    """A picture, the same in another file, and others; indexed."""
    add_picture(curated, 20)
    data = BytesIO()
    store = open_media_store()
    original = store.image(curated.images.get(path="tower-20.png").uid)
    original.resize((480, 320)).save(data, "JPEG", quality=70)
    uid = store.put(data.getvalue()).uid
    MediaUse.objects.create(uid=uid, corpus=curated)
    CorpusImage.objects.create(
        corpus=curated, uid=uid, path="copy.jpg", caption="A copy.", tags=["scan"], width=480, height=320
    )
    index_now(curated)
    curated.refresh_from_db()
    return curated


def scanned(corpus: Corpus) -> DuplicatePair:
    scan(corpus, lambda done, total: None)
    return corpus.duplicates.get(kind="copy", first__path="tower-20.png", second__path="copy.jpg")


def test_a_resized_and_re_encoded_picture_is_a_copy(gallery: Corpus) -> None:
    assert scanned(gallery).similarity > 0.85


def test_looking_again_changes_nothing_and_keeps_decisions(gallery: Corpus, cleo: User) -> None:
    decide(scanned(gallery), cleo, Decision.KEPT_BOTH)
    before = list(gallery.duplicates.values())
    scanned(gallery)
    assert list(gallery.duplicates.values()) == before


def test_a_pair_is_in_one_list_only(gallery: Corpus) -> None:
    scanned(gallery)
    pairs = list(gallery.duplicates.values_list("first", "second"))
    assert len(pairs) == len(set(pairs))


def test_the_one_that_is_kept_takes_over_what_was_said_of_the_other(gallery: Corpus, cleo: User) -> None:
    pair = scanned(gallery)
    CorpusImage.objects.filter(pk=pair.first_id).update(caption="", license="")
    CorpusImage.objects.filter(pk=pair.second_id).update(license="CC0")
    decide(pair, cleo, Decision.KEPT_FIRST)
    pair.refresh_from_db()
    kept, gone = pair.first, pair.second
    assert (kept.caption, kept.license, kept.tags) == ("A copy.", "CC0", ["tower", "scan"])
    assert gone.trashed
    assert kept.trashed is None
    assert list(Change.objects.values_list("action", flat=True)) == ["trash", "merge"]


def test_the_second_of_two_who_decide_is_told(gallery: Corpus, cleo: User, admin: User) -> None:
    pair = scanned(gallery)
    stale = DuplicatePair.objects.get(pk=pair.pk)
    decide(pair, cleo, Decision.KEPT_BOTH)
    with pytest.raises(DecidedMeanwhile):
        decide(stale, admin, Decision.KEPT_SECOND)
    assert not gallery.images.exclude(trashed=None).exists()


def test_the_page_shows_two_and_what_differs(gallery: Corpus, as_cleo: Client) -> None:
    pair = scanned(gallery)
    page = BeautifulSoup(as_cleo.get("/corpora/coast/duplicates/").content, "html.parser")
    assert len(page.select(".pair img")) == 2
    assert "File" in [row.select_one("th").text for row in page.select(".differs")]  # type: ignore[union-attr]
    as_cleo.post(f"/corpora/coast/duplicates/{pair.pk}/decide/", {"decision": "kept_second"})
    pair.refresh_from_db()
    assert (pair.decision, bool(pair.first.trashed)) == ("kept_second", True)
    again = as_cleo.get("/corpora/coast/duplicates/").content.decode()
    assert "the right one kept" in again
    as_cleo.post(f"/corpora/coast/duplicates/{pair.pk}/decide/", {"decision": "reopen"})
    pair.refresh_from_db()
    assert pair.decision == ""


def test_pairs_with_a_picture_in_the_trash_are_not_offered(gallery: Corpus, as_cleo: Client) -> None:
    pair = scanned(gallery)
    CorpusImage.objects.filter(pk=pair.first_id).update(trashed="2026-01-01T00:00Z")
    page = as_cleo.get("/corpora/coast/duplicates/").content.decode()
    assert f"/duplicates/{pair.pk}/decide/" not in page


def test_the_threshold_narrows_the_similar_ones(gallery: Corpus, as_cleo: Client) -> None:
    scanned(gallery)
    first, second = sorted(gallery.images.values_list("pk", flat=True))[:2]
    gallery.duplicates.all().delete()
    DuplicatePair.objects.create(
        corpus=gallery, first_id=first, second_id=second, kind="similar", similarity=0.9
    )
    assert "(1)" in as_cleo.get("/corpora/coast/duplicates/?kind=similar&from=0.88").content.decode()
    assert "Similar (0)" in as_cleo.get("/corpora/coast/duplicates/?kind=similar&from=0.95").content.decode()


@pytest.mark.parametrize(
    ("state", "said", "unsaid"),
    [
        ({"status": "queued"}, "It waits for a worker", "Nothing left"),
        ({"status": "running"}, "Being looked through.", "Nothing left"),
        ({"status": "running", "total": 8, "done": 2}, "Being looked through: 2 of 8.", "Nothing left"),
        ({"status": "cancelled"}, "not looked through to the end", "Being looked through"),
        ({"status": "finished", "total": 8}, "Nothing left", "Being looked through"),
    ],
)
def test_the_page_says_how_far_it_is(
    state: dict[str, object], said: str, unsaid: str, curated: Corpus, as_cleo: Client
) -> None:
    job = CurationJob(corpus=curated, kind="scan_duplicates", finished=timezone.now(), **state)
    job.save()
    page = as_cleo.get("/corpora/coast/duplicates/").content.decode()
    assert said in page
    assert unsaid not in page
