"""What no database takes: zero characters, halves of surrogate pairs, numbers that are not finite.

PostgreSQL refuses a text with a zero character, no database can encode half of a surrogate pair, and JSON has
no infinity. Texts from models, tools, files and sockets may hold all of them.
"""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(value: Any) -> Any:
    """A text, or a JSON value with all that is in it, as databases take it.

    Two halves of a surrogate pair become the character that they mean; a half alone, and a zero character,
    become U+FFFD. Numbers stay: one that is not finite is a fault of whoever computed it.
    """
    if isinstance(value, str):
        if not _UNSTORABLE.search(value):
            return value
        joined = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return joined.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, Mapping):
        return {storable(key): storable(item) for key, item in value.items()}
    return value


def is_storable(value: object) -> bool:
    """Whether both databases take a text, or a JSON value with all that is in it."""
    match value:
        case str():
            return not _UNSTORABLE.search(value)
        case float():
            return isfinite(value)
        case Mapping():
            return all(map(is_storable, (*value, *value.values())))
        case list() | tuple():
            return all(map(is_storable, value))
        case _:
            return True
