"""The history of a corpus: who changed what, and how to take it back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from webapp.corpora.models import Corpus, CorpusImage
from webapp.curation.models.jobs import CurationJob


class Change(models.Model):
    """One entry: an action on one picture or on many. What it did to each is in its items."""

    class Action(models.TextChoices):
        EDIT = "edit", _("Edited")
        ADD_TAGS = "add_tags", _("Tags added")
        REMOVE_TAGS = "remove_tags", _("Tags removed")
        CAPTION = "caption", _("Caption set")
        LICENSE = "license", _("Licence set")
        SOURCE = "source", _("Source set")
        MOVE = "move", _("Moved")
        COPY = "copy", _("Copied")
        HIDE = "hide", _("Hidden from search")
        SHOW = "show", _("Shown to search")
        TRASH = "trash", _("Moved to the trash")
        RESTORE = "restore", _("Restored from the trash")
        REREAD = "reread", _("Indexed again")
        MERGE = "merge", _("Merged")
        NOTE = "note", _("Region notes changed")

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="changes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    action = models.CharField(max_length=20, choices=Action)
    detail = models.JSONField(default=dict, blank=True, help_text="What was asked: the tags, the target, ...")
    count = models.PositiveIntegerField(default=0, help_text="Pictures that it changed.")
    job = models.OneToOneField(
        CurationJob, models.SET_NULL, null=True, blank=True, related_name="change",
        help_text="The work that does it, where there is much to do.",
    )  # fmt: skip
    undo_job = models.OneToOneField(
        CurationJob, models.SET_NULL, null=True, blank=True, related_name="undoing"
    )
    created = models.DateTimeField(auto_now_add=True)
    undone = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["corpus", "-id"])]

    def __str__(self) -> str:
        return f"{self.action} of {self.count} in {self.corpus_id}"

    @property
    def current_job(self) -> CurationJob | None:
        """The work that it waits for, if any does."""
        job = self.undo_job if self.undone else self.job
        return job if job and job.status not in CurationJob.ENDED else None

    @property
    def can_be_undone(self) -> bool:
        """Not twice; and what was encoded anew is as it was."""
        return self.undone is None and self.action != self.Action.REREAD

    @property
    def words(self) -> str:
        """What it was done with: tags, a text, a corpus."""
        if "tags" in self.detail:
            return ", ".join(self.detail["tags"])
        if "corpus" in self.detail:
            return str(Corpus.objects.filter(pk=self.detail["corpus"]).values_list("name", flat=True).first())
        return str(self.detail.get("text", ""))

    @property
    def left(self) -> int:
        """Pictures that it did not touch, or that undoing it did not."""
        return self.items.filter(state=ChangeItem.State.LEFT).count()


class ChangeItem(models.Model):
    """What a change did to one picture: the fields it touched, before and after."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        UNDONE = "undone"
        LEFT = "left"

    change = models.ForeignKey(Change, models.CASCADE, related_name="items")
    image = models.ForeignKey(CorpusImage, models.CASCADE, related_name="history")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "image"], name="change_touches_once")
        ]
        indexes: ClassVar = [models.Index(fields=["change", "state", "id"])]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.image_id} {self.state}"
