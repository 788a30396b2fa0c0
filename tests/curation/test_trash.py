"""Deleting for good: rows, vectors, words and files go, but what something else uses stays."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from agents.retrieval import windows
from agents.retrieval.lexical import Record, RecordKind
from tests.curation.test_changes import add_picture, embeddings
from tests.web.drawn import make_answered_run
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, CorpusImage, MediaUse
from webapp.curation import jobs
from webapp.curation.changes.purging import KEPT_FOR, purge_outdated
from webapp.curation.changes.services import begin
from webapp.curation.models import Change, ChangeItem, CurationJob
from webapp.media.stores import open_media_store

pytestmark = pytest.mark.long

Callbacks = DjangoCaptureOnCommitCallbacks


def pictures_with_embeddings(corpus: Corpus) -> set[int]:
    return {
        windows.picture_of(Record(RecordKind.IMAGE, number)).id if windows.is_of_windows(space) else number
        for space, number in embeddings(corpus)
    }


@pytest.fixture
def trashed(curated: Corpus, cleo: User) -> Corpus:
    """Two pictures in the trash beside one that is kept."""
    put_away = [add_picture(curated, number).pk for number in (1, 2)]
    index_now(curated)
    curated.refresh_from_db()
    begin(curated, cleo, Change.Action.TRASH, {}, CorpusImage.objects.filter(pk__in=put_away))
    return curated


def empty(client: Client, callbacks: Callbacks, **fields: object) -> CurationJob:
    client.post("/corpora/coast/trash/empty/", {"confirmed": "1", **fields})
    job = CurationJob.objects.get(kind="purge")
    with callbacks(execute=True):
        jobs.execute(job.pk)
    job.refresh_from_db()
    return job


def test_nothing_is_left_of_what_is_deleted_for_good(
    trashed: Corpus, as_cleo: Client, django_capture_on_commit_callbacks: Callbacks
) -> None:
    gone = list(trashed.images.exclude(trashed=None).values_list("uid", flat=True))
    job = empty(as_cleo, django_capture_on_commit_callbacks, all="1")
    assert (job.status, job.report["pictures"], job.report["files_kept"]) == ("finished", 2, 0)
    assert trashed.images.count() == 1
    assert not ChangeItem.objects.exists()
    assert pictures_with_embeddings(trashed) == {trashed.images.get().pk}
    assert full_text().count(trashed.pk) == 1
    for uid in gone:
        assert not open_media_store().exists(uid)
        assert not MediaUse.objects.filter(uid=uid).exists()


def test_a_file_that_a_run_uses_stays_and_its_run_still_opens(
    curated: Corpus,
    cleo: User,
    as_cleo: Client,
    ada: User,
    as_ada: Client,
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    run, uid = make_answered_run(ada, curated), curated.images.get().uid
    begin(curated, cleo, Change.Action.TRASH, {}, curated.images.all())
    job = empty(as_cleo, django_capture_on_commit_callbacks, all="1")
    assert (job.report["pictures"], job.report["files_kept"]) == (1, 1)
    assert open_media_store().exists(uid)
    assert as_ada.get(f"/runs/{run.pk}/").status_code == 200


def test_only_the_chosen_ones_go(
    trashed: Corpus, as_cleo: Client, django_capture_on_commit_callbacks: Callbacks
) -> None:
    one, other = trashed.images.exclude(trashed=None).order_by("pk")
    kept = trashed.images.get(trashed=None)
    empty(as_cleo, django_capture_on_commit_callbacks, ids=[one.pk, kept.pk])
    assert set(trashed.images.all()) == {other, kept}


def test_nothing_is_deleted_unless_it_is_said(trashed: Corpus, as_cleo: Client) -> None:
    as_cleo.post("/corpora/coast/trash/empty/", {"confirmed": "1"})
    assert not CurationJob.objects.filter(kind="purge").exists()


def test_a_person_is_asked_before_anything_goes_for_good(trashed: Corpus, as_cleo: Client) -> None:
    one, other = trashed.images.exclude(trashed=None).order_by("pk")
    few = as_cleo.post("/corpora/coast/trash/empty/", {"ids": [one.pk]}).content.decode()
    assert "Delete 1 picture for good?" in few
    assert f'name="ids" value="{one.pk}"' in few
    # Whoever empties the trash means all of it, whatever is ticked.
    whole = as_cleo.post("/corpora/coast/trash/empty/", {"all": "1", "ids": [other.pk]}).content.decode()
    assert "Delete 2 pictures for good?" in whole
    assert 'name="ids"' not in whole
    assert not CurationJob.objects.filter(kind="purge").exists()


def test_what_is_going_for_good_cannot_be_chosen_any_more(trashed: Corpus, as_cleo: Client) -> None:
    one, other = trashed.images.exclude(trashed=None).order_by("pk")
    as_cleo.post("/corpora/coast/trash/empty/", {"ids": [one.pk], "confirmed": "1"})
    page = as_cleo.get("/corpora/coast/trash/").content.decode()
    assert f'value="{one.pk}"' not in page
    assert f'value="{other.pk}"' in page
    assert "1 picture is being deleted for good." in page
    as_cleo.post("/corpora/coast/trash/empty/", {"all": "1", "confirmed": "1"})
    assert "Restore" not in as_cleo.get("/corpora/coast/trash/").content.decode()


def test_what_has_lain_there_for_long_goes_by_itself(
    trashed: Corpus, django_capture_on_commit_callbacks: Callbacks
) -> None:
    old, new = trashed.images.exclude(trashed=None).order_by("pk")
    long_ago = timezone.now() - KEPT_FOR - timedelta(hours=1)
    CorpusImage.objects.filter(pk=old.pk).update(trashed=long_ago)
    purge_outdated()
    purge_outdated()
    job = CurationJob.objects.get(kind="purge")
    with django_capture_on_commit_callbacks(execute=True):
        jobs.execute(job.pk)
    assert not CorpusImage.objects.filter(pk=old.pk).exists()
    assert CorpusImage.objects.filter(pk=new.pk).exists()
