"""Filters of the grid that people keep."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from webapp.corpora.models import Corpus


class SavedFilter(models.Model):
    """A query string of a corpus's grid, by the name its owner gave it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "corpus", "name"], name="filter_name_once")
        ]

    def __str__(self) -> str:
        return self.name
