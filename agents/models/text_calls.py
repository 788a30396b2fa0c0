"""Tool calls that a model wrote into its text in the form it was trained on, and thoughts that it left there.

Servers without the right parser pass on what the model writes. Families differ in tags more than in forms:
JSON with a name in it, a name before JSON, parameters as elements, and calls as Python. Only tools that were
offered count, and nothing that stands in a thought.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from agents.models.base import ToolSpec
from agents.models.call_pieces import MAX_CALLS
from agents.models.json_calls import parse_json_calls, read_arguments
from agents.parsing.lenient_json import NotJson, decode_json, read_json, strict_json, values_in
from agents.parsing.storable import storable
from agents.types import CallWanted

MAX_CODE_CHARACTERS = 20_000
"""Python that is longer is not read for calls."""

_NAMES = ("tool", "name", "tool_name", "function_name", "function", "action")
_ARGUMENTS = ("arguments", "parameters", "args", "params", "input", "tool_input", "action_input")
_BESIDE = frozenset({*_NAMES, "id", "type", "thought", "thoughts", "reason", "index"})

_THOUGHT = re.compile(
    r"(?P<open><(?:think|thinking|thought|reasoning|seed:think)>|\[THINK\]|◁think▷|<\|channel\|>analysis<\|message\|>)"
    r"|(?P<close></(?:think|thinking|thought|reasoning|seed:think)>|\[/THINK\]|◁/think▷|<\|end\|>)",
    re.IGNORECASE,
)
_NAME = r"(?P<name>[A-Za-z][\w.:/-]*)"
_NAME_BEFORE_JSON = re.compile(
    r"(?:\[TOOL_CALLS\]|(?:function)?<｜tool▁sep｜>|<｜tool▁call▁begin｜>|<\|tool_call_begin\|>|<tool_call>"
    r"|(?:commentary )?to=|call:|<function=)\s*"
    + _NAME
    + r"(?:\s|\[ARGS\]|\[CALL_ID\][\w-]*|<[^<>{}]{1,40}>|```(?:json)?|json|code|>){0,12}(?=\{)"
)
"""Mistral, DeepSeek, Kimi, gpt-oss, Gemma and Llama: the name, then an object."""

_ELEMENT = re.compile(
    r"<[^\s<>/=]{0,20}?(?:invoke\s+name|function(?:\s+name)?)\s*=\s*[\"']?" + _NAME + r"[\"']?[^<>]{0,40}>"
    r"(?P<body>.*?)(?:</[^<>]{0,20}(?:invoke|function)>|</tool_call>|(?=<[^\s<>/=]{0,20}(?:invoke|function)\b)|\Z)",
    re.DOTALL,
)
_PARAMETER = re.compile(
    r"<[^\s<>/=]{0,20}?parameter(?:\s+name)?\s*=\s*[\"']?(?P<key>[\w-]+)[\"']?[^<>]{0,40}>"
    r"(?P<value>.*?)(?:</[^<>]{0,20}parameter>|(?=<[^\s<>/=]{0,20}parameter\b)|\Z)",
    re.DOTALL,
)
"""Qwen-Coder, MiniMax, DeepSeek of late, Claude: an element for the call, and one for each argument."""

_GLM = re.compile(
    r"<tool_call>\s*" + _NAME + r"\s*(?P<body>(?:<arg_key>.*?</arg_key>\s*<arg_value>.*?</arg_value>\s*)+)"
    r"(?:</tool_call>)?",
    re.DOTALL,
)
_GLM_ARGUMENT = re.compile(
    r"<arg_key>\s*(?P<key>.*?)\s*</arg_key>\s*<arg_value>(?P<value>.*?)</arg_value>", re.DOTALL
)
_CODE = re.compile(
    r"```(?:tool_code|python|py)\s*\n(?P<fenced>.*?)(?:```|\Z)|<tool_code>(?P<tagged>.*?)(?:</tool_code>|\Z)"
    r"|<\|python_tag\|>(?P<llama>[^{<]+)|\A\s*(?P<alone>\[?[\w.]+\(.*\)\]?)\s*\Z",
    re.DOTALL,
)
_QUOTES = re.compile(r"<escape>|<\|\"\|>")
"""What Gemma writes for a quotation mark."""

_TAGS = re.compile(
    r"</?(?:tool_calls?|function_calls|tool_code|TOOLCALL|(?:start|end)_function_call|minimax:tool_call)>"
    r"|\[/?(?:TOOL_CALLS|ARGS)\]|<\|[\w/]+\|?>|<\w+\|>|</?｜[^<>]{0,40}>|```\w*"
)
"""What stands around calls and is nothing to read."""


@dataclass(frozen=True, slots=True)
class Written:
    """A reply as it was written: thoughts, words for people, and calls."""

    thinking: str
    text: str
    calls: tuple[CallWanted, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    calls: tuple[CallWanted, ...]


def read_reply(text: str, tools: Sequence[ToolSpec], *, by_json: bool, is_cut: bool) -> Written:
    """Thoughts, words and calls of a text. `by_json`: calls were asked for as JSON in the text.

    A thought that has no end may hold the call that should stand behind it: at its own end, unless the reply
    was cut there.
    """
    thinking, rest, is_open = split_thoughts(text)
    words, calls = _calls(rest, tools, by_json=by_json)
    if is_open and not calls and not is_cut:
        thinking, calls = _calls(thinking, tools, by_json=False)
    return Written(thinking, words, calls)


def split_thoughts(text: str) -> tuple[str, str, bool]:
    """The thoughts in a text, what is left of it, and whether a thought has no end.

    An end without a beginning ends a thought that began in the prompt, as templates of some models have it.
    """
    thoughts: list[str] = []
    words: list[str] = []
    place, is_open = 0, False
    for tag in _THOUGHT.finditer(text):
        piece, place = text[place : tag.start()], tag.end()
        if tag["close"] and not is_open and not thoughts and tag[0] != "<|end|>":
            thoughts, words = [*words, piece], []
        else:
            (thoughts if is_open else words).append(piece)
        is_open = bool(tag["open"])
    (thoughts if is_open else words).append(text[place:])
    rest = "".join(words)
    return "".join(thoughts).strip(), rest.strip() if place else rest, is_open


def offered_name(written: str, tools: Sequence[ToolSpec]) -> str:
    """The tool that a name means, without what families put around it; unclear names stay as they are."""
    names = [tool.name for tool in tools]
    if written in names:
        return written
    parts = set(re.split(r"\W+", written))
    plain = re.sub(r"[\W_]", "", written).lower()
    meant = [name for name in names if name in parts] or [n for n in names if n.replace("_", "") == plain]
    return meant[0] if len(meant) == 1 else written


def tail_call(thinking: str, tools: Sequence[ToolSpec]) -> tuple[CallWanted, ...]:
    """The calls between tags in thoughts that a server has told apart, for a reply that is nothing else."""
    return _calls(thinking, tools, by_json=False)[1] if _TAGS.search(thinking) else ()


def _calls(text: str, tools: Sequence[ToolSpec], *, by_json: bool) -> tuple[str, tuple[CallWanted, ...]]:
    """The words of a text, and the calls in it."""
    if text.lstrip().startswith('"'):
        # It may be a string of JSON as a whole.
        try:
            decoded = strict_json(text)
        except (ValueError, RecursionError):
            decoded = None
        if isinstance(decoded, str) and (inner := _calls(decoded, tools, by_json=by_json))[1]:
            return inner
    words = text
    if by_json:
        words, calls = parse_json_calls(text)
        if calls:
            return words, tuple(replace(call, name=offered_name(call.name, tools)) for call in calls)
    plain = _QUOTES.sub('"', text)
    unread, found = plain, list[_Found]()
    for form in _FORMS:
        for one in [*islice(form(unread, tools), MAX_CALLS + 1)]:
            # What one form has read is hidden from the next.
            unread = unread[: one.start] + " " * (one.end - one.start) + unread[one.end :]
            found.append(one)
    if not found:
        return words, ()
    found.sort(key=lambda one: one.start)
    ends, starts = [0, *(one.end for one in found)], [*(one.start for one in found), len(plain)]
    between = (
        _TAGS.sub("", plain[end:start]).strip(" \t\n;,") for end, start in zip(ends, starts, strict=True)
    )
    made: list[CallWanted] = []
    made += (call for one in found for call in one.calls if call not in made)
    return "\n".join(filter(None, between)), tuple(made)


def _by_elements(
    form: re.Pattern[str], argument: re.Pattern[str], text: str, tools: Sequence[ToolSpec]
) -> Iterator[_Found]:
    for element in form.finditer(text):
        if tool := _tool(element["name"], tools):
            parameters = [*argument.finditer(element["body"])]
            written = {}
            for parameter in parameters:
                key, value = parameter["key"], parameter["value"].removeprefix("\n").removesuffix("\n")
                if tool.parameters.get("properties", {}).get(key, {}).get("type") != "string":
                    with suppress(NotJson):
                        value = read_json(value.strip())
                written[key] = storable(value)
            call = CallWanted(tool.name, written) if parameters else _raw_call(tool, element["body"].strip())
            yield _Found(*element.span(), (call,))


def _before_json(text: str, tools: Sequence[ToolSpec]) -> Iterator[_Found]:
    for lead in _NAME_BEFORE_JSON.finditer(text):
        if tool := _tool(lead["name"], tools):
            try:
                value, end = decode_json(text, lead.end())
            except NotJson:
                yield _Found(lead.start(), len(text), (CallWanted(tool.name, None, text[lead.end() :]),))
                return
            yield _Found(lead.start(), end, (CallWanted(tool.name, storable(value)),))


def _by_code(text: str, tools: Sequence[ToolSpec]) -> Iterator[_Found]:
    """Calls written as Python, whose arguments are literals; nothing of it is ever run."""
    for code in _CODE.finditer(text):
        written, calls = next(filter(None, code.groups()), ""), list[CallWanted]()
        try:
            tree = ast.parse(written.strip()[:MAX_CODE_CHARACTERS])
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and _is_name(node.func)):
                continue
            if tool := _tool(ast.unparse(node.func), tools):
                with suppress(ValueError, TypeError, RecursionError, MemoryError):  # Not all is literal.
                    names = [*tool.parameters.get("properties", {})]
                    by_place = zip(names, node.args, strict=False)
                    by_name = ((keyword.arg or "", keyword.value) for keyword in node.keywords)
                    literals = {name: ast.literal_eval(value) for name, value in (*by_place, *by_name)}
                    calls.append(CallWanted(tool.name, storable(literals)))
        if calls:
            yield _Found(*code.span(), tuple(calls))


def _by_json(text: str, tools: Sequence[ToolSpec]) -> Iterator[_Found]:
    """Objects and lists that name a tool. Without a tag they are what a reply ends with, or no calls."""
    found = [_Found(start, end, (*_json_calls(value, tools),)) for start, end, value in values_in(text, "{[")]
    found = [one for one in found if one.calls]
    if found and (_TAGS.search(text) or not text[found[-1].end :].strip(" \n;]})")):
        yield from found


_FORMS = (
    partial(_by_elements, _ELEMENT, _PARAMETER),
    partial(_by_elements, _GLM, _GLM_ARGUMENT),
    _before_json,
    _by_code,
    _by_json,
)
"""What reads the calls of each form, those with the clearest marks first."""


def _json_calls(value: Any, tools: Sequence[ToolSpec]) -> Iterator[CallWanted]:  # any JSON value
    """The calls in a JSON value: one, a list of them, or either within another object."""
    if isinstance(value, list):
        for item in value:
            yield from _json_calls(item, tools) if isinstance(item, dict) else ()
    if not isinstance(value, dict):
        return
    held = (value.get(key) for key in ("calls", "tool_calls", "function"))
    inner = next((calls for calls in held if isinstance(calls, list | dict)), None)
    if inner is not None:
        yield from _json_calls(inner, tools)
        return
    name = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), "")
    if tool := _tool(name, tools):
        beside = {key: item for key, item in value.items() if key not in _BESIDE}
        given = next((value[key] for key in _ARGUMENTS if key in value), beside)
        yield _raw_call(tool, given) if isinstance(given, str) else _object_call(tool, given)
    elif len(value) == 1 and (tool := _tool(next(iter(value)), tools)):
        yield _object_call(tool, value[next(iter(value))])


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _is_name(node.value))


def _tool(written: str, tools: Sequence[ToolSpec]) -> ToolSpec | None:
    name = offered_name(written, tools)
    return next((tool for tool in tools if tool.name == name), None)


def _object_call(tool: ToolSpec, given: Any) -> CallWanted:
    if isinstance(given, Mapping):
        return CallWanted(tool.name, storable(dict(given)))
    return CallWanted(tool.name, {} if given is None else None, "" if given is None else str(given))


def _raw_call(tool: ToolSpec, raw: str) -> CallWanted:
    read = read_arguments(raw)
    return CallWanted(tool.name, read, "" if read is not None else raw)
