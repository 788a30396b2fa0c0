"""Pairs of pictures that look like one, and what people decided about them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from webapp.corpora.models import Corpus, CorpusImage


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    """Pairs by whether people still have to look at them."""

    def open_in(self, corpus: Corpus, kind: str) -> "DuplicatePairQuerySet":
        """Those that nobody has decided about, of pictures that are both still there."""
        # Joins would read every picture of the corpus twice; few are in the trash.
        trashed = CorpusImage.objects.filter(corpus=corpus).exclude(trashed=None).values("pk")
        undecided = self.filter(corpus=corpus, kind=kind, decision=DuplicatePair.Decision.OPEN)
        return undecided.exclude(first__in=trashed).exclude(second__in=trashed)


class DuplicatePair(models.Model):
    """Two pictures of a corpus, the older row first. A decision stays when a scan finds the pair again."""

    class Kind(models.TextChoices):
        COPY = "copy"
        SIMILAR = "similar"

    class Decision(models.TextChoices):
        OPEN = ""
        KEPT_BOTH = "kept_both"
        KEPT_FIRST = "kept_first"
        KEPT_SECOND = "kept_second"

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="duplicates")
    first = models.ForeignKey(CorpusImage, models.CASCADE, related_name="+")
    second = models.ForeignKey(CorpusImage, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    similarity = models.FloatField(help_text="0..1; 1 is the same to what compared them.")
    decision = models.CharField(max_length=12, choices=Decision, default=Decision.OPEN, blank=True)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["corpus", "kind", "decision", "-similarity"])]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id} ({self.kind}, {self.similarity:.3f})"
