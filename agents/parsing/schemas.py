"""JSON Schemas as models should get them.

Short, for they are paid for in every prompt; and without references, which not every provider follows.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

_NOISE = {"title", "default", "$defs", "discriminator"}


@cache
def lean_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a model's fields with its definitions in place.

    Titles, defaults and what definitions say of themselves are left out, and `null` where leaving the
    argument out says the same: the tool's own description tells what a model must know.
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
        defined = definitions[node["$ref"].rpartition("/")[2]]
        return _lean({key: value for key, value in defined.items() if key != "description"}, definitions)
    # Where null is all there is to choose beside it, the other choice stands alone.
    others = [choice for choice in node.get("anyOf", ()) if choice != {"type": "null"}]
    if len(others) == 1:
        return _lean(others[0], definitions)
    lean = {}
    for key, value in node.items():
        if key == "properties":
            lean[key] = {name: _lean(schema, definitions) for name, schema in value.items()}
        elif key not in _NOISE:
            lean[key] = _lean(value, definitions)
    return lean
