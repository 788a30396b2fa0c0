"""Jobs of curators and of the index: what a killed worker left is delivered again, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.celery import app
from webapp.corpora.models import Corpus, IndexJob
from webapp.curation import jobs
from webapp.curation.models import CurationJob
from webapp.work import sweeper


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What reaches the broker: names of tasks and ids of jobs."""
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
    sweeper._requeue_jobs()
    sweeper._requeue_jobs()
    assert delivered == [("index_corpus", index), ("curate", curation)]


def test_a_worker_that_starts_takes_what_waits_as_well(
    corpus: Corpus, delivered: list[tuple[str, int]]
) -> None:
    waiting = CurationJob.objects.create(corpus=corpus, kind="purge")
    paused = CurationJob.objects.create(corpus=corpus, kind="purge", status="paused")
    sweeper._requeue_jobs(with_waiting=True)
    assert delivered == [("curate", waiting.pk)]
    assert paused.status == "paused"


def test_a_job_of_a_corpus_that_was_deleted_is_let_go(corpus: Corpus) -> None:
    job = CurationJob.objects.create(corpus=corpus, kind="purge")
    corpus.delete()
    jobs.execute(job.pk)
    assert not CurationJob.objects.exists()


def test_a_job_that_nobody_works_on_stops_at_once(corpus: Corpus) -> None:
    job = CurationJob.objects.create(corpus=corpus, kind="purge")
    jobs.wish(job, CurationJob.Wish.CANCEL)
    job.refresh_from_db()
    assert job.status == "cancelled"
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.status == "cancelled"
