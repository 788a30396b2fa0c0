"""Arguments of a call against what its tool takes: slips without a doubt are mended, others named.

Models fill arguments that they do not mean with "" or null, write lists as text, and add keys of their own.
"""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from agents.messages import read_message, sentence_of
from agents.models.json_calls import MALFORMED, PROBLEM
from agents.parsing.lenient_json import NotJson, read_json
from agents.parsing.validation import enumerated, explain
from media_store import InvalidBox

_NOTHING = frozenset({"null", "none", "nil", "undefined", "n/a"})
"""Words that models write for a value they do not give."""

_LISTS = frozenset({"list_type", "tuple_type"})
_OBJECTS = frozenset({"dict_type", "model_type", "model_attributes_type", "dataclass_type"})


class InvalidArguments(ValueError):
    """Arguments that a tool cannot take; the message names each mistake."""


def checked_arguments(model: type[BaseModel], arguments: Mapping[str, Any]) -> BaseModel:
    """The arguments as the tool takes them. Raises InvalidArguments."""
    if arguments.keys() == {MALFORMED, PROBLEM}:
        raise InvalidArguments(read_message(arguments[PROBLEM]))
    given: dict[str, Any] = {}
    for key, value in arguments.items():
        # One that may be missing is left out if it holds nothing, or names nothing where null is allowed.
        field = model.model_fields.get(key)
        may_be_missing = field is not None and not field.is_required()
        may_be_null = field is not None and type(None) in get_args(field.annotation)
        if not (may_be_missing and (_is_empty(value) or (may_be_null and _names_nothing(value)))):
            given[key] = value
    try:
        return model.model_validate(given)
    except (ValidationError, InvalidBox) as error:
        mended = _mended(model, given, error)
        try:
            return model.model_validate(mended)
        except (ValidationError, InvalidBox):
            if isinstance(error, InvalidBox):
                raise InvalidArguments(sentence_of(error)) from None
            raise InvalidArguments(enumerated(explain(error, "arguments"))) from None


def _names_nothing(value: object) -> bool:
    return isinstance(value, str) and value.strip().lower() in _NOTHING


def _is_empty(value: object) -> bool:
    """True for null, white space, and lists and objects with nothing else in them."""
    if isinstance(value, Mapping):
        return all(_is_empty(inner) for inner in value.values())
    if isinstance(value, list):
        return all(_is_empty(inner) for inner in value)
    return value is None or (isinstance(value, str) and not value.strip())


def _mended(
    model: type[BaseModel], given: Mapping[str, Any], error: ValidationError | InvalidBox
) -> Mapping[str, Any]:
    """The arguments with what an error can only mean; unchanged where it may mean something else."""
    mended = dict(given)
    for key, value in given.items():
        # One that may be missing and is zero or a word for nothing: as it was refused, it is not meant.
        field = model.model_fields.get(key)
        if field is None or field.is_required() or isinstance(value, bool):
            continue
        is_zero = not any(value.values()) if isinstance(value, Mapping) else value == 0
        if is_zero or _names_nothing(value):
            del mended[key]
    known = model.model_fields.keys() & mended.keys()
    for problem in error.errors() if isinstance(error, ValidationError) else ():
        key = str(problem["loc"][0]) if problem["loc"] else ""
        if problem["type"] == "extra_forbidden" and len(problem["loc"]) == 1 and known:
            # A key of the model's own; one that stands alone is a wrong name, and said to be one.
            mended.pop(key, None)
        elif key in mended and len(problem["loc"]) == 1:
            mended[key] = _retyped(mended[key], problem["type"])
    return mended


def _retyped(value: Any, problem: str) -> Any:  # JSON values
    """A list or an object that was written as text, or one item where a list of them is wanted."""
    if isinstance(value, str) and problem in _LISTS | _OBJECTS:
        try:
            read = read_json(value)
        except NotJson:
            read = value
        value = read if isinstance(read, list if problem in _LISTS else dict) else value
    return value if isinstance(value, list) or problem not in _LISTS or _is_empty(value) else [value]
