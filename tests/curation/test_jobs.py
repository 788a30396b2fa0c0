"""Jobs of curators and of the index: what a killed worker left is delivered again, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.celery import app
from webapp.corpora.models import Corpus, IndexJob
from webapp.curation import jobs
from webapp.curation.models import CurationJob
from webapp.work import jobs as work
from webapp.work import sweeper


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What reaches the broker: names of tasks and ids of jobs."""
    app.loader.import_default_modules()  # As a worker does.
    sent: list[tuple[str, int]] = []

    def send(_app: object, name: str, args: tuple[int], *_: object, **__: object) -> None:
        sent.append((name.rpartition(".")[2], args[0]))

    monkeypatch.setattr(type(app), "send_task", send)
    return sent


def left_behind(job: IndexJob | CurationJob) -> int:
    gone = timezone.now() - timedelta(seconds=1)
    type(job)._default_manager.filter(pk=job.pk).update(
        status="running", lease_owner="elsewhere/1", lease_until=gone
    )
    return job.pk


def test_jobs_of_killed_workers_are_delivered_once(corpus: Corpus, delivered: list[tuple[str, int]]) -> None:
    index = left_behind(IndexJob.objects.create(corpus=corpus, encoder="hashing"))
    curation = left_behind(CurationJob.objects.create(corpus=corpus, kind="purge"))
    sweeper.recover()
    assert sorted(delivered) == [("curate", curation), ("index_corpus", index)]
    assert {job.status for job in (*IndexJob.objects.all(), *CurationJob.objects.all())} == {"queued"}


def test_what_waits_is_delivered_where_there_are_slots(
    corpus: Corpus, delivered: list[tuple[str, int]]
) -> None:
    waiting = CurationJob.objects.create(corpus=corpus, kind="purge")
    paused = CurationJob.objects.create(corpus=corpus, kind="purge", status="paused")
    sweeper.recover()
    assert delivered == [("curate", waiting.pk)]
    assert paused.status == "paused"


def test_a_job_that_another_keeps_waiting_is_not_delivered(
    corpus: Corpus, delivered: list[tuple[str, int]]
) -> None:
    under_way = CurationJob.objects.create(corpus=corpus, kind="purge")
    assert work.lease(under_way, "elsewhere/1")
    CurationJob.objects.create(corpus=corpus, kind="purge")
    other = CurationJob.objects.create(corpus=corpus, kind="change")
    sweeper.recover()
    assert delivered == [("curate", other.pk)]


def test_a_job_that_was_paused_goes_on(corpus: Corpus, delivered: list[tuple[str, int]]) -> None:
    job = CurationJob.objects.create(corpus=corpus, kind="purge", status="paused")
    work.resume(job)
    work.resume(job)
    job.refresh_from_db()
    assert (job.status, delivered) == ("queued", [("curate", job.pk)])


def test_a_job_of_a_corpus_that_was_deleted_is_let_go(corpus: Corpus) -> None:
    job = CurationJob.objects.create(corpus=corpus, kind="purge")
    corpus.delete()
    jobs.execute(job.pk)
    assert not CurationJob.objects.exists()


def test_a_job_that_nobody_works_on_stops_at_once(corpus: Corpus) -> None:
    job = CurationJob.objects.create(corpus=corpus, kind="purge")
    work.wish(job, CurationJob.Wish.CANCEL)
    job.refresh_from_db()
    assert job.status == "cancelled"
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.status == "cancelled"
