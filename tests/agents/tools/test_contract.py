"""What every tool in agents/tools has to be; a new one is found here without being named."""

import ast
import inspect
import json
import pkgutil
from types import ModuleType
from typing import Any

import pytest

from agents import tools
from agents.events import CallFinished, from_payload, kind_of, to_payload
from agents.observations import Observation
from agents.toolbox import Phase, Tool, ToolContext, ToolFailed
from agents.tools import load_tools
from tests.agents.tools.calls import WORKING, working_context
from tests.agents.tools.driving import call
from tests.fixtures.memory_library import Library
from tests.support.small_web import SmallWeb

NAMES = sorted(module.name for module in pkgutil.iter_modules(tools.__path__))


@pytest.fixture(params=NAMES)
def tool(request: pytest.FixtureRequest) -> Tool:
    return load_tools()[request.param]


def test_every_module_is_a_tool_of_its_name() -> None:
    assert {name: tool.name for name, tool in load_tools().items()} == {name: name for name in NAMES}


def test_it_says_what_it_does(tool: Tool) -> None:
    assert tool.description.partition("\n")[0].endswith((".", "?"))


def test_its_description_explains_every_argument(tool: Tool) -> None:
    for name in tool.arguments.model_fields:
        assert name in tool.description, name


def test_it_is_offered_to_models_in_some_phase(tool: Tool) -> None:
    assert tool.phases
    assert tool.phases <= set(Phase)


def test_its_schema_describes_every_argument_and_allows_no_other(tool: Tool) -> None:
    schema = tool.schema
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(tool.arguments.model_fields)
    assert "context" not in schema["properties"]


def test_its_schema_is_json_and_every_reference_in_it_leads_somewhere(tool: Tool) -> None:
    schema = json.loads(json.dumps(tool.schema))
    assert set(_references(schema)) <= {f"#/$defs/{name}" for name in schema.get("$defs", {})}


def test_the_schema_follows_boxes_to_their_corners() -> None:
    corners = load_tools()["zoom"].schema["properties"]["box"]["properties"]
    assert set(corners) == {"x0", "y0", "x1", "y1"}


def test_it_imports_no_other_tool(tool: Tool) -> None:
    assert [
        name for name in _imports(inspect.getmodule(tool.function)) if name.startswith("agents.tools")
    ] == []


def test_an_argument_that_it_does_not_know_is_refused(tool: Tool, context: ToolContext) -> None:
    with pytest.raises(ToolFailed, match="surprise: there is nothing of this name") as refusal:
        tool.call(context, {"surprise": 1})
    assert refusal.value.kind == "invalid_arguments"
    assert "Arguments of" in refusal.value.hint


def test_arguments_of_another_type_are_refused(tool: Tool, context: ToolContext) -> None:
    with pytest.raises(ToolFailed) as refusal:
        tool.call(context, dict.fromkeys(tool.arguments.model_fields, object()))
    assert refusal.value.kind == "invalid_arguments"
    assert all(name in refusal.value.message for name in tool.arguments.model_fields)


def test_a_required_argument_that_is_missing_is_named(tool: Tool, context: ToolContext) -> None:
    required: list[Any] = tool.schema.get("required", [])
    with pytest.raises(ToolFailed) as refusal:
        call(context, tool.name)
    assert refusal.value.kind in {"invalid_arguments", "no_goal"}
    assert all(f"{name}: this is missing" in refusal.value.message for name in required)


def test_its_result_comes_back_from_a_journal_as_it_was(
    library: Library, little: SmallWeb, tool: Tool
) -> None:
    result = call(working_context(library, little), tool.name, **WORKING[tool.name](library))
    event = CallFinished(1, Observation("c1", data=result))
    assert from_payload(kind_of(event), json.loads(json.dumps(to_payload(event)))) == event


def _references(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [found for item in schema for found in _references(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"]] if "$ref" in schema else []
    return own + [found for item in schema.values() for found in _references(item)]


def _imports(module: ModuleType | None) -> list[str]:
    assert module
    found = []
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found
