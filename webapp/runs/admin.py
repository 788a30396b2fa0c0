"""Runs in Django's admin: to look at, not to change; the journal is the run's own word."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from webapp.runs.models import Run, RunEvent


class ReadOnly:
    """Refuses additions and changes; deletion stays an administrator's right."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Run)
class RunAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    list_display = ("id", "status", "question", "owner", "profile", "policy", "created")
    list_filter = ("status", "profile", "corpora")
    list_select_related = ("owner",)
    search_fields = ("question", "owner__username")
    date_hierarchy = "created"


@admin.register(RunEvent)
class RunEventAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    list_display = ("run", "seq", "kind", "created")
    list_filter = ("kind",)
    list_select_related = ("run",)
    search_fields = ("=run__id", "kind")
    show_facets: ClassVar = admin.ShowFacets.NEVER
