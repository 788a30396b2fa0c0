"""What pydantic found wrong with values from outside, in sentences of ours that can be translated."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from agents.messages import message as _
from agents.messages import sentence_of

_WHOLE_NUMBER = _("give a whole number")
_NUMBER = _("give a number")
_BOOLEAN = _("give true or false")
_TEXT = _("give a text")
_LIST = _("give a list")
_OBJECT = _("give an object with named values")
_MOMENT = _("give a date and a time with its zone, such as 2026-01-31T09:30:00Z")

_SENTENCES: dict[str, str] = {
    "missing": _("this is missing"),
    "extra_forbidden": _("there is nothing of this name"),
    "none_required": _("this takes null alone"),
    "json_invalid": _("this is no JSON"),
    "json_type": _("this is no JSON"),
    "finite_number": _("give a number that is finite"),
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "int_parsing_size": _("this number has too many digits"),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "string_type": _TEXT,
    "string_unicode": _("this is no UTF-8 text"),
    "path_type": _("give a path"),
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "dataclass_exact_type": _OBJECT,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "timezone_aware": _MOMENT,
}
_OF_VALUES: dict[str, str] = {
    "greater_than": _("give more than %(gt)s"),
    "greater_than_equal": _("give %(ge)s or more"),
    "less_than": _("give less than %(lt)s"),
    "less_than_equal": _("give %(le)s or less"),
    "literal_error": _("give one of: %(expected)s"),
    "enum": _("give one of: %(expected)s"),
    "string_too_short": _("give at least %(min_length)s characters"),
    "string_too_long": _("give at most %(max_length)s characters"),
    "too_short": _("give at least %(min_length)s of them"),
    "too_long": _("give at most %(max_length)s of them"),
}


def explain(error: ValidationError, whole: str = "") -> list[str]:
    """What is wrong with each place, as `port: give a whole number`; `whole` names the value as a whole."""
    sentences = []
    for problem in error.errors():
        place, sentence = place_of(problem) or whole, sentence_for(problem)
        sentences.append(_("%(place)s: %(problem)s", place=place, problem=sentence) if place else sentence)
    return sentences


def place_of(problem: Mapping[str, Any]) -> str:
    """Where in the value one of pydantic's errors is, as a path with dots; empty for the value itself."""
    return ".".join(map(str, problem["loc"]))


def sentence_for(problem: Mapping[str, Any]) -> str:
    """One of pydantic's errors as a message; of what a validator of ours raised, its own."""
    context = problem.get("ctx", {})
    if isinstance(raised := context.get("error"), Exception):
        return sentence_of(raised)
    if template := _OF_VALUES.get(problem["type"]):
        # Pydantic writes choices as `'a', 'b' or 'c'`.
        values = {name: str(value).replace("' or '", "', '") for name, value in context.items()}
        return _(template, **values)
    return _SENTENCES.get(problem["type"], str(problem["msg"]))


def enumerated(sentences: list[str]) -> str:
    """Sentences as one, with semicolons between them."""
    first, *others = sentences
    for other in others:
        first = _("%(first)s; %(second)s", first=first, second=other)
    return first
