"""The one way that curators' long work is done: claimed, in sight, stoppable, taken over after a kill."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from django.contrib.auth.models import User
from django.db import transaction

from agents.errors import SightlineError
from agents.messages import message as _
from agents.storable import storable
from media_store import MediaError
from webapp.corpora.models import Corpus, Work
from webapp.corpora.services import leases
from webapp.curation.models import CurationJob
from webapp.redaction import for_people

Progress = Callable[[int, int], None]
"""Is told `(done, total)`; raises leases.Stopped when a person wishes the job to stop."""

_FAILED: str = _("This work stopped at an error, and the log says which. What was done before stays.")
_log = logging.getLogger(__name__)


class JobBusy(Exception):
    """Another job of the kind works on this corpus; try again later."""


def enqueue(corpus: Corpus, kind: str, person: User | None, detail: dict[str, object]) -> CurationJob:
    """Have a worker do this work once the transaction is committed."""
    job = CurationJob.objects.create(corpus=corpus, kind=kind, person=person, detail=storable(detail))
    transaction.on_commit(lambda: deliver(job.pk))
    return job


def deliver(job_id: int) -> None:
    """Give the job to a worker; twice is the same as once."""
    from webapp.curation.tasks import curate  # the task calls this module

    curate.delay(job_id)


def execute(job_id: int) -> None:
    """Do the work of a job, unless it is done or worked on. Raises JobBusy while it has to wait."""
    job = CurationJob.objects.select_related("corpus", "person").filter(pk=job_id).first()
    if job is None:
        return  # Its corpus was deleted meanwhile.
    if not leases.claim(job):
        job.refresh_from_db(fields=["status"])
        if job.status in (Work.Status.QUEUED, Work.Status.RUNNING):
            raise JobBusy(f"Job {job_id} waits for another one.")
        return
    job.refresh_from_db()
    with _ending(job):
        import_module(f"webapp.curation.work.{job.kind}").run(job, _progress(job))


def wish(job: Work, wish: Work.Wish) -> None:
    """Ask a job to stop; one that nobody works on stops at once."""
    status = Work.Status.PAUSED if wish == Work.Wish.PAUSE else Work.Status.CANCELLED
    with transaction.atomic():
        jobs = type(job)._default_manager.select_for_update()
        current = jobs.get(pk=job.pk)
        if current.status == Work.Status.RUNNING:
            jobs.filter(pk=job.pk).update(wish=wish)
        elif current.status in (Work.Status.QUEUED, Work.Status.PAUSED):
            leases.finish(current, status)


def _progress(job: CurationJob) -> Progress:
    def report(done: int, total: int) -> None:
        job.done, job.total = done, total
        leases.renew(job)

    return report


@contextmanager
def _ending(job: CurationJob) -> Iterator[None]:
    """Whatever ends the work, the job says so."""
    status, message = Work.Status.FAILED, _FAILED
    try:
        yield
        status, message = Work.Status.FINISHED, ""
    except leases.Stopped as stopped:
        status, message = stopped.status, ""
    except leases.LeaseLost as error:
        raise JobBusy(str(error)) from error
    except (SightlineError, MediaError) as error:
        message = for_people(error)
    finally:
        if leases.is_ours(job):
            leases.finish(job, status, message)
            job.save(update_fields=["report"])
