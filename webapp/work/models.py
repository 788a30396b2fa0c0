"""What every kind of long work has as a row: it is leased, reports, and can be taken over."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from agents.messages import message as _
from webapp.messages import MessageField
from webapp.work.sending import TaskName

INTERRUPTED: str = _(
    "Interrupted: the database or a worker was away for too long. This goes on by itself, from where it was."
)


class Work(models.Model):
    """What every kind of work on a corpus has: where it stands, who has it, what a person wishes of it.

    The one who works renews the lease with every report, and finds the wish there.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        PAUSED = "paused"
        READY = "ready"
        FINISHED = "finished"
        CANCELLED = "cancelled"
        FAILED = "failed"

    class Wish(models.TextChoices):
        NONE = ""
        PAUSE = "pause"
        CANCEL = "cancel"

    ENDED = (Status.FINISHED, Status.CANCELLED, Status.FAILED)
    ACTIVE = (Status.QUEUED, Status.RUNNING)

    task: ClassVar[TaskName]
    """What works on it."""

    results: ClassVar[tuple[str, ...]] = ()
    """Further columns that are stored when the work ends."""

    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    wish = models.CharField(max_length=10, choices=Wish, default=Wish.NONE, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    message = MessageField(blank=True, help_text="Why it failed, as a sentence.")
    lease_owner = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-id"]

    @property
    def is_active(self) -> bool:
        """Whether a worker has it, or takes it next."""
        return self.status in self.ACTIVE

    @property
    def completed(self) -> Status:
        """What it is once its work is done."""
        return self.Status.FINISHED

    @property
    def interruption(self) -> str:
        """Why it stands still though nobody stopped it; nothing for a job that is worked on or has not begun.

        While the database takes no writes, only a lease that is over tells of it.
        """
        is_over = self.lease_until is not None and self.lease_until < timezone.now()
        if self.status == self.Status.RUNNING and is_over:
            return INTERRUPTED
        return self.message if self.status == self.Status.QUEUED else ""

    def rivals(self) -> models.QuerySet["Work"]:
        """The jobs that this one cannot run beside."""
        raise NotImplementedError
