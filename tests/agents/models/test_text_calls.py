"""Calls in the text, as the families of models write them when no server takes them out."""

import json

import pytest
from hypothesis import given, strategies

from agents.models.base import DeltaKind, Prompt, TextPart, ToolSpec
from agents.models.text_calls import offered_name, read_reply, split_thoughts
from agents.types import CallWanted
from tests.agents.models.conftest import Connect
from tests.support.chat_format import Say
from tests.support.model_server import ModelServer, in_order

SEARCH = ToolSpec(
    "search_text",
    "Search.",
    {
        "type": "object",
        "properties": {"words": {"type": "string"}, "limit": {"type": "integer"}},
        "required": ["words"],
    },
)
LOOK = ToolSpec("look", "Look.", {"type": "object", "properties": {"uid": {"type": "string"}}})
TOOLS = (SEARCH, LOOK)
ASKING = Prompt("Be brief.", (TextPart("Find a harbour."),), TOOLS)
GIVEN = {"words": "old harbour", "limit": 3}
CALL, OTHER = CallWanted("search_text", GIVEN), CallWanted("look", {"uid": "img_1"})
ARGUMENTS, LOOKING = json.dumps(GIVEN), '{"uid": "img_1"}'
NAMED = f'{{"name": "search_text", "arguments": {ARGUMENTS}}}'
PARAMETERS = f'{{"name": "search_text", "parameters": {ARGUMENTS}}}'
ALSO = f'{{"name": "look", "arguments": {LOOKING}}}'

FAMILIES = {
    "qwen": (f"<tool_call>\n{NAMED}\n</tool_call>\n<tool_call>\n{ALSO}\n</tool_call>", 2),
    "qwen unclosed": (f"<tool_call>\n{NAMED}", 1),
    "qwen coder": (
        "<tool_call>\n<function=search_text>\n<parameter=words>\nold harbour\n</parameter>\n"
        "<parameter=limit>\n3\n</parameter>\n</function>\n</tool_call>",
        1,
    ),
    "hermes list": (f"<tool_call>[{NAMED}, {ALSO}]</tool_call>", 2),
    "mistral": (f"[TOOL_CALLS] [{NAMED}, {ALSO}]", 2),
    "mistral of late": (f"[TOOL_CALLS]search_text[ARGS]{ARGUMENTS}[TOOL_CALLS]look[ARGS]{LOOKING}", 2),
    "mistral with ids": (f"[TOOL_CALLS]search_text[CALL_ID]a1b2c3d4e[ARGS]{ARGUMENTS}", 1),
    "llama": (f"<|python_tag|>{PARAMETERS}<|eom_id|>", 1),
    "llama bare": (PARAMETERS, 1),
    "llama several": (f"{PARAMETERS}; {ALSO}", 2),
    "llama function": (f"<function=search_text>{ARGUMENTS}</function>", 1),
    "llama code": ('<|python_tag|>search_text.call(words="old harbour", limit=3)', 1),
    "deepseek": (
        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>search_text\n```json\n"
        f"{ARGUMENTS}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        1,
    ),
    "deepseek 3.1": (
        f"<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>search_text<｜tool▁sep｜>{ARGUMENTS}<｜tool▁call▁end｜>"
        f"<｜tool▁call▁begin｜>look<｜tool▁sep｜>{LOOKING}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        2,
    ),
    "deepseek 3.2": (
        '<｜DSML｜function_calls>\n<｜DSML｜invoke name="search_text">\n<｜DSML｜parameter name="words" '
        'string="true">old harbour</｜DSML｜parameter>\n'
        '<｜DSML｜parameter name="limit" string="false">3</｜DSML｜parameter>\n'
        "</｜DSML｜invoke>\n</｜DSML｜function_calls>",
        1,
    ),
    "glm": (
        "<tool_call>search_text\n<arg_key>words</arg_key>\n<arg_value>old harbour</arg_value>\n"
        "<arg_key>limit</arg_key>\n<arg_value>3</arg_value>\n</tool_call>",
        1,
    ),
    "kimi": (
        "<|tool_calls_section_begin|><|tool_call_begin|>functions.search_text:0<|tool_call_argument_begin|>"
        f"{ARGUMENTS}<|tool_call_end|><|tool_calls_section_end|>",
        1,
    ),
    "gemma": ('```tool_code\nprint(default_api.search_text(words="old harbour", limit=3))\n```', 1),
    "gemma tagged": ('<tool_code>search_text(words="old harbour", limit=3)</tool_code>', 1),
    "gemma function": (
        "<start_function_call>call:search_text{words:<escape>old harbour<escape>,limit:3}<end_function_call>",
        1,
    ),
    "minimax": (
        '<minimax:tool_call>\n<invoke name="search_text">\n<parameter name="words">old harbour</parameter>\n'
        '<parameter name="limit">3</parameter>\n</invoke>\n</minimax:tool_call>',
        1,
    ),
    "gpt-oss": (
        "<|channel|>commentary to=functions.search_text <|constrain|>json<|message|>"
        + ARGUMENTS
        + "<|call|>",
        1,
    ),
    "granite": (f"<|tool_call|>[{NAMED}]", 1),
    "command": (
        f'<|START_ACTION|>[{{"tool_call_id": "0", "tool_name": "search_text", "parameters": {ARGUMENTS}}}]'
        "<|END_ACTION|>",
        1,
    ),
    "nemotron": (f"<TOOLCALL>[{NAMED}]</TOOLCALL>", 1),
    "fenced": (f"```json\n{NAMED}\n```", 1),
    "openai": (f'{{"tool_calls": [{{"type": "function", "function": {NAMED}}}]}}', 1),
    "flat": ('{"tool": "search_text", "words": "old harbour", "limit": 3}', 1),
    "by name": (f'{{"search_text": {ARGUMENTS}}}', 1),
    "twice encoded": (f'{{"name": "search_text", "arguments": {json.dumps(ARGUMENTS)}}}', 1),
    "python quotes": ("{'name': 'search_text', 'arguments': {'words': 'old harbour', 'limit': 3,}}", 1),
}


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("by_json", [False, True], ids=["native", "tools=no"])
@pytest.mark.parametrize("prose", ["", "I look for it.\n"], ids=["alone", "after prose"])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_call_is_read_in_the_form_of_its_family(family: str, prose: str, by_json: bool) -> None:
    text, count = FAMILIES[family]
    read = read_reply(prose + text, TOOLS, by_json=by_json, is_cut=False)
    assert read.calls == (CALL, OTHER)[:count]
    assert read.text == prose.strip()


def test_a_list_of_python_calls_counts_when_it_stands_alone() -> None:
    text = '[search_text(words="old harbour", limit=3), look(uid="img_1")]'
    assert read_reply(text, TOOLS, by_json=False, is_cut=False).calls == (CALL, OTHER)
    assert read_reply(f"Not {text} today.", TOOLS, by_json=False, is_cut=False).calls == ()


@pytest.mark.parametrize("settings", ["", "tools=no"])
def test_a_call_in_the_text_comes_back_over_the_wire(connect: Connect, settings: str) -> None:
    with ModelServer(in_order(Say(f"<think>I could {ALSO}.</think>{FAMILIES['qwen'][0]}"))) as server:
        reply = connect(server, settings).request(ASKING, unheard)
    assert (reply.calls, reply.text) == ((CALL, OTHER), "")
    assert reply.thinking == f"I could {ALSO}."


@pytest.mark.parametrize("settings", ["", "tools=no"])
@pytest.mark.parametrize(
    "text",
    [f"<think>{ALSO}</think>", f"{ALSO}</think>\n", f"[THINK]{ALSO}[/THINK]", f"◁think▷{ALSO}◁/think▷",
     f"<think>\n{ALSO}", f"<think>So I call {ALSO}, or not"],
    ids=["closed", "opened in the prompt", "mistral", "kimi", "cut", "open"],
)  # fmt: skip
def test_what_is_only_thought_is_not_called(connect: Connect, settings: str, text: str) -> None:
    with ModelServer(in_order(Say(text, finish="length" if text.endswith("}") else "stop"))) as server:
        reply = connect(server, settings).request(ASKING, unheard)
    assert reply.calls == ()
    assert "look" in reply.thinking


@pytest.mark.parametrize("settings", ["", "tools=no"])
@pytest.mark.parametrize("text", [f"<think>Hm.\n{NAMED}", f"<think>Hm.\n<tool_call>{NAMED}</tool_call>\n"])
def test_a_thought_without_end_may_end_in_a_call(connect: Connect, settings: str, text: str) -> None:
    with ModelServer(in_order(Say(text))) as server:
        reply = connect(server, settings).request(ASKING, unheard)
    assert reply.calls == (CALL,)
    assert reply.thinking.startswith("Hm.")


def test_calls_between_tags_in_thoughts_that_are_all_there_is_count(connect: Connect) -> None:
    with ModelServer(in_order(Say(thinking=f"Hm. <tool_call>{NAMED}</tool_call>"))) as server:
        assert connect(server).request(ASKING, unheard).calls == (CALL,)


def test_native_calls_leave_the_text_alone(connect: Connect) -> None:
    said = Say(f"I could also {ALSO}", calls=[("functions.search_text", GIVEN)])
    with ModelServer(in_order(said)) as server:
        reply = connect(server).request(ASKING, unheard)
    assert (reply.calls, reply.text) == ((CALL,), f"I could also {ALSO}")


@pytest.mark.parametrize(
    "text",
    ["The document says {quoted}, which is no call.", '{{"name": "Ann Lee", "arguments": {{}}}}',
     '{{"answer": "search_text"}}', "search_text is a tool.", "[e1] and [e2]", "look(closely)"],
)  # fmt: skip
def test_prose_is_no_call(text: str) -> None:
    written = text.format(quoted=ALSO)
    read = read_reply(written, TOOLS, by_json=False, is_cut=False)
    assert (read.calls, read.text) == ((), written)


@pytest.mark.parametrize(
    "name",
    ["search_text", "functions.search_text", "functions.search_text:0", "search_text:0", "Search_Text",
     "default_api.search_text", "searchText", "tools/search_text", "search_text<|channel|>commentary",
     " search_text "],
)  # fmt: skip
def test_a_name_means_the_tool_in_it(name: str) -> None:
    assert offered_name(name, TOOLS) == "search_text"


@pytest.mark.parametrize("name", ["search", "text", "look.search_text", "", "teleport"])
def test_an_unclear_name_stays_as_it_is(name: str) -> None:
    assert offered_name(name, TOOLS) == name


def test_arguments_that_cannot_be_read_keep_what_was_written() -> None:
    read = read_reply('[TOOL_CALLS]look[ARGS]{"uid": "img', TOOLS, by_json=False, is_cut=True)
    assert read.calls == (CallWanted("look", None, '{"uid": "img'),)


def test_a_text_without_thoughts_stays_as_it_is() -> None:
    assert split_thoughts("  A < b.\n") == ("", "  A < b.\n", False)


PIECES = [
    "<tool_call>",
    "</tool_call>",
    "[TOOL_CALLS]",
    "search_text",
    "look",
    "{",
    "}",
    '"',
    "(",
    ")",
    "=",
    "<think>",
    "</think>",
    "<function=",
    "<parameter=",
    ">",
    "<|python_tag|>",
    "```tool_code\n",
    "```",
    "'",
    "[",
    ",",
    "é",
]


@given(strategies.lists(strategies.sampled_from(PIECES), max_size=25))
def test_nothing_a_model_writes_raises(pieces: list[str]) -> None:
    for by_json in (False, True):
        read = read_reply("".join(pieces), TOOLS, by_json=by_json, is_cut=False)
        assert all(isinstance(call, CallWanted) for call in read.calls)


@pytest.mark.long
@pytest.mark.parametrize(
    "piece", ["<think>", "<tool_call>look", "<function=look>", "{'name': ", "<parameter=a>", "look("]
)
def test_a_long_text_of_tags_is_read_in_time(piece: str) -> None:
    """Quadratic reading of these would take the suite's whole time."""
    read_reply(piece * 20_000, TOOLS, by_json=False, is_cut=False)
