"""JSON Schemas as models should get them.

Short, for they are paid for in every prompt; and without references, which not every provider follows.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

_NOISE = {"title", "default", "$defs", "discriminator"}


def lean_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a model's fields with its definitions in place.

    Titles and defaults are left out, and `null` where leaving the argument out says the same. Descriptions
    keep their first line.
    """
    whole = model.model_json_schema()
    lean: dict[str, Any] = _lean(whole, whole.get("$defs", {}))
    return lean


def _lean(node: Any, definitions: Mapping[str, Any]) -> Any:  # any JSON value
    if isinstance(node, list):
        return [_lean(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _lean(definitions[node["$ref"].rpartition("/")[2]], definitions)
    if one := _without_null(node):
        return _lean(one, definitions)
    return {key: _value(key, value, definitions) for key, value in node.items() if key not in _NOISE}


def _without_null(node: Mapping[str, Any]) -> Any:
    """The one other choice beside null, if that is all there is to choose."""
    others = [choice for choice in node.get("anyOf", ()) if choice != {"type": "null"}]
    return others[0] if len(others) == 1 else None


def _value(key: str, value: Any, definitions: Mapping[str, Any]) -> Any:
    if key == "properties":
        return {name: _lean(schema, definitions) for name, schema in value.items()}
    if key == "description":
        return value.partition("\n")[0]
    return _lean(value, definitions)
