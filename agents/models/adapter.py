"""Between our values and pydantic-ai's: a prompt on its way out, a reply on its way in.

Of what pydantic-ai may do to a request, one thing is wanted and one does not happen. On servers that may take
`<|im_start|>` and its like in a text for control tokens, it breaks such tokens with a joiner and mends them
in the reply: a document cannot open a turn of its own. Its notes on text that imitates its own tags belong to
conversations of its agents; a single request, as here, has none, and goes out as it was rendered.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from pydantic_ai.messages import (
    BinaryContent,
    ModelMessage,
    ModelRequest,
    ModelRequestPart,
    ModelResponse,
    SystemPromptPart,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    UserContent,
    UserPromptPart,
)
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.settings import ModelSettings
from pydantic_ai.tools import ToolDefinition

from agents.models.base import Capabilities, Part, PicturePart, Prompt, ToolSpec
from agents.models.held import FORMS, PROBE, PROBE_QUESTION, PROBE_SCHEMA, step_schema
from agents.models.json_calls import (
    json_instructions,
    json_schema,
    read_arguments,
)
from agents.models.money import price
from agents.models.spec import ModelSpec
from agents.models.text_calls import offered_name, read_reply, tail_call
from agents.models.tokens import prompt_tokens, text_tokens
from agents.parsing.storable import storable
from agents.types import CallWanted, ModelReply, Usage

_IN_TEXT = "content"
"""The id that pydantic-ai gives to thoughts which it found between tags in the text."""

Load = Callable[[str], tuple[bytes, str]]
"""The bytes and the media type of a UID, as a model is to see it."""


@dataclass(frozen=True, slots=True)
class ProviderRequest:
    """A prompt as pydantic-ai takes it. `calls_by_json`: tools stand in the text, and so will the calls."""

    messages: list[ModelMessage]
    parameters: ModelRequestParameters
    settings: ModelSettings
    calls_by_json: bool


def provider_request(
    prompt: Prompt,
    spec: ModelSpec,
    capabilities: Capabilities,
    profile: Mapping[str, Any],
    load: Load,
    *,
    held: str = "",
) -> ProviderRequest:
    """The request for a prompt, with its pixels. Raises what `load` raises.

    `held` names the form in which the server holds calls to their schema.
    """
    by_json = bool(prompt.tools) and not capabilities.tools
    system = f"{prompt.system}\n\n{json_instructions(prompt.tools)}" if by_json else prompt.system
    parts: list[ModelRequestPart] = [SystemPromptPart(system), UserPromptPart(_content(prompt.parts, load))]
    settings = _settings(prompt, spec, capabilities)
    parameters = ModelRequestParameters() if by_json else _by_tools(prompt)
    if by_json and held in FORMS:
        schema = step_schema(prompt.tools, settings.get("max_tokens", prompt.max_output_tokens))
        settings = cast(ModelSettings, {**settings, "extra_body": FORMS[held](schema)})
    elif by_json and held:
        parameters = _in_native_form(step_schema(prompt.tools, prompt.max_output_tokens))
    elif by_json and not spec.holds_json and profile.get("supports_json_schema_output", False):
        parameters = _in_native_form(json_schema(prompt.tools))
    return ProviderRequest([ModelRequest(parts)], parameters, settings, by_json)


def probe_request(form: str, spec: ModelSpec, capabilities: Capabilities) -> ProviderRequest:
    """The request that shows whether a server holds replies to a schema in this form."""
    parts: list[ModelRequestPart] = [SystemPromptPart(PROBE.system), UserPromptPart(PROBE_QUESTION)]
    settings = {**_settings(PROBE, spec, capabilities), "extra_body": FORMS[form](PROBE_SCHEMA)}
    return ProviderRequest(
        [ModelRequest(parts)], ModelRequestParameters(), cast(ModelSettings, settings), True
    )


def reply_from(
    response: ModelResponse,
    request: ProviderRequest,
    prompt: Prompt,
    spec: ModelSpec,
    capabilities: Capabilities,
) -> ModelReply:
    """The reply in a response, with its price. Calls that are no JSON keep their text, for the policy."""
    details = response.provider_details or {}
    finish = str(response.finish_reason or details.get("finish_reason", ""))
    calls = tuple(_call(part, prompt) for part in response.parts if isinstance(part, ToolCallPart))
    written = read_reply(
        "".join(_told(response)), () if calls else prompt.tools,
        by_json=request.calls_by_json and not calls, is_cut=finish == "length",
    )  # fmt: skip
    apart = [p.content for p in response.parts if isinstance(p, ThinkingPart) and p.id != _IN_TEXT]
    if not (calls or written.calls or written.text or finish == "length"):
        calls = tail_call("\n\n".join(apart), prompt.tools)
    return ModelReply(
        text=storable(written.text or str(details.get("refusal", ""))),
        calls=calls or written.calls,
        thinking=storable("\n\n".join(filter(None, [*apart, written.thinking]))),
        finish=finish,
        usage=_usage(response, prompt, spec, capabilities),
    )


def _told(response: ModelResponse) -> Iterator[str]:
    """The text of a response as it was written, with the tags of thoughts that pydantic-ai took out."""
    for part in response.parts:
        if isinstance(part, TextPart):
            yield part.content
        elif isinstance(part, ThinkingPart) and part.id == _IN_TEXT:
            is_closed = "</think>" in part.content or any(isinstance(p, TextPart) for p in response.parts)
            yield f"<think>{part.content}" + ("</think>" if is_closed else "")


def _content(parts: tuple[Part, ...], load: Load) -> str | list[UserContent]:
    content = [*_joined(parts, load)]
    # One string where it can be one: the chat templates of some models take nothing else.
    return content[0] if len(content) == 1 and isinstance(content[0], str) else content


def _joined(parts: tuple[Part, ...], load: Load) -> Iterator[UserContent]:
    """Texts in a row are one: a client looks at each part of a request many times over."""
    for is_picture, group in groupby(parts, lambda part: isinstance(part, PicturePart)):
        if is_picture:
            yield from (_picture(part.uid, load) for part in group if isinstance(part, PicturePart))
        else:
            yield "\n\n".join(part.text for part in group if not isinstance(part, PicturePart))


def _picture(uid: str, load: Load) -> BinaryContent:
    data, media_type = load(uid)
    return BinaryContent(data, media_type=media_type)


def _by_tools(prompt: Prompt) -> ModelRequestParameters:
    # Without text as a way out, pydantic-ai forces a call, unless this is a model that refuses to be forced.
    must_call = bool(prompt.tools) and prompt.must_call
    return ModelRequestParameters(
        function_tools=[_tool(tool) for tool in prompt.tools], allow_text_output=not must_call
    )


def _tool(tool: ToolSpec) -> ToolDefinition:
    return ToolDefinition(
        name=tool.name, description=tool.description, parameters_json_schema=dict(tool.parameters)
    )


def _in_native_form(schema: dict[str, Any]) -> ModelRequestParameters:
    form = OutputObjectDefinition(schema, name="calls")
    return ModelRequestParameters(output_mode="native", output_object=form)


def _settings(prompt: Prompt, spec: ModelSpec, capabilities: Capabilities) -> ModelSettings:
    asked = prompt.max_output_tokens
    settings: dict[str, object] = {
        "max_tokens": min(asked, spec.max_output_tokens or asked),
        "timeout": spec.silence_seconds,  # Of the connection: the longest wait for its next byte.
        "max_retries": 0,  # Attempts are counted in one place, and that is ours.
    }
    if capabilities.prompt_cache and spec.provider == "anthropic":
        # What stays from request to request; a mark at the end would pay for writing what nobody reads again.
        settings |= {"anthropic_cache_instructions": True, "anthropic_cache_tool_definitions": True}
    if spec.provider in ("openai", "openai-responses") and not spec.base_url:
        settings["openai_store"] = False  # This API keeps prompts for a month unless told not to.
    return cast(ModelSettings, settings)  # Some keys are a provider's own.


def _call(part: ToolCallPart, prompt: Prompt) -> CallWanted:
    raw = part.args if isinstance(part.args, str) else part.args_as_json_str()
    arguments = read_arguments(raw)
    name = offered_name(storable(part.tool_name), prompt.tools)
    return CallWanted(name, arguments, "" if arguments is not None else storable(raw))


def _usage(response: ModelResponse, prompt: Prompt, spec: ModelSpec, capabilities: Capabilities) -> Usage:
    told = response.usage
    input_tokens, output_tokens = told.input_tokens, told.output_tokens
    if not (input_tokens or output_tokens):
        # Some servers do not count. Budgets go on by our own count rather than blind.
        input_tokens = prompt_tokens(prompt, capabilities.picture_rule)
        output_tokens = sum(text_tokens(_written(part)) for part in response.parts)
    cached_tokens = min(told.cache_read_tokens, input_tokens)
    usage = Usage(1, input_tokens, output_tokens, cached_tokens)
    return price(spec, usage, cache_write_tokens=told.cache_write_tokens)


def _written(part: object) -> str:
    if isinstance(part, TextPart | ThinkingPart):
        return part.content
    return part.args_as_json_str() if isinstance(part, ToolCallPart) else ""
