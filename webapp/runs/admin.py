"""Runs in Django's admin: what they took and what became of them, to look at and not to change.

What was asked, found and answered is the owner's: it opens with a reason, as it does on the run's page.
"""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from webapp.runs import access
from webapp.runs.models import Opening, Run, RunEvent


class ReadOnly:
    """Refuses additions and changes; deletion stays an administrator's right."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class OpeningInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    """Who opened the run, and why."""

    model = Opening
    fields = readonly_fields = ("person", "reason", "created")
    can_delete = False


@admin.register(Run)
class RunAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Neither question nor pictures: they belong to what the owner asked."""

    list_display = ("id", "status", "owner", "profile", "policy", "tokens", "cost_usd", "created")
    list_filter = ("status", "profile", "corpora")
    list_select_related = ("owner",)
    search_fields = ("=id", "owner__username")
    date_hierarchy = "created"
    fields = (
        "status", "message", "owner", "corpora", "profile", "policy", "created", "finished", "lease_owner",
        "lease_until", "parent", "fork_seq", "follows", "model_calls", "tokens", "cost_usd",
    )  # fmt: skip
    inlines = (OpeningInline,)

    def view_on_site(self, obj: Run) -> str:
        return reverse("runs:detail", args=[obj.pk])


@admin.register(RunEvent)
class RunEventAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """The journal line by line, of runs that are open to the administrator."""

    list_display = ("run", "seq", "kind", "created")
    list_filter = ("kind",)
    list_select_related = ("run",)
    search_fields = ("=run__id", "kind")
    show_facets: ClassVar = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[RunEvent]:
        return super().get_queryset(request).filter(run__in=access.runs(request.user))
