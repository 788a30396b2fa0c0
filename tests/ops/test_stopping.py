"""A worker that was told to stop gives back what it has, whatever breaks meanwhile."""

from collections.abc import Iterator

import pytest
from celery.signals import worker_shutting_down

from agents.errors import SightlineError, VectorsUnavailable
from webapp.corpora.models import Corpus, IndexJob
from webapp.kinds_of_work import Kind
from webapp.runs.execution import run_leases
from webapp.runs.models import Run
from webapp.work import jobs, scheduling, stopping


@pytest.fixture
def is_told() -> Iterator[None]:
    """What Celery tells a worker's own process at SIGTERM."""
    worker_shutting_down.send(sender="celery@here", sig="SIGTERM", how="Warm", exitcode=0)
    yield
    stopping._TOLD.clear()


@pytest.fixture
def corpus(db: None) -> Corpus:
    return Corpus.objects.create(slug="harbour", name="Harbour")


def fail() -> None:
    raise VectorsUnavailable("The vector store does not answer.")


def after_a_failure(run: Run) -> str:
    with pytest.raises(SightlineError), run_leases.leased(run.pk):
        fail()
    run.refresh_from_db()
    return run.status


def after_a_failed(job: IndexJob) -> str:
    jobs.run(job, fail)
    job.refresh_from_db()
    return job.status


def test_a_run_goes_on_at_the_next_start(db: None, is_told: None) -> None:
    run = Run.objects.create(policy="builtin")
    assert after_a_failure(run) == "interrupted"
    assert run in run_leases.waiting()


def test_a_run_fails_while_nothing_stops(db: None) -> None:
    assert after_a_failure(Run.objects.create(policy="builtin")) == "failed"


def test_an_error_of_a_stopping_worker_is_told_in_a_line(
    is_told: None, caplog: pytest.LogCaptureFixture
) -> None:
    scheduling.take(Kind.STANDARD, 7, lambda pk: fail())
    (record,) = caplog.records
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    assert record.getMessage() == (
        "Work on 7 (standard) is interrupted and goes on later: The vector store does not answer."
    )


def test_an_error_of_a_working_worker_is_raised() -> None:
    with pytest.raises(VectorsUnavailable):
        scheduling.take(Kind.STANDARD, 7, lambda pk: fail())


def test_a_job_goes_on_at_the_next_start(corpus: Corpus, is_told: None) -> None:
    job = IndexJob.objects.create(corpus=corpus, encoder="hashing")
    assert after_a_failed(job) == "queued"
    assert list(jobs.waiting(IndexJob)) == [job.pk]


def test_a_job_fails_while_nothing_stops(corpus: Corpus) -> None:
    assert after_a_failed(IndexJob.objects.create(corpus=corpus, encoder="hashing")) == "failed"
