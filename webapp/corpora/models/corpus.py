"""A corpus and who may do what with it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agents.retrieval import tokens

SLUG = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", "Use lower-case letters, digits and single hyphens.")


def current_tokens() -> int:
    """The version of tokens that a new corpus is indexed with."""
    return tokens.VERSION


class Corpus(models.Model):
    """A collection with its own index and access list; `encoder` built the index that serves."""

    slug = models.CharField(max_length=60, unique=True, validators=[SLUG])
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    is_private = models.BooleanField(default=False)
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="readable_corpora")
    reader_groups = models.ManyToManyField(Group, blank=True, related_name="readable_corpora")
    curators = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="curated_corpora")
    archived = models.DateTimeField(
        null=True, blank=True, help_text="Since when it is not asked any more; runs about it still open."
    )
    encoder = models.CharField(max_length=200, blank=True, help_text="Setting that built the live index.")
    encoder_version = models.CharField(max_length=100, blank=True)
    spaces = models.JSONField(
        default=list, blank=True, help_text="Those that its encoder fills with vectors of pictures."
    )
    lost_vectors = models.PositiveIntegerField(
        default=0, help_text="How many its index lacked when they were last counted."
    )
    tokens_version = models.PositiveSmallIntegerField(
        default=current_tokens, help_text="Of the tokens in its full-text index."
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("corpus")
        verbose_name_plural = _("corpora")

    def __str__(self) -> str:
        return self.name
