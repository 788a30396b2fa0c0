"""Between our values and pydantic-ai's: a prompt on its way out, a reply on its way in.

Of what pydantic-ai may do to a request, one thing is wanted and one does not happen. On servers that may take
`<|im_start|>` and its like in a text for control tokens, it breaks such tokens with a joiner and mends them
in the reply: a document cannot open a turn of its own. Its notes on text that imitates its own tags belong to
conversations of its agents; a single request, as here, has none, and goes out as it was rendered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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

from agents.models.base import Capabilities, Part, PicturePart, Prompt
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
    parameters = ModelRequestParameters()
    if not by_json:
        tools = [
            ToolDefinition(
                name=tool.name, description=tool.description, parameters_json_schema=dict(tool.parameters)
            )
            for tool in prompt.tools
        ]
        # Without text as a way out, pydantic-ai forces a call, unless this is a model that refuses that.
        may_say_text = not (tools and prompt.must_call)
        parameters = ModelRequestParameters(function_tools=tools, allow_text_output=may_say_text)
    elif held in FORMS:
        schema = step_schema(prompt.tools, settings.get("max_tokens", prompt.max_output_tokens))
        settings = cast(ModelSettings, {**settings, "extra_body": FORMS[held](schema)})
    elif held:
        parameters = _in_native_form(step_schema(prompt.tools, prompt.max_output_tokens))
    elif not spec.holds_json and profile.get("supports_json_schema_output", False):
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
    has_text = any(isinstance(part, TextPart) for part in response.parts)
    text, thoughts, wanted = "", list[str](), list[CallWanted]()
    for part in response.parts:
        if isinstance(part, TextPart):
            text += part.content
        elif isinstance(part, ThinkingPart) and part.id == _IN_TEXT:
            # With the tags that pydantic-ai took out, as it was written.
            is_closed = has_text or "</think>" in part.content
            text += f"<think>{part.content}" + ("</think>" if is_closed else "")
        elif isinstance(part, ThinkingPart):
            thoughts.append(part.content)
        elif isinstance(part, ToolCallPart):
            raw = part.args if isinstance(part.args, str) else part.args_as_json_str()
            arguments = read_arguments(raw)
            name = offered_name(storable(part.tool_name), prompt.tools)
            wanted.append(CallWanted(name, arguments, "" if arguments is not None else storable(raw)))
    written = read_reply(
        text, () if wanted else prompt.tools,
        by_json=request.calls_by_json and not wanted, is_cut=finish == "length",
    )  # fmt: skip
    calls = tuple(wanted)
    if not (calls or written.calls or written.text or finish == "length"):
        calls = tail_call("\n\n".join(thoughts), prompt.tools)
    return ModelReply(
        text=storable(written.text or str(details.get("refusal", ""))),
        calls=calls or written.calls,
        thinking=storable("\n\n".join(filter(None, [*thoughts, written.thinking]))),
        finish=finish,
        usage=_usage(response, prompt, spec, capabilities),
    )


def _content(parts: tuple[Part, ...], load: Load) -> str | list[UserContent]:
    """Texts in a row are one: a client looks at each part of a request many times over."""
    content: list[UserContent] = []
    for part in parts:
        if isinstance(part, PicturePart):
            data, media_type = load(part.uid)
            content.append(BinaryContent(data, media_type=media_type))
        elif content and isinstance(content[-1], str):
            content[-1] += f"\n\n{part.text}"
        else:
            content.append(part.text)
    # One string where it can be one: the chat templates of some models take nothing else.
    return content[0] if len(content) == 1 and isinstance(content[0], str) else content


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


def _usage(response: ModelResponse, prompt: Prompt, spec: ModelSpec, capabilities: Capabilities) -> Usage:
    told = response.usage
    input_tokens, output_tokens = told.input_tokens, told.output_tokens
    if not (input_tokens or output_tokens):
        # Some servers do not count. Budgets go on by our own count rather than blind.
        input_tokens = prompt_tokens(prompt, capabilities.picture_rule)
        for part in response.parts:
            if isinstance(part, TextPart | ThinkingPart):
                output_tokens += text_tokens(part.content)
            elif isinstance(part, ToolCallPart):
                output_tokens += text_tokens(part.args_as_json_str())
    cached_tokens = min(told.cache_read_tokens, input_tokens)
    usage = Usage(1, input_tokens, output_tokens, cached_tokens)
    return price(spec, usage, cache_write_tokens=told.cache_write_tokens)
