"""What comes out of requests, read in one place: numbers within bounds, and texts that can be stored.

Python refuses to read more than 4,300 digits, databases refuse keys beyond 64 bits, PostgreSQL refuses zero
characters, and half of a surrogate pair cannot be encoded. None of these may end a page or a job.
"""

import logging
from collections.abc import Iterable
from math import isfinite
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import DataError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import register_converter
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from agents.parsing.storable import is_storable

BAD_REQUEST, CONFLICT, UNPROCESSABLE = 400, 409, 422
MAX_ID = 2**63 - 1
"""The largest key that both databases store."""

MAX_IDS = 20_000
"""How many rows one form may name; SQLite binds 32,766 values in a statement."""

_MAX_DIGITS = len(str(MAX_ID))
_log = logging.getLogger(__name__)


class SignedInRequest(HttpRequest):
    """What a view gets: the middleware lets nobody else through."""

    user: User


def parse_integer(given: object, *, least: int = 0, most: int = MAX_ID) -> int | None:
    """The number that a text of ASCII digits stands for; None for any other text, and outside the bounds."""
    if not isinstance(given, str) or len(given) > _MAX_DIGITS or not (given.isascii() and given.isdigit()):
        return None
    number = int(given)
    return number if least <= number <= most else None


def parse_float(given: object, *, least: float, most: float) -> float | None:
    """The finite number that a text stands for, moved into the bounds; None for any other text."""
    try:
        number = float(given) if isinstance(given, str) else None
    except ValueError:
        return None
    return min(max(number, least), most) if number is not None and isfinite(number) else None


def parse_id(given: object) -> int:
    """The key of a row, 1..MAX_ID; 0, which no row has, for what can be none."""
    return parse_integer(given) or 0


def parse_ids(given: Iterable[str]) -> list[int]:
    """The keys that a form names, each once, at most MAX_IDS; what can be none is left out."""
    return list(dict.fromkeys(filter(None, map(parse_id, given))))[:MAX_IDS]


def length_problem(text: str, most: int) -> str:
    """What is wrong with a text of more characters than are taken, as forms say it; empty for any other."""
    try:
        MaxLengthValidator(most)(text)
    except ValidationError as error:
        return error.messages[0]
    return ""


def back_to(request: HttpRequest, default: str, *, below: str = "/") -> str:
    """The path in `next` of a form if it is one of ours below `below`, else the default.

    For HttpResponseRedirect or a path of `redirect`: a word would be taken for the name of a page.
    """
    given = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(given, {request.get_host()}, request.is_secure())
    return given if is_ours and given.startswith(below) else default


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """Rows by their keys; a text that can be no key is no choice, however many digits it has."""

    def clean(self, value: Any) -> QuerySet[Any]:
        """Raises ValidationError for what is not among the rows."""
        for given in value or ():
            if not parse_id(str(given)):
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": str(given)[:100]})
        return super().clean(value)


class IdConverter:
    """The key of a row in an address, `<id:pk>`: a number that is too large leads nowhere, which is 404."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """Raises ValueError, which Django takes for an address that does not exist."""
        number = parse_integer(value)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(IdConverter, "id")


class StorableTextMiddleware(MiddlewareMixin):
    """Refuses a request whose address, cookies or form hold what no database takes: 400, and a sentence."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Look at what is there before any form is read."""
        texts = (request.path_info, dict(request.GET.lists()), request.COOKIES)
        return None if is_storable(texts) else _refusal(request, _unstorable())

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, _names: object
    ) -> HttpResponseBase | None:
        """Look at the form, and at the names of its files; their content is for those who read it."""
        files = [file.name for _field, sent in request.FILES.lists() for file in sent]
        return None if is_storable((dict(request.POST.lists()), files)) else _refusal(request, _unstorable())

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A value outside the range of its column, which no guard saw before the database did."""
        if not isinstance(error, DataError | OverflowError):
            return None
        _log.warning("A request to %s holds a value out of range: %s", request.path, error)
        return _refusal(request, _("A number or a text in it is larger than can be stored."))


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which reads JSON, and no person who reads a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _refusal(request: HttpRequest, problem: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"problem": problem}, status=BAD_REQUEST)
    return render(request, "400.html", {"problem": problem}, status=BAD_REQUEST)


def _unstorable() -> str:
    return _("A text in it holds a character that cannot be stored: a zero character, or half of one.")
