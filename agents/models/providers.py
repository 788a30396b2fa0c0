"""From a model setting to a model of pydantic-ai, with its provider opened."""

import inspect
import re
from typing import Any

from pydantic_ai.exceptions import UserError
from pydantic_ai.models import Model, infer_model
from pydantic_ai.models.ollama import OllamaModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers import Provider, infer_provider_class
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

from agents.errors import ConfigurationError
from agents.messages import message as _
from agents.models.spec import ModelSpec
from agents.models.transport import keep_to_protocol

RENAMED = {"google-gla": "google", "google-vertex": "google-cloud"}
"""Names of providers that pydantic-ai has given up, and what it calls them now."""

EXTRAS = {"anthropic": "anthropic", "google": "gemini", "google-cloud": "gemini"}
"""Our extras that bring the client of a provider."""

_OPENAI_OWN = ("gpt-", "chatgpt-", "o1", "o3", "o4")


def provider_model(spec: ModelSpec) -> Model:
    """The model behind a setting; no request is made. Raises ConfigurationError with what to mend."""
    name = RENAMED.get(spec.provider, spec.provider)
    model: Model
    try:
        if spec.base_url and spec.provider in ("openai", "openai-chat"):
            key, url = spec.api_key, spec.base_url
            server = OpenAICompatibleProvider("openai-compatible", base_url=url, api_key=key)
            model = OpenAIChatModel(spec.model, provider=server, profile=_dialect(spec))
        elif spec.provider == "ollama":
            model = OllamaModel(spec.model, provider=_provider(spec), profile=_dialect(spec))
        else:
            model = infer_model(f"{name}:{spec.model}", lambda _: _provider(spec))
    except ImportError as error:
        command = re.search(r'pip install "[^"]+"', str(error))
        package = command[0] if command else str(error)
        if extra := EXTRAS.get(name):  # Ours, whose versions are pinned.
            package = f'pip install --constraint constraints.txt --editable ".[{extra}]"'
        raise ConfigurationError(
            _(
                "The model %(name)s needs a package that is missing: %(package)s",
                name=spec.name,
                package=package,
            )
        ) from error
    except UserError as error:
        raise ConfigurationError(
            _(
                "The model %(name)s cannot be opened: its provider wants an API key or an address "
                "(base_url) that neither its setting nor the environment has.",
                name=spec.name,
            )
        ) from error
    if isinstance(model, OpenAIChatModel):
        keep_to_protocol(model.client)
    return model


def _dialect(spec: ModelSpec) -> OpenAIModelProfile:
    # Ollama and llama.cpp's kin ignore max_completion_tokens (ollama/ollama#7125), and OpenAI's own models
    # refuse max_tokens: a server that passes a GPT on is told in the new words, every other in the old ones.
    name = spec.model.lower().rpartition("/")[2]
    is_openai_own = name.startswith(_OPENAI_OWN) and not name.startswith("gpt-oss")
    return OpenAIModelProfile(openai_chat_supports_max_completion_tokens=is_openai_own)


def _provider(spec: ModelSpec) -> Provider[Any]:
    try:
        kind = infer_provider_class(RENAMED.get(spec.provider, spec.provider))
    except ValueError:
        raise ConfigurationError(
            _(
                "The model %(name)s names an unknown provider “%(provider)s”: see docs/models.md.",
                name=spec.name,
                provider=spec.provider,
            )
        ) from None
    given = {"api_key": spec.api_key, "base_url": spec.base_url}
    options = {name: value for name, value in given.items() if value}
    if refused := set(options) - set(inspect.signature(kind.__init__).parameters):
        raise ConfigurationError(
            _(
                "The provider of %(name)s takes no %(refused)s.",
                name=spec.name,
                refused=" and no ".join(sorted(refused)),
            )
        )
    return kind(**options)
