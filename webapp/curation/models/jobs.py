"""Long work that a curator asked for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from webapp.corpora.models import Corpus
from webapp.work.models import Work
from webapp.work.sending import TaskName


class CurationJob(Work):
    """One piece of work of a kind; `detail` is what was asked, `report` what came of it."""

    task = TaskName.CURATE

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="curation_jobs")
    kind = models.CharField(max_length=30, help_text="A module of webapp.curation.work.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)

    results: ClassVar = ("report",)

    class Meta(Work.Meta):
        indexes: ClassVar = [models.Index(fields=["corpus", "kind", "status"])]
        verbose_name = _("curation job")
        verbose_name_plural = _("curation jobs")

    def __str__(self) -> str:
        return f"{self.kind} of {self.corpus_id}: {self.status} {self.done}/{self.total}"

    def rivals(self) -> models.QuerySet[Work]:
        """One of a kind at a time in a corpus: changes happen in the order they were asked for."""
        return CurationJob.objects.filter(corpus=self.corpus_id, kind=self.kind)
