"""Filters of the list that a person keeps under a name."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webapp import access
from webapp.runs import run_access
from webapp.runs.listing.filters import RunFilter
from webapp.runs.models import SavedView


class SavedViewForm(forms.Form):
    """A name for a query string; only its valid part is kept, in its one form."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    query = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, person: access.Person) -> None:
        super().__init__(data)
        self.filters = RunFilter(QueryDict(self.data.get("query", "")[:4000]), person=person)

    def clean_query(self) -> str:
        if not self.filters.is_valid():
            raise forms.ValidationError(" ".join(self.filters.problems))
        if not (query := self.filters.query()):
            raise forms.ValidationError(
                _("Nothing is filtered or sorted yet; the first tab shows this list.")
            )
        return query


@transaction.atomic
def save(owner: User, *, name: str, query: str) -> SavedView:
    """Keep a query under a name. A name that exists gets the new query, a query that exists the new name."""
    mine = run_access.saved_views(owner)
    view = mine.filter(name=name).first() or mine.filter(query=query).first() or SavedView(owner=owner)
    view.name, view.query = name, query
    view.save()
    return view


def forget(view: SavedView) -> None:
    """Delete a saved view; the runs stay."""
    view.delete()
