"""Jobs whose database is locked for long, or away: they wait and go on, and nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from pytest_django import Settings

from tests.fixtures.locked_database import Lock, before_write
from tests.web.conftest import signed_in
from tests.web.drawn import lighthouse_png, make_corpus
from webapp.celery import app
from webapp.corpora.indexing import services as indexing
from webapp.corpora.models import Corpus, IndexJob
from webapp.curation import jobs
from webapp.curation.imports import services, staging
from webapp.curation.models import CurationJob, Import
from webapp.curation.tasks import curate
from webapp.work import heartbeat, scheduling
from webapp.work import jobs as work
from webapp.work.leases import LeaseLost

pytestmark = pytest.mark.long

MAX_WRITES = 60


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def coming(corpus: Corpus) -> Import:
    """An import of a picture and a document, which waits for a worker to look through it."""
    found = Import.objects.create(corpus=corpus, kind=Import.Kind.FILES)
    for name, data in (("tower.png", lighthouse_png(1)), ("tower.md", b"# Tower\n\nIt is red.")):
        target = staging.folder_of(found) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    services.look_through(found)
    return found


def execute(job: IndexJob | CurationJob) -> None:
    jobs.execute(job.pk) if isinstance(job, CurationJob) else indexing.execute(job.pk)


def status_of(job: IndexJob | CurationJob) -> str:
    job.refresh_from_db()
    return job.status


def locked_at_each_write(job: IndexJob | CurationJob, locked: Lock) -> int:
    """Have the database locked before the first write, then before the third, and so on, until it is done."""
    for number in count(1, 2):
        assert number < MAX_WRITES
        with before_write(number, locked()):
            try:
                execute(job)
                return number
            except OperationalError:
                pass
        assert status_of(job) in ("queued", "running")
    raise AssertionError


def test_an_import_is_brought_in_however_often_locked(locked: Lock) -> None:
    found = coming(make_corpus())
    assert found.job
    assert locked_at_each_write(found.job, locked) > 5
    found.refresh_from_db()
    assert (found.state, found.report["added"]) == ("checked", 2)
    services.bring_in(found)
    assert found.job
    assert locked_at_each_write(found.job, locked) > 5
    found.refresh_from_db()
    assert (found.state, status_of(found.job)) == ("finished", "finished")
    assert found.corpus.images.get(path="tower.png")
    assert found.corpus.documents.get(path="tower.md")
    assert found.corpus.jobs.filter(status="queued").count() == 1
    assert not staging.home_of(found).exists()


def test_an_index_is_built_however_often_locked(locked: Lock) -> None:
    corpus = make_corpus()
    job = indexing.create_job(corpus, "hashing")
    assert locked_at_each_write(job, locked) > 5
    corpus.refresh_from_db()
    assert (status_of(job), corpus.encoder) == ("finished", "hashing")
    assert not corpus.images.filter(indexed_by="").exists()


def test_a_locked_job_is_left_to_be_looked_for(
    locked: Lock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job = CurationJob.objects.create(corpus=make_corpus(), kind="purge")
    sent: list[object] = []
    monkeypatch.setattr(type(app), "send_task", lambda _app, _name, args, *_, **__: sent.append(args))
    with locked():
        curate(job.pk)
    assert (sent, status_of(job)) == ([], "queued")
    assert f"Work on {job.pk} (curation) is interrupted and goes on later" in caplog.text
    scheduling.fill()
    assert sent == [(job.pk,)]


def test_pages_say_that_a_job_waits(locked: Lock) -> None:
    corpus = make_corpus()
    found, curator = coming(corpus), signed_in(User.objects.create_superuser("cleo"))
    job = found.job
    assert job
    assert work.lease(job, "elsewhere/1")
    CurationJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    with locked():
        for page in ("jobs/", f"imports/{found.pk}/", "imports/"):
            response = curator.get(f"/corpora/coast/{page}")
            assert response.status_code == 200
        assert "goes on by itself" in curator.get("/corpora/coast/jobs/").content.decode()
        assert "goes on by itself" in curator.get(f"/corpora/coast/imports/{found.pk}/").content.decode()
    work.take_back(CurationJob)
    assert "goes on by itself" in curator.get("/corpora/coast/jobs/").content.decode()
    jobs.execute(job.pk)
    assert "goes on by itself" not in curator.get("/corpora/coast/jobs/").content.decode()


def test_a_wish_outlives_an_interruption(locked: Lock) -> None:
    found = coming(make_corpus())
    job = found.job
    assert job
    with locked(), pytest.raises(OperationalError):
        jobs.execute(job.pk)
    CurationJob.objects.filter(pk=job.pk).update(status="running")
    work.wish(job, CurationJob.Wish.CANCEL)
    work.take_back(CurationJob)
    CurationJob.objects.filter(pk=job.pk).update(status="queued")
    jobs.execute(job.pk)
    assert status_of(job) == "cancelled"


def test_a_fault_of_a_query_still_fails_an_import(locked: Lock) -> None:
    found = coming(make_corpus())

    @contextmanager
    def broken() -> Iterator[None]:
        raise OperationalError("no such column: colour")
        yield

    with before_write(3, broken()), pytest.raises(OperationalError):
        execute(found.job)  # type: ignore[arg-type]
    found.refresh_from_db()
    assert found.state == "failed"
    assert found.job
    assert found.job.status == "failed"


def test_a_server_that_hangs_up_interrupts_a_job(postgres_as_default: BaseDatabaseWrapper) -> None:
    found = coming(make_corpus())
    job = found.job
    assert job

    @contextmanager
    def hung_up() -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        yield

    with before_write(2, hung_up()), pytest.raises((OperationalError, InterfaceError)):
        jobs.execute(job.pk)
    close_old_connections()  # as a worker does after each task
    assert status_of(job) in ("queued", "running")
    jobs.execute(job.pk)
    found.refresh_from_db()
    assert (found.state, status_of(job)) == ("checked", "finished")


def test_a_lease_is_kept_while_work_reports(locked: Lock) -> None:
    job = CurationJob.objects.create(corpus=make_corpus(), kind="purge")
    assert work.lease(job, "elsewhere/1")
    CurationJob.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    work._keep(job)
    assert CurationJob.objects.get().lease_until > timezone.now()  # type: ignore[operator]
    job.lease_until = timezone.now() - heartbeat.SILENCE - timedelta(seconds=1)
    with pytest.raises(LeaseLost):
        work._keep(job)


def test_a_command_says_that_it_can_be_given_again(
    locked: Lock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_corpus()
    (tmp_path / "tower.md").write_text("# Tower\n\nIt is red.")
    with locked(), pytest.raises(SystemExit) as ended:
        call_command("corpus", "add", "coast", str(tmp_path / "tower.md"))
    assert ended.value.code == 1
    assert "Give the command again" in capsys.readouterr().err
