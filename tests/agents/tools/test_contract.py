"""What every tool in agents/tools has to be; a new one is found here without being named."""

import pkgutil
from typing import Any

import pytest

from agents import tools
from agents.toolbox import Tool, ToolContext, ToolFailed, load_tools

NAMES = sorted(module.name for module in pkgutil.iter_modules(tools.__path__))


@pytest.fixture(params=NAMES)
def tool(request: pytest.FixtureRequest) -> Tool:
    return load_tools()[request.param]


def test_every_module_is_a_tool_of_its_name() -> None:
    assert {name: tool.name for name, tool in load_tools().items()} == {name: name for name in NAMES}


def test_it_says_what_it_does(tool: Tool) -> None:
    assert tool.description.partition("\n")[0].endswith(".")


def test_its_description_names_every_argument(tool: Tool) -> None:
    for name in tool.arguments.model_fields:
        assert name in tool.description, name


def test_its_schema_describes_every_argument_and_allows_no_other(tool: Tool) -> None:
    schema = tool.schema
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(tool.arguments.model_fields)
    assert "context" not in schema["properties"]


def test_the_schema_follows_boxes_to_their_corners() -> None:
    corners = load_tools()["zoom"].schema["$defs"]["Box"]["properties"]
    assert set(corners) == {"x0", "y0", "x1", "y1"}


def test_an_argument_that_it_does_not_know_is_refused(tool: Tool, context: ToolContext) -> None:
    with pytest.raises(ToolFailed, match="surprise: Extra inputs are not permitted") as refusal:
        tool.call(context, {"surprise": 1})
    assert refusal.value.kind == "invalid_arguments"
    assert "Arguments of" in refusal.value.hint


def test_a_required_argument_that_is_missing_is_named(tool: Tool, context: ToolContext) -> None:
    required: list[Any] = tool.schema.get("required", [])
    with pytest.raises(ToolFailed) as refusal:
        tool.call(context, {})
    assert all(f"{name}: Field required" in refusal.value.message for name in required)
