"""Index jobs: one process at a time, safe to deliver twice, free again when their process is gone."""

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.corpora.folders import Folder
from webapp.corpora.indexing.services import create_job, enqueue, execute
from webapp.corpora.models import IndexJob
from webapp.work import jobs
from webapp.work.leases import Busy, LeaseLost

HOST = socket.gethostname()[:80]
OTHER_PROCESS = f"{HOST}/{os.getppid()}"


def held_by(job: IndexJob, owner: str, minutes: int = 5) -> None:
    IndexJob.objects.filter(pk=job.pk).update(
        status="running", lease_owner=owner, lease_until=timezone.now() + timedelta(minutes=minutes)
    )


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_finished_job_that_is_delivered_again_is_left_alone(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.load()
    job = create_job(folder.corpus)
    first = execute(job.pk)
    folder.draw("b.png", 2)
    folder.load()
    again = execute(job.pk)
    assert (again.status, again.finished) == ("finished", first.finished)
    assert folder.corpus.images.filter(indexed_by="").count() == 1


def test_a_job_that_another_process_holds_is_left_to_it(folder: Folder) -> None:
    job = create_job(folder.corpus)
    held_by(job, OTHER_PROCESS)
    with pytest.raises(Busy):
        execute(job.pk)
    job.refresh_from_db()
    assert (job.status, job.lease_owner) == ("running", OTHER_PROCESS)


def test_one_corpus_is_indexed_by_one_process_at_a_time(folder: Folder) -> None:
    held_by(create_job(folder.corpus), OTHER_PROCESS)
    second = create_job(folder.corpus)
    with pytest.raises(Busy):
        execute(second.pk)
    second.refresh_from_db()
    assert second.status == "queued"


@pytest.mark.parametrize("owner", [f"{HOST}/dead", "elsewhere/1"])
def test_a_job_that_was_left_behind_is_taken_over(folder: Folder, owner: str) -> None:
    folder.draw("a.png", 1)
    folder.load()
    job = create_job(folder.corpus)
    is_here = owner.startswith(HOST)
    held_by(job, f"{HOST}/{dead_process()}" if is_here else owner, minutes=5 if is_here else -1)
    assert execute(job.pk).status == "finished"


def test_a_lease_that_was_lost_is_noticed_at_the_next_batch(folder: Folder) -> None:
    job = create_job(folder.corpus)
    assert jobs.lease(job, "elsewhere/1")
    held_by(job, OTHER_PROCESS)
    with pytest.raises(LeaseLost):
        jobs.renew(job)


def test_waiting_jobs_with_the_same_encoder_are_one(folder: Folder) -> None:
    assert create_job(folder.corpus) == create_job(folder.corpus)
    assert create_job(folder.corpus) != create_job(folder.corpus, "builtin")


def test_a_queued_job_reaches_a_worker_once_it_is_committed(
    folder: Folder, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    from webapp.celery import app

    folder.draw("a.png", 1)
    folder.load()
    app.loader.import_default_modules()  # As a worker does.
    app.conf.task_always_eager = True
    try:
        with django_capture_on_commit_callbacks(execute=True):
            job = enqueue(folder.corpus)
            assert job.status == "queued"
    finally:
        app.conf.task_always_eager = False
    job.refresh_from_db()
    assert job.status == "finished"
    assert not folder.corpus.images.filter(indexed_by="").exists()
