"""Corpora: curated collections of pictures and documents, and what is known about each.

The database and the media store are the truth; full text and vectors can be rebuilt from them.
"""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

SLUG = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", "Use lower-case letters, digits and single hyphens.")


class Corpus(models.Model):
    """A collection with its own index and access list; `encoder` built the index that serves."""

    slug = models.CharField(max_length=60, unique=True, validators=[SLUG])
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    is_private = models.BooleanField(default=False)
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="readable_corpora")
    encoder = models.CharField(max_length=200, blank=True, help_text="Setting that built the live index.")
    encoder_version = models.CharField(max_length=100, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name_plural = "corpora"

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """One imported text; passages and quotes are offsets into `text`."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="documents")
    path = models.CharField(max_length=500, help_text="Relative to the folder it was imported from.")
    title = models.CharField(max_length=500)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="Of the imported file's bytes.")
    media_type = models.CharField(max_length=50)
    source_url = models.URLField(max_length=2000, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "path"], name="document_path_once")
        ]

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """A stretch `[start, end)` of its document's text, in characters."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    indexed_by = models.CharField(max_length=100, blank=True, help_text="Encoder version of its live vector.")

    class Meta:
        ordering: ClassVar = ["document", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "position"], name="passage_position_once"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="passage_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}[{self.start}:{self.end}]"


class CorpusImage(models.Model):
    """A picture of a corpus: the file is the media store's, the description is the corpus's."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="images")
    uid = models.CharField(max_length=40)
    path = models.CharField(max_length=500, help_text="Relative to the folder it was imported from.")
    title = models.CharField(max_length=500, blank=True)
    caption = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    source_url = models.URLField(max_length=2000, blank=True)
    license = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    ocr_text = models.TextField(blank=True)
    labels = models.JSONField(
        default=list, blank=True, help_text="[[name, probability], ...], likeliest first."
    )
    perceptual_hash = models.CharField(
        max_length=50, blank=True, help_text="Tells copies: agents.vision.fingerprint."
    )
    indexed_by = models.CharField(
        max_length=100, blank=True, help_text="Encoder version of its live vectors."
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "uid"], name="picture_once_per_corpus")
        ]
        indexes: ClassVar = [models.Index(fields=["uid"]), models.Index(fields=["corpus", "path"])]

    def __str__(self) -> str:
        return self.title or self.path


class DocumentImage(models.Model):
    """A document shows a picture at a place in its text."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="pictures")
    image = models.ForeignKey(CorpusImage, models.CASCADE, related_name="documents")
    offset = models.PositiveIntegerField(help_text="Character of the document's text it stands at.")
    alt = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "image", "offset"], name="document_picture_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} shows {self.image_id}"


class MediaUse(models.Model):
    """Who uses a file of the media store; a UID without a row here may be removed."""

    uid = models.CharField(max_length=40, db_index=True)
    corpus = models.ForeignKey(Corpus, models.CASCADE, null=True, blank=True, related_name="media_uses")
    run = models.ForeignKey("runs.Run", models.CASCADE, null=True, blank=True, related_name="media_uses")
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="uploads",
        help_text="Who added the picture to a question that is not asked yet.",
    )  # fmt: skip
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


class IndexJob(models.Model):
    """One pass that brings a corpus's index up to date; its rows are its progress."""

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="jobs")
    encoder = models.CharField(max_length=200, help_text="The encoder setting to build with.")
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True, help_text="Why it failed, as a sentence.")
    lease_owner = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.corpus_id}: {self.status} {self.done}/{self.total}"


class FileProblem(models.Model):
    """A file that could not be imported or indexed, and why."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="problems")
    job = models.ForeignKey(IndexJob, models.CASCADE, null=True, blank=True, related_name="problems")
    path = models.CharField(max_length=500)
    reason = models.TextField()
    origin = models.TextField(blank=True, help_text="The folder or file whose import found it.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "path"], name="one_reason_per_file")
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"
