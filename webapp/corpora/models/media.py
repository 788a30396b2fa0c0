"""Who uses which file of the media store."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from webapp.corpora.models.corpus import Corpus


class MediaUse(models.Model):
    """Who uses a file of the media store; a UID without a row here may be removed."""

    uid = models.CharField(max_length=40, db_index=True)
    corpus = models.ForeignKey(Corpus, models.CASCADE, null=True, blank=True, related_name="media_uses")
    run = models.ForeignKey("runs.Run", models.CASCADE, null=True, blank=True, related_name="media_uses")
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="uploads",
        help_text="Who added the picture to a question that is not asked yet.",
    )  # fmt: skip
    is_trashed = models.BooleanField(
        default=False, help_text="Lies in the corpus's trash: kept, but only its curators may open it."
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(corpus__isnull=False, run__isnull=True, uploader__isnull=True)
                | Q(corpus__isnull=True, run__isnull=False, uploader__isnull=True)
                | Q(corpus__isnull=True, run__isnull=True, uploader__isnull=False),
                name="media_use_has_one_user",
            ),
            models.UniqueConstraint(fields=["uid", "corpus"], name="media_use_once_per_corpus"),
            models.UniqueConstraint(fields=["uid", "run"], name="media_use_once_per_run"),
            models.UniqueConstraint(fields=["uid", "uploader"], name="media_use_once_per_uploader"),
        ]

    def __str__(self) -> str:
        return self.uid


class PictureSource(models.Model):
    """A corpus's picture that a run's picture is, or shows: the run's opens only while this one may be seen.

    A use without a source is of the run alone: what came with the question, and what was made of that.
    """

    use = models.ForeignKey(MediaUse, models.CASCADE, related_name="sources")
    uid = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["use", "uid"], name="picture_source_once")]

    def __str__(self) -> str:
        return self.uid
