"""How many replies of a tiny model are valid steps: asked in words, and held to the schema by its server.

The model is the base model of Gemma 3 270M behind a real llama.cpp server, which follows no instruction.

    python benchmarks/held_steps.py [--turns 50]
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from agents.arguments import InvalidArguments, checked_arguments
from agents.models.base import DeltaKind, Prompt, TextPart, ToolSpec
from agents.models.client import PydanticModel
from agents.models.spec import parse_model
from agents.tools import load_tools
from agents.types import ModelReply
from tests.fixtures.llama_server import serve

OUTPUT_TOKENS = 400
TOOLS = {name: load_tools()[name] for name in ("search_text", "search_images", "read", "finish")}
SPECS = tuple(ToolSpec(tool.name, tool.description, tool.schema) for tool in TOOLS.values())
QUESTIONS = (
    "When was the lighthouse of Grey Head first lit?",
    "Who commanded Columbia?",
    "What is on the flag?",
)


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


def is_valid_step(reply: ModelReply) -> bool:
    """True for calls of offered tools alone, each with arguments that its tool takes."""
    try:
        for call in reply.calls:
            checked_arguments(TOOLS[call.name].arguments, call.arguments or {})
    except (KeyError, InvalidArguments):
        return False
    return bool(reply.calls)


def valid_steps(url: str, settings: str, turns: int) -> tuple[int, int]:
    """The valid steps of so many turns, and the tokens that all of them took."""
    line = f"openai:gemma base_url={url} output={OUTPUT_TOKENS} silence=600 {settings}"
    model, valid, tokens = PydanticModel(parse_model(line), lambda _uid: (b"", "")), 0, 0
    for turn in range(turns):
        question = TextPart(f"{turn}. {QUESTIONS[turn % len(QUESTIONS)]}")
        prompt = Prompt("You search corpora for answers.", (question,), SPECS, True, OUTPUT_TOKENS)
        reply = model.request(prompt, unheard)
        valid, tokens = valid + is_valid_step(reply), tokens + reply.usage.output_tokens
    model.close()
    return valid, tokens


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=50)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as url:
        for settings in ("json=schema", "tools=no"):
            valid, tokens = valid_steps(url, settings, turns)
            print(
                f"{settings}: {valid} of {turns} replies are valid steps, {tokens / turns:.0f} tokens each",
                flush=True,
            )


if __name__ == "__main__":
    main()
