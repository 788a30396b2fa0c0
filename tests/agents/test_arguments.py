"""Arguments as models fill them: what was not meant is left out, and a mistake is named as it was made."""

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from agents.arguments import InvalidArguments, checked_arguments
from agents.models.json_calls import MALFORMED, PROBLEM
from media_store import Box


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    queries: Annotated[list[str], Field(min_length=1)]
    document: Annotated[int | None, Field(ge=1)] = None
    uid: str | None = None
    box: Box | None = None
    goal: str = ""
    exact: bool = False


PLAIN = Wanted(queries=["harbour"])


@pytest.mark.parametrize("nothing", ["", "  ", None, [], {}, "null", "None", "n/a"], ids=repr)
@pytest.mark.parametrize("name", ["document", "uid", "box"])
def test_an_optional_argument_filled_with_nothing_was_not_meant(name: str, nothing: object) -> None:
    assert checked_arguments(Wanted, {"queries": ["harbour"], name: nothing}) == PLAIN


def test_zeros_that_a_tool_refuses_were_not_meant() -> None:
    zeros = {"document": 0, "box": {"x0": 0, "y0": 0, "x1": 0, "y1": 0}}
    assert checked_arguments(Wanted, {"queries": ["harbour"], **zeros}) == PLAIN


@pytest.mark.parametrize("extra", [{"thought": "I look."}, {"limit": 5}, {"limit": None, "reason": ""}])
def test_a_key_of_the_models_own_is_left_out(extra: dict[str, Any]) -> None:
    assert checked_arguments(Wanted, {"queries": ["harbour"], **extra}) == PLAIN


@pytest.mark.parametrize("written", ["harbour", '["harbour"]', "['harbour',]"])
def test_a_list_that_was_written_as_text_is_read(written: str) -> None:
    assert checked_arguments(Wanted, {"queries": written}) == PLAIN


def test_an_object_that_was_written_as_text_is_read() -> None:
    box = '{"x0": 0, "y0": 0, "x1": 500, "y1": 500}'
    assert checked_arguments(Wanted, {"queries": ["harbour"], "box": box}) == Wanted(
        queries=["harbour"], box=Box(0, 0, 500, 500)
    )


def test_a_value_that_a_tool_takes_is_kept_as_it_is() -> None:
    given = {"queries": ["none"], "goal": "null", "exact": False}
    assert checked_arguments(Wanted, given) == Wanted(queries=["none"], goal="null")


@pytest.mark.parametrize(
    ("arguments", "problems"),
    [
        ({}, ["queries: this is missing"]),
        ({"query": "harbour"}, ["queries: this is missing", "query: there is nothing"]),
        ({"queries": ""}, ["queries: "]),
        ({"queries": ["x"], "document": -1}, ["document: "]),
        ({"queries": ["x"], "box": {"x0": 9, "y0": 0, "x1": 0, "y1": 0}}, ["no rectangle"]),
    ],
)
def test_a_real_mistake_is_named(arguments: dict[str, Any], problems: list[str]) -> None:
    with pytest.raises(InvalidArguments) as refused:
        checked_arguments(Wanted, arguments)
    assert all(problem in str(refused.value) for problem in problems)


def test_arguments_that_were_no_json_are_refused_for_that_alone() -> None:
    with pytest.raises(InvalidArguments) as refused:
        checked_arguments(Wanted, {MALFORMED: '{"queries": [', PROBLEM: "The brackets have no end."})
    assert str(refused.value) == "The brackets have no end."
