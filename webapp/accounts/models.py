"""What groups of people may do, and sign-ins that failed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ability(models.Model):
    """Has no rows and no table: it is what the permissions of roles hang on."""

    class Meta:
        managed = False
        default_permissions: ClassVar = ()
        permissions: ClassVar = [
            ("ask", _("Ask, steer, fork, share and export")),
            ("curate", _("Curate corpora")),
        ]
        verbose_name = _("role")


class SignInFailure(models.Model):
    """A sign-in whose password has not turned out to be right."""

    key = models.CharField(max_length=64, help_text="Keyed hash of the name and the address, in hex.")
    address_key = models.CharField(max_length=64, default="", help_text="Keyed hash of the address, in hex.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key", "created"]),
            models.Index(fields=["address_key", "created"]),
            models.Index(fields=["created"]),
        ]

    def __str__(self) -> str:
        return f"{self.key[:8]} at {self.created:%H:%M}"
