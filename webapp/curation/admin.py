"""The work of curators in Django's admin: jobs, imports and changes, to look at and not to change."""

from django.contrib import admin

from webapp.administration.lean import LeanAdmin, ReadOnly
from webapp.curation.models import Change, CurationJob, Import


@admin.register(CurationJob)
class CurationJobAdmin(ReadOnly, LeanAdmin):
    list_display = ("id", "kind", "corpus", "status", "done", "total", "person", "created", "finished")
    list_filter = ("status", "corpus")
    list_select_related = ("corpus", "person")
    search_fields = ("=id", "kind", "message", "person__username")


@admin.register(Import)
class ImportAdmin(ReadOnly, LeanAdmin):
    list_display = ("id", "kind", "corpus", "state", "person", "created", "touched")
    list_filter = ("kind", "state", "corpus")
    list_select_related = ("corpus", "person")
    search_fields = ("=id", "person__username")


@admin.register(Change)
class ChangeAdmin(ReadOnly, LeanAdmin):
    list_display = ("id", "action", "corpus", "count", "person", "created", "undone")
    list_filter = ("action", "corpus")
    list_select_related = ("corpus", "person")
    search_fields = ("=id", "person__username")
