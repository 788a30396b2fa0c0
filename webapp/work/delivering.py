"""Deliveries of jobs to workers: one that finds no slot, no database, or its job kept waiting comes back."""

from collections.abc import Callable
from typing import Any

from celery import Task
from django.db import InterfaceError, OperationalError

from webapp.http.outages import is_passing
from webapp.work.leases import JobBusy
from webapp.work.slots import Kind, slots

_RETRY_SECONDS = 2


def attempt(task: "Task[[int], None]", kind: Kind, execute: Callable[[int], Any], job_id: int) -> None:
    """Execute a job; raises Retry, which has the task delivered again, where it can only be done later."""
    try:
        with slots().hold(kind) as is_held:
            if not is_held:
                raise JobBusy(f"Job {job_id} waits for a slot.")
            execute(job_id)
    except JobBusy as busy:
        raise task.retry(countdown=_RETRY_SECONDS, exc=busy) from busy
    except (OperationalError, InterfaceError) as error:
        if is_passing(error):
            raise task.retry(countdown=_RETRY_SECONDS, exc=error) from error
        raise
