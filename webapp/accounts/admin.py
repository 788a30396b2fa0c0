"""Users in Django's admin, with a word on what their groups mean."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import ManyToManyField
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from webapp.administration.lean import LeanAdmin

ROLES = _(
    "The role: a reader reads corpora and the runs they have, an asker also asks, steers, forks, shares and "
    "exports, a curator also looks after corpora. A user without any of these reads. Administrators have no "
    "group: mark them as staff and superuser."
)

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(LeanAdmin, UserAdmin):  # type: ignore[type-arg]  # not generic when it runs
    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        if db_field.name == "groups":
            kwargs["help_text"] = ROLES
        return super().formfield_for_manytomany(db_field, request, **kwargs)
