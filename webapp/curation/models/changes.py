"""The history of a corpus: who changed what, and how to take it back."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
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
        IMPORT = "import", _("Brought in")
        ACCESS = "access", _("Access changed")
        DELETE_DOCUMENTS = "delete_documents", _("Documents deleted")

    NAMED = 3
    """Pictures or documents that an entry names; of more it says how many."""

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
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return f"{self.action} of {self.count} in {self.corpus_id}"

    @property
    def current_job(self) -> CurationJob | None:
        """The work that it waits for, if any does."""
        job = self.undo_job if self.undone else self.job
        return job if job and job.status not in CurationJob.ENDED else None

    @cached_property
    def first_items(self) -> list["ChangeItem"]:
        """The items whose pictures are named."""
        return list(self.items.here()[: self.NAMED])

    @property
    def unnamed(self) -> int:
        """How many pictures are not named."""
        return max(0, self.count - len(self.first_items))

    @property
    def tells_values(self) -> bool:
        """Whether values say more than the action: when something went to the trash is told already."""
        return self.action not in (*_LEAVES, self.Action.MOVE, self.Action.REREAD)

    @property
    def can_be_undone(self) -> bool:
        """Not twice, and not where no picture is as the change left it; what has no items is only told."""
        if self.undone is not None or not self.count or self.action == self.Action.REREAD:
            return False
        if self.action not in _LEAVES:
            return True
        is_waiting = Q(state=ChangeItem.State.WAITING)
        is_as_left = Q(state=ChangeItem.State.DONE) & _LEAVES[self.Action(self.action)]
        return self.items.filter(is_waiting | is_as_left).exists()

    @property
    def words(self) -> str:
        """What it was done with: tags, titles, a text, a corpus."""
        for several in ("tags", "titles"):
            if several in self.detail:
                return ", ".join(self.detail[several])
        if "corpus" in self.detail:
            return str(Corpus.objects.filter(pk=self.detail["corpus"]).values_list("name", flat=True).first())
        return str(self.detail.get("text", ""))

    @property
    def left(self) -> int:
        """Pictures that it did not touch, or that undoing it did not."""
        return self.items.filter(state=ChangeItem.State.LEFT).count()


_LEAVES = {
    Change.Action.TRASH: Q(image__trashed__isnull=False),
    Change.Action.RESTORE: Q(image__trashed=None),
    Change.Action.HIDE: Q(image__is_hidden=True),
    Change.Action.SHOW: Q(image__is_hidden=False),
}
"""How actions that only put pictures away, or bring them back, leave them."""


class ChangeItemQuerySet(models.QuerySet["ChangeItem"]):
    """Items of changes, with what is asked of them."""

    def here(self) -> Self:
        """Those whose pictures are still in the corpus of the change, with these."""
        rows = self.filter(image__corpus=F("change__corpus"))
        return rows.select_related("image").order_by("pk")


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

    objects = ChangeItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "image"], name="change_touches_once")
        ]
        indexes: ClassVar = [models.Index(fields=["change", "state", "id"])]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.image_id} {self.state}"
