"""Texts of a corpus, in passages."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from webapp.corpora.models.corpus import Corpus
from webapp.corpora.models.pictures import CorpusImage


class Document(models.Model):
    """One imported text; passages and quotes are offsets into `text`."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="documents")
    path = models.CharField(max_length=500, help_text="Relative to the folder it was imported from.")
    title = models.CharField(max_length=500)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="Of the imported file's bytes.")
    media_type = models.CharField(max_length=100)
    reader_version = models.PositiveSmallIntegerField(
        default=1, help_text="Version of the readers by which its text was read from its file."
    )
    source_url = models.URLField(max_length=2000, blank=True)
    pages = models.JSONField(
        default=list, blank=True, help_text="Character each page begins at, of a file that has pages."
    )
    scanned = models.JSONField(
        default=list, blank=True, help_text="Pages, from 1, whose text was read in their pixels."
    )
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
    prepared_by = models.CharField(
        max_length=100, blank=True, help_text="Encoder version of a vector built beside the live index."
    )

    class Meta:
        ordering: ClassVar = ["document", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "position"], name="passage_position_once"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="passage_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}[{self.start}:{self.end}]"


class DocumentImage(models.Model):
    """A document shows a picture at a place in its text."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="pictures")
    image = models.ForeignKey(CorpusImage, models.CASCADE, related_name="documents")
    offset = models.PositiveIntegerField(help_text="Character of the document's text it stands at.")
    alt = models.TextField(blank=True)
    caption = models.TextField(blank=True, help_text="What is written beside it in the document.")
    page = models.PositiveIntegerField(default=0, help_text="From 1; 0 in a document without pages.")
    box = models.JSONField(
        default=list, blank=True, help_text="Left, top, right, bottom in thousandths of its page."
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "image", "offset"], name="document_picture_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} shows {self.image_id}"
