"""What brings an index up to date, and the files that did not become a part of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from webapp.corpora.models.corpus import Corpus
from webapp.messages import MessageField
from webapp.work.models import Work
from webapp.work.sending import TaskName


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
        verbose_name = _("index job")
        verbose_name_plural = _("index jobs")

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
        verbose_name = _("file problem")
        verbose_name_plural = _("file problems")

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"
