"""What pages of the admin have in common: none loads a whole table, however long it grows."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import ManyToManyField, Model
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from webapp.requests import parse_ids

ROWS_A_PAGE = 50


class KeysInput(AutocompleteSelectMultiple):
    """Django's choice of rows by typing; what can be no key never reaches the query that shows the choice."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [str(key) for key in parse_ids(data.getlist(name))]


class LeanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Rows by the page, one count instead of two, no facets; people are searched for and not listed."""

    list_per_page = list_max_show_all = ROWS_A_PAGE
    show_full_result_count = False
    show_facets: ClassVar = admin.ShowFacets.NEVER

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """The row by its key; an address that names an empty field means the key as well."""
        return super().get_object(request, object_id, from_field or None)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """Nothing: forms are filled in by people, not by addresses."""
        return {}

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **options: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        if db_field.name in self.get_autocomplete_fields(request):
            options["widget"] = KeysInput(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **options)


class ReadOnly:
    """Refuses additions and changes; deletion stays an administrator's right."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
