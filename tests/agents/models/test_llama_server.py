"""A real llama.cpp server holds a model that follows no instruction to valid steps."""

from collections.abc import Iterator

import pytest

from agents.arguments import checked_arguments
from agents.models.base import DeltaKind, Prompt, TextPart, ToolSpec
from agents.models.client import PydanticModel
from agents.models.held import FORMS
from agents.models.spec import parse_model
from agents.tools import load_tools
from agents.types import ModelReply

TURNS = 4
OUTPUT_TOKENS = 400
TOOLS = {name: load_tools()[name] for name in ("search_text", "finish")}
SPECS = tuple(ToolSpec(tool.name, tool.description, tool.schema) for tool in TOOLS.values())


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def model(llama_url: str) -> Iterator[PydanticModel]:
    line = f"openai:gemma base_url={llama_url} json=schema output={OUTPUT_TOKENS} silence=300"
    opened = PydanticModel(parse_model(line), lambda _uid: (b"", ""))
    yield opened
    opened.close()


def is_valid_step(reply: ModelReply) -> bool:
    """True for calls of offered tools alone, with arguments that these take. Raises for other arguments."""
    for call in reply.calls:
        checked_arguments(TOOLS[call.name].arguments, call.arguments or {})
    return bool(reply.calls) and reply.finish == "stop"


def test_the_probe_finds_the_servers_form(model: PydanticModel) -> None:
    assert model.held_form() in FORMS


def test_every_reply_of_a_tiny_model_is_a_valid_step(model: PydanticModel) -> None:
    for turn in range(TURNS):
        question = TextPart(f"Question {turn}: when was the lighthouse of Grey Head first lit?")
        prompt = Prompt("You search.", (question,), SPECS, must_call=True, max_output_tokens=OUTPUT_TOKENS)
        reply = model.request(prompt, unheard)
        assert is_valid_step(reply), reply
