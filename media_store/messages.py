"""Sentences that a reader may have in another language.

A message is its English template, which is also its id in the catalogues, and its values; whoever shows it
says it in the language of the reader. For everything else it is the English sentence. No library is needed
here: processes that decode pictures and read documents make messages, too.
"""

import re
from collections.abc import Mapping
from typing import Any

Value = str | int | float

_PLACES = re.compile(r"%\(\w+\)s|%%")


class Message(str):
    """A sentence: `template` with `%(name)s` for each of its `values`, numbers with thousands parted.

    Make it with `message`. A value may be a message itself.
    """

    template: str
    values: Mapping[str, Value]

    def stored(self) -> dict[str, Any]:
        """The sentence as JSON values."""
        values = {
            name: value.stored() if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return {"message": self.template, "values": values}


def message(template: str, **values: Value) -> Message:
    """The sentence that a template makes of its values."""
    written = {name: value if isinstance(value, str) else f"{value:,}" for name, value in values.items()}
    made = Message(template % written if values else template)
    made.template, made.values = template, values
    return made


def joined(first: str, *others: str) -> str:
    """Sentences one after the other."""
    for other in others:
        first = message("%(first)s %(second)s", first=first, second=other)
    return first


def sentence_of(error: BaseException) -> str:
    """What an exception says: the message that it was raised with, if it was raised with one."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Message) else str(error)


def read_message(stored: Any) -> str:  # any JSON value
    """What `Message.stored` wrote, or the text of an older version in its place. Raises ValueError."""
    if isinstance(stored, str):
        return stored
    if not isinstance(stored, Mapping) or not isinstance(stored.get("message"), str):
        raise ValueError("This is neither a text nor a message.")
    values = {
        str(name): read_message(value) if isinstance(value, Mapping) else value
        for name, value in stored.get("values", {}).items()
    }
    if values and "%" in _PLACES.sub("", stored["message"]):
        raise ValueError(f"The message {stored['message']!r} has a place that is no %(name)s.")
    try:
        return message(stored["message"], **values)
    except (KeyError, TypeError) as error:
        raise ValueError(f"The values of the message {stored['message']!r} do not fit it.") from error


def write_message(text: str) -> str | dict[str, Any]:
    """The JSON values of a text, which may be a message."""
    return text.stored() if isinstance(text, Message) else text
