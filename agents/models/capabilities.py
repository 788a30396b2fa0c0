"""What a model can do, as far as is publicly known of its family; a model setting overrides all of it."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from agents.models.base import Capabilities
from agents.models.spec import ModelSpec

T = TypeVar("T")

UNKNOWN = Capabilities(vision=False, tools=True, context_tokens=32_768, picture_rule="patches28")
"""A model of no known family.

No vision: many servers drop pictures without a word, and captions always work. Tools: servers that cannot
call them say so at once. The picture rule is the one that counts the most.
"""

_BLIND_GPT = Capabilities(False, True, 128_000, "none", prompt_cache=True)
_GPT = Capabilities(True, True, 128_000, "tiles512", prompt_cache=True)
_CLAUDE = Capabilities(True, True, 200_000, "area750", prompt_cache=True)
_GEMINI = Capabilities(True, True, 1_048_576, "tiles768", prompt_cache=True)
_TEXT = Capabilities(False, True, 32_768, "none")
_SEEING = Capabilities(True, True, 32_768, "patches28")
_SEEING_WITHOUT_TOOLS = Capabilities(True, False, 32_768, "patches28")

FAMILIES: tuple[tuple[str, Capabilities], ...] = (
    (r"gpt-oss", _TEXT),
    (r"gpt-3\.5", Capabilities(False, True, 16_385, "none")),
    (r"(o1|o3)-mini", Capabilities(False, True, 128_000, "none", prompt_cache=True)),
    (r"o[134]\b", Capabilities(True, True, 200_000, "tiles512", prompt_cache=True)),
    (r"gpt-4\.1", Capabilities(True, True, 1_047_576, "tiles512", prompt_cache=True)),
    (r"gpt-4o|chatgpt-4o|gpt-4-turbo", _GPT),
    (r"gpt-4", _BLIND_GPT),
    (r"gpt-[5-9]", Capabilities(True, True, 400_000, "tiles512", prompt_cache=True)),
    (r"claude-", _CLAUDE),
    (r"gemini-", _GEMINI),
    (r"grok-[4-9]", Capabilities(True, True, 131_072, "tiles512", prompt_cache=True)),
    (r"qwen.*(vl|omni)|qvq|qwen-?3[.-]5", _SEEING),
    (r"qwen|qwq", _TEXT),
    (r"(bak)?llava|moondream|minicpm-v|internvl|deepseek-vl|llama-?3\.2.*vision", _SEEING_WITHOUT_TOOLS),
    (r"llama-?4|pixtral|mistral-small-?3\.[1-9]|mistral-medium-?3|gemma-?[3-9]|glm-[4-9][.\d]*v", _SEEING),
    (r"phi-.*(vision|multimodal)", _SEEING_WITHOUT_TOOLS),
    (r"llama|mistral|mixtral|magistral|ministral|deepseek|glm|kimi|command|granite|phi|grok", _TEXT),
)
"""Families by the beginning of a model's name without its organisation, the narrower pattern first.

Open weights have the context their server was started with, so theirs stays at what most servers allow.
"""


def capabilities_of(spec: ModelSpec, profile: Mapping[str, Any]) -> Capabilities:
    """The capabilities of a model: its setting, else pydantic-ai's profile of it, else those of its family.

    The profile can only take away: it calls all capable that nobody has called incapable. It knows the
    context of models at their makers, not of a server that somebody started.
    """
    name = spec.model.lower().rpartition("/")[2]
    family = next((known for pattern, known in FAMILIES if re.match(pattern, name)), UNKNOWN)
    context = None if spec.base_url else profile.get("context_window")
    vision = _first(spec.vision, family.vision and profile.get("supports_image_input", True))
    rule = family.picture_rule if family.picture_rule != "none" else UNKNOWN.picture_rule
    return Capabilities(
        vision=vision,
        tools=not spec.holds_json
        and _first(spec.tools, family.tools and profile.get("supports_tools", True)),
        context_tokens=_first(spec.context_tokens, context or family.context_tokens),
        picture_rule=_first(spec.picture_rule, rule if vision else "none"),
        prompt_cache=_first(spec.prompt_cache, family.prompt_cache),
        output_tokens=spec.max_output_tokens,
    )


def _first(said: T | None, known: T) -> T:
    return known if said is None else said
