"""Filters in a query string: what is set, in words, and the addresses that leave one of them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms

SORT = "sort"
"""The field that orders instead of narrowing; it is no filter."""


@dataclass(frozen=True, slots=True)
class FilterChip:
    """One filter in words, and the query string without it."""

    words: str
    query_without: str


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class QueryFilter(forms.Form):
    """Filters of a list. What is not valid narrows nothing, and is said."""

    usual_sort: ClassVar[str] = ""
    """The order of a list that asks for none; a query string leaves it out."""

    @property
    def problems(self) -> list[str]:
        """What cannot be understood, one sentence for each field."""
        return [
            f"{self.fields[name].label}: {' '.join(map(str, errors))}" for name, errors in self.errors.items()
        ]

    def given(self) -> dict[str, Any]:
        """The filters that are set and valid, by name, in the order of the fields; without the order."""
        return {name: value for name, value in self._set() if name != SORT}

    def query(self, **changes: object) -> str:
        """The query string in its one form: fields in order, nothing that is unset or usual."""
        values = {**dict(self._set()), **changes}
        if values.get(SORT) == self.usual_sort:
            del values[SORT]
        wanted = [(name, values.get(name)) for name in self.fields]
        return urlencode([(name, _written(value)) for name, value in wanted if _is_set(value)], doseq=True)

    def chips(self) -> list[FilterChip]:
        """What the list is narrowed by; each choice of several by itself."""
        chips = []
        for name, value in self.given().items():
            choices = dict(getattr(self.fields[name], "choices", ()))
            for part in value if isinstance(value, list) else [value]:
                rest = [each for each in value if each != part] if isinstance(value, list) else None
                words = f"{self.fields[name].label}: {choices.get(part, _written(part))}"
                chips.append(FilterChip(words, self.query(**{name: rest})))
        return chips

    def _set(self) -> Iterator[tuple[str, Any]]:
        self.is_valid()  # What is not valid is not among the cleaned data.
        for name in self.fields:
            if _is_set(value := self.cleaned_data.get(name)):
                yield name, value


def _is_set(value: object) -> bool:
    return value not in (None, "", [])


def _written(value: object) -> Any:
    match value:
        case list():
            return value
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
        case _:
            return str(value)
