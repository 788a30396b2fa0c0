"""Sentences of a run that a reader may have in another language: see media_store/messages.py.

The journal holds a sentence as its template and values.
"""

from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from media_store.messages import (
    Message,
    Value,
    joined,
    message,
    read_message,
    sentence_of,
    write_message,
)

__all__ = [
    "Message",
    "Text",
    "Value",
    "joined",
    "message",
    "read_message",
    "sentence_of",
    "write_message",
]

Text = Annotated[
    str, PlainValidator(read_message), PlainSerializer(write_message), WithJsonSchema({"type": "string"})
]
"""The type of a field that keeps its message through JSON."""
