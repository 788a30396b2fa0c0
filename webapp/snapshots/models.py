"""Snapshots of web pages, their pictures, and who met them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from webapp.messages import MessageField


class Snapshot(models.Model):
    """A page with one text: fetched again with the same words it is the same snapshot, else another one.

    Nothing that quotes are checked against changes after it was stored.
    """

    address = models.TextField(help_text="The one that answered, after redirects.")
    checksum = models.CharField(max_length=64, unique=True, help_text="SHA-256 of address, title and text.")
    title = models.CharField(max_length=500)
    text = models.TextField()
    media_type = models.CharField(max_length=100)
    author = models.TextField(blank=True)
    date = models.CharField(max_length=40, blank=True, help_text="The day that it says it is from.")
    language = models.CharField(max_length=12, blank=True)
    site = models.TextField(blank=True)
    description = models.TextField(blank=True)
    facts = models.JSONField(default=dict, help_text="Headings, pages, links, notes, and where it goes on.")
    fetched = models.DateTimeField(help_text="When it was first read so.")
    last_fetched = models.DateTimeField(help_text="When it was last read so.")

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("web page")
        verbose_name_plural = _("web pages")

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """Who met a snapshot, and may read it: a run, a person, or (neither) whoever sat at the shell."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="meetings")
    run = models.ForeignKey("runs.Run", models.CASCADE, null=True, blank=True, related_name="met_pages")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="met_pages"
    )
    asked = models.TextField(help_text="The address that was opened.")
    fetched = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(run__isnull=True) | Q(person__isnull=True), name="meeting_has_one_reader"
            ),
            models.UniqueConstraint(fields=["snapshot", "run"], name="meeting_once_per_run"),
            models.UniqueConstraint(fields=["snapshot", "person"], name="meeting_once_per_person"),
            models.UniqueConstraint(
                fields=["snapshot"],
                name="meeting_once_at_the_shell",
                condition=Q(run__isnull=True, person__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.asked


class SnapshotPicture(models.Model):
    """A picture of a page: metadata first, and a UID once its bytes are in the media store.

    The row is the origin of the bytes: equal bytes from two addresses are one UID with two rows.
    """

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="pictures")
    place = models.PositiveIntegerField(help_text="Its number on the page, from 0.")
    offset = models.PositiveIntegerField(
        null=True, blank=True, help_text="Where the text shows it; empty for one beside the text."
    )
    address = models.TextField()
    alt = models.TextField(blank=True)
    caption = models.TextField(blank=True)
    paragraph = models.TextField(blank=True)
    uid = models.CharField(max_length=40, blank=True, db_index=True)
    problem = MessageField(blank=True, help_text="Why its bytes are not there, as a sentence.")

    @property
    def is_inside(self) -> bool:
        """Whether it lies inside of the file of its page, such as a figure of a PDF."""
        return "#" in self.address

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "place"], name="snapshot_picture_place")
        ]

    def __str__(self) -> str:
        return self.address


class MetPicture(models.Model):
    """A picture of the web that a run fetched, with where it is from: a result of a search, or of a page.

    Equal bytes from two addresses are one UID with two rows. What is not known is empty.
    """

    run = models.ForeignKey("runs.Run", models.CASCADE, related_name="met_pictures")
    uid = models.CharField(max_length=40, db_index=True)
    address = models.TextField(help_text="That its bytes came from.")
    page = models.TextField(blank=True, help_text="The address of the page that shows it.")
    title = models.CharField(max_length=500, blank=True)
    author = models.TextField(blank=True)
    licence = models.CharField(max_length=200, blank=True)
    licence_address = models.TextField(blank=True)
    fetched = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.address
