"""Pictures of a corpus and what is said about them."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from agents.retrieval.record_words import LABEL_PROBABILITY
from webapp.corpora.models.corpus import Corpus

UNITS = 1000
"""Sides of a picture, for places in it: as in media_store.Box."""


class CorpusImageQuerySet(models.QuerySet["CorpusImage"]):
    """Pictures by where they are on their way between import and trash."""

    def kept(self) -> "CorpusImageQuerySet":
        """Those that are not in the trash."""
        return self.filter(trashed=None)

    def searchable(self) -> "CorpusImageQuerySet":
        """Those that a search may find: kept and not hidden. Only they have live vectors and words."""
        return self.filter(trashed=None, is_hidden=False)


class CorpusImage(models.Model):
    """A picture of a corpus: the file is the media store's, the description is the corpus's.

    `edition` counts the changes people made, so that two who edit at a time find out.
    """

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="images")
    uid = models.CharField(max_length=40)
    path = models.CharField(max_length=500, help_text="Relative to the folder it was imported from.")
    title = models.CharField(max_length=500, blank=True)
    caption = models.TextField(blank=True)
    alt = models.TextField(blank=True, help_text="What stands in for the picture where it is not seen.")
    tags = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=500, blank=True, help_text="Who made it, or where it is kept.")
    source_url = models.URLField(max_length=2000, blank=True)
    license = models.CharField(max_length=200, blank=True)
    focal_x = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(UNITS)])
    focal_y = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(UNITS)])
    edition = models.PositiveIntegerField(default=1)
    is_hidden = models.BooleanField(default=False, help_text="Kept, but no search finds it.")
    trashed = models.DateTimeField(null=True, blank=True, help_text="Since when it lies in the trash.")

    mime = models.CharField(max_length=50, blank=True)
    byte_count = models.PositiveBigIntegerField(default=0, help_text="Of the stored file.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    frame = models.PositiveIntegerField(default=1, help_text="Which frame or page of its file, from 1.")
    frames = models.PositiveIntegerField(default=1, help_text="How many its file has.")
    media_version = models.PositiveSmallIntegerField(
        default=1, help_text="Version of the media store by which it was made from its file."
    )
    ocr_text = models.TextField(blank=True)
    labels = models.JSONField(
        default=list, blank=True, help_text="[[name, probability], ...], likeliest first."
    )
    perceptual_hash = models.CharField(
        max_length=50, blank=True, help_text="Tells copies: agents.vision.fingerprint."
    )
    sharpness = models.FloatField(
        null=True, blank=True, help_text="Spread of the Laplacian of the picture in grey; low is blurred."
    )
    language = models.CharField(
        max_length=10, blank=True, help_text="Of what is written about it: ISO 639-1."
    )
    indexed_by = models.CharField(
        max_length=100, blank=True, help_text="Encoder version of its vectors, live or set aside."
    )
    prepared_by = models.CharField(
        max_length=100, blank=True, help_text="Encoder version of vectors built beside the live index."
    )
    parts_by = models.CharField(
        max_length=100, blank=True, help_text="Encoder version of the vectors of its parts, as indexed_by."
    )
    prepared_parts_by = models.CharField(
        max_length=100, blank=True, help_text="Encoder version of those of its parts beside, as prepared_by."
    )
    read_by = models.CharField(
        max_length=40, blank=True, help_text="Version of the reading of text that looked for some in it."
    )
    times_found = models.PositiveIntegerField(default=0, help_text="Runs whose searches it came up in.")
    last_found = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    objects = CorpusImageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "uid"], name="picture_once_per_corpus")
        ]
        indexes: ClassVar = [
            models.Index(fields=["uid"]),
            models.Index(fields=["corpus", "path"]),
            models.Index(fields=["corpus", "trashed", "id"], name="picture_page"),
            models.Index(fields=["corpus", "license", "id"], name="picture_license"),
            models.Index(fields=["corpus", "times_found", "id"], name="picture_found"),
            models.Index(fields=["trashed"], condition=Q(trashed__isnull=False), name="picture_trash"),
        ]

    @property
    def told(self) -> str:
        """Its caption, else what stands in for it, at last in a document that shows it."""
        said = (link.caption or link.alt for link in self.documents.all())
        return self.caption or self.alt or next(filter(None, said), "")

    @property
    def likely_labels(self) -> list[tuple[str, float]]:
        """The labels that are worth telling a person, likeliest first."""
        return [(name, probability) for name, probability in self.labels if probability >= LABEL_PROBABILITY]

    def __str__(self) -> str:
        return self.title or self.path


class ImageTag(models.Model):
    """A tag of a picture as a row, to filter and complete by; `CorpusImage.tags` has their order."""

    image = models.ForeignKey(CorpusImage, models.CASCADE, related_name="tag_rows")
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["image", "name"], name="tag_once")]
        indexes: ClassVar = [models.Index(fields=["name", "image"])]

    def __str__(self) -> str:
        return self.name


class RegionNote(models.Model):
    """Words about a part of a picture; the box is in thousandths of its sides, `[left, right)`."""

    image = models.ForeignKey(CorpusImage, models.CASCADE, related_name="notes")
    left = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField()
    bottom = models.PositiveSmallIntegerField()
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(right__gt=models.F("left"), bottom__gt=models.F("top"))
                & Q(right__lte=UNITS, bottom__lte=UNITS),
                name="note_has_a_region",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
