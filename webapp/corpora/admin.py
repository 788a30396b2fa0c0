"""Corpora in Django's admin: who may read which, and what went wrong."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from webapp.administration.lean import LeanAdmin, ReadOnly
from webapp.corpora.models import Corpus, FileProblem, IndexJob


@admin.register(Corpus)
class CorpusAdmin(LeanAdmin):
    """Deletion has to take vectors and files along, which `manage.py corpus delete` does."""

    list_display = ("slug", "name", "is_private", "archived", "encoder", "created")
    list_filter = ("is_private",)
    search_fields = ("slug", "name")
    autocomplete_fields = ("readers", "curators")
    filter_horizontal = ("reader_groups",)
    readonly_fields = ("encoder", "encoder_version", "spaces", "created")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(IndexJob)
class IndexJobAdmin(ReadOnly, LeanAdmin):
    list_display = ("corpus", "encoder", "status", "done", "total", "created", "finished")
    list_filter = ("status", "corpus")
    list_select_related = ("corpus",)


@admin.register(FileProblem)
class FileProblemAdmin(ReadOnly, LeanAdmin):
    list_display = ("path", "kind", "reason", "corpus", "created")
    list_filter = ("kind", "corpus")
    list_select_related = ("corpus",)
    search_fields = ("path",)
