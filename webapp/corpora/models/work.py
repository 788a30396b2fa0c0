"""Work on a corpus that takes long: it is claimed, reports, and can be taken over."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from agents.messages import message as _
from webapp.corpora.models.corpus import Corpus
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


class IndexJob(Work):
    """One pass that brings a corpus's index up to date; its rows are its progress.

    One that does not go live builds beside the index that serves and ends as ready, for a person to compare.
    What it has `done` is searchable. `details` count the pictures of its second pass, which looks at their
    parts and reads the text in them.
    """

    task = TaskName.INDEX_CORPUS

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="jobs")
    encoder = models.CharField(max_length=200, help_text="The encoder setting to build with.")
    encoder_version = models.CharField(max_length=100, blank=True, help_text="Of what it built.")
    goes_live = models.BooleanField(default=True)
    details_total = models.PositiveIntegerField(default=0)
    details_done = models.PositiveIntegerField(default=0)
    details_started = models.DateTimeField(null=True, blank=True)

    class Meta(Work.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.corpus_id}: {self.status} {self.done}/{self.total}"

    @property
    def completed(self) -> Work.Status:
        """One that does not go live waits to be compared."""
        return self.Status.FINISHED if self.goes_live else self.Status.READY

    def rivals(self) -> models.QuerySet[Work]:
        """An index has one builder at a time."""
        return IndexJob.objects.filter(corpus=self.corpus_id)


class FileProblem(models.Model):
    """A file that could not be imported or indexed and why; or that was skipped, or read with a doubt."""

    class Kind(models.TextChoices):
        PROBLEM = "problem"
        SKIPPED = "skipped"
        NOTE = "note"

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="problems")
    job = models.ForeignKey(IndexJob, models.CASCADE, null=True, blank=True, related_name="problems")
    path = models.CharField(max_length=500)
    reason = MessageField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROBLEM)
    origin = models.TextField(blank=True, help_text="The folder or file whose import found it.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "path"], name="one_reason_per_file")
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"
