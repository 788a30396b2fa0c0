"""What pages of the admin have in common: none loads a whole table, however long it grows."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

ROWS_A_PAGE = 50


class LeanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Rows by the page, one count instead of two, no facets; people are searched for and not listed."""

    list_per_page = list_max_show_all = ROWS_A_PAGE
    show_full_result_count = False
    show_facets: ClassVar = admin.ShowFacets.NEVER


class ReadOnly:
    """Refuses additions and changes; deletion stays an administrator's right."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
