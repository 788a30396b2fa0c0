"""Lean schemas say all that full ones say."""

import json
from dataclasses import dataclass
from typing import Annotated, Literal

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field

from agents.parsing.schemas import lean_schema
from agents.tools import load_tools


@dataclass(frozen=True)
class Place:
    """Somewhere.

    More about it.
    """

    title: str
    kind: Literal["place"] = "place"


class Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(max_length=3)]
    places: list[Place] = Field(default_factory=list)
    near: Place | None = None


def test_a_field_that_is_called_title_stays_and_titles_go() -> None:
    schema = lean_schema(Arguments)
    assert schema["properties"]["title"] == {"type": "string", "maxLength": 3}
    assert "title" not in schema


def test_definitions_stand_where_they_are_used() -> None:
    schema = lean_schema(Arguments)
    assert "$ref" not in json.dumps(schema)
    assert schema["properties"]["near"] == schema["properties"]["places"]["items"]


@pytest.mark.parametrize("name", load_tools())
def test_every_tool_has_a_valid_schema_without_references(name: str) -> None:
    schema = load_tools()[name].schema
    Draft202012Validator.check_schema(schema)
    assert "$ref" not in json.dumps(schema)


def test_what_the_tool_takes_the_schema_takes() -> None:
    zoom = load_tools()["zoom"]
    arguments = {"uid": "img_a", "box": {"x0": 0, "y0": 0, "x1": 10, "y1": 10}}
    zoom.arguments.model_validate(arguments)
    Draft202012Validator(zoom.schema).validate(arguments)
    assert list(Draft202012Validator(zoom.schema).iter_errors({**arguments, "size": 3}))
