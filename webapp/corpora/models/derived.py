"""What was derived from pictures and texts, kept for whoever brings the same again."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Derived(models.Model):
    """What `maker` made of `subject`: vectors, labels, text that was read. A cache: any row may go.

    Nothing that a person wrote about a picture is in it: that belongs to a corpus, and this to nobody.
    """

    subject = models.CharField(max_length=64, help_text="UID of a picture, or SHA-256 of a text.")
    maker = models.CharField(max_length=120, help_text="What made it, with its version.")
    size_bytes = models.PositiveIntegerField(help_text="Of the payload.")
    used = models.DateTimeField(default=timezone.now, help_text="When it was last of use, to the day.")
    payload = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["maker", "subject"], name="derived_once_by_each_maker")
        ]
        indexes: ClassVar = [models.Index(fields=["used", "size_bytes"], name="derived_by_use")]

    def __str__(self) -> str:
        return f"{self.maker} of {self.subject}"
