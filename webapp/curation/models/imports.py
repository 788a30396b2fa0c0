"""Imports that come in through the browser."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from webapp.corpora.models import Corpus
from webapp.curation.models.jobs import CurationJob


class Import(models.Model):
    """Files on their way into a corpus: gathered in a folder of their own, looked through, brought in.

    `options` are what the kind needs: addresses, a server folder, how columns of a table map.
    """

    class Kind(models.TextChoices):
        FILES = "files"
        ZIP = "zip"
        ADDRESSES = "addresses"
        FOLDER = "folder"

    class State(models.TextChoices):
        GATHERING = "gathering"
        CHECKING = "checking"
        CHECKED = "checked"
        IMPORTING = "importing"
        FINISHED = "finished"
        CANCELLED = "cancelled"
        FAILED = "failed"

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="imports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.GATHERING)
    options = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True, help_text="Of the dry run, then of the import.")
    job = models.ForeignKey(CurationJob, models.SET_NULL, null=True, blank=True, related_name="imports")
    created = models.DateTimeField(auto_now_add=True)
    touched = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    @property
    def is_working(self) -> bool:
        """Whether a worker has it, or will."""
        return bool(self.job and self.job.status not in CurationJob.ENDED)

    @property
    def changes_corpus(self) -> bool:
        """Whether the dry run found anything that the import would add or update."""
        return bool(self.report.get("added") or self.report.get("updated"))

    @property
    def changes_unnamed(self) -> int:
        """How many files the dry run counted that its list does not name."""
        counted: int = self.report.get("added", 0) + self.report.get("updated", 0)
        return max(0, counted - len(self.report.get("changes", [])))

    def __str__(self) -> str:
        return f"{self.kind} into {self.corpus_id}: {self.state}"
