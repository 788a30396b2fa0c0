"""Runs in Django's admin: what they took and what became of them, to look at and not to change.

What was asked, found and answered is the owner's: it opens with a reason, as it does on the run's page.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from agents.events import KINDS
from webapp.administration.lean import LeanAdmin, ReadOnly
from webapp.runs import run_access
from webapp.runs.models import Opening, Run, RunEvent


class OpeningInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    """Who opened the run, and why."""

    model = Opening
    fields = readonly_fields = ("person", "reason", "created")
    can_delete = False


@admin.register(Run)
class RunAdmin(ReadOnly, LeanAdmin):
    """Neither question nor pictures: they belong to what the owner asked."""

    list_display = ("id", "status", "owner", "profile", "policy", "tokens", "cost_usd", "created")
    list_filter = ("status", "profile", "created", "corpora")
    list_select_related = ("owner",)
    search_fields = ("=id", "owner__username")
    fields = (
        "status", "message", "owner", "corpora", "profile", "policy", "created", "finished", "lease_owner",
        "lease_until", "parent", "fork_seq", "follows", "model_calls", "tokens", "cost_usd",
    )  # fmt: skip
    inlines = (OpeningInline,)

    def view_on_site(self, obj: Run) -> str:
        return reverse("runs:detail", args=[obj.pk])


class KindFilter(admin.SimpleListFilter):
    """Kinds of events as the code knows them: those of the table are found only by reading all of it."""

    title = parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(name, name) for name in KINDS]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[RunEvent]") -> "QuerySet[RunEvent]":
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(RunEvent)
class RunEventAdmin(ReadOnly, LeanAdmin):
    """The journal line by line, of runs that are open to the administrator."""

    list_display = ("run", "seq", "kind", "created")
    list_filter = (KindFilter,)
    list_select_related = ("run",)
    search_fields = ("=run__id", "kind")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RunEvent]:
        return super().get_queryset(request).filter(run__in=run_access.runs(request.user))
