"""Opening a model: fast to import, and clear about what is missing."""

import re
import subprocess
import sys

import pytest

from agents.errors import ConfigurationError
from agents.models.loading import open_model
from agents.models.spec import parse_model

pytestmark = pytest.mark.processes


def pixels(_uid: str) -> tuple[bytes, str]:
    return b"", "image/png"


def test_the_slow_import_waits_until_a_model_is_opened() -> None:
    names = ("base", "spec", "tokens", "json_calls", "loading", "role_models")
    imports = "".join(f"import agents.models.{name}\n" for name in names)
    script = f"{imports}import sys\nassert 'pydantic_ai' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    ("line", "package", "extra"),
    [
        ("anthropic:claude-sonnet-5-5", "anthropic", "anthropic"),
        ("google-gla:gemini-2.5-pro", "google", "gemini"),
    ],
)
def test_a_missing_package_is_brought_by_an_extra(
    line: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [name for name in sys.modules if name.startswith(f"pydantic_ai.providers.{package}")]:
        monkeypatch.delitem(sys.modules, module)
    for module in [package, *(name for name in sys.modules if name.startswith(f"{package}."))]:
        monkeypatch.setitem(sys.modules, module, None)
    command = f'pip install --constraint constraints.txt --editable ".[{extra}]"'
    with pytest.raises(ConfigurationError, match=re.escape(command)):
        open_model(parse_model(line, "key"), pixels)


def test_another_missing_package_is_named_as_pydantic_ai_does() -> None:
    with pytest.raises(ConfigurationError, match=r'pip install "pydantic-ai-slim\[mistral\]"'):
        open_model(parse_model("mistral:mistral-large", "key"), pixels)


def test_a_provider_that_does_not_exist_is_named() -> None:
    with pytest.raises(ConfigurationError, match="unknown provider “nobody”"):
        open_model(parse_model("nobody:x", "key"), pixels)


def test_a_missing_key_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(ConfigurationError, match="wants an API key"):
        open_model(parse_model("openai:gpt-5"), pixels)


def test_an_address_for_a_provider_that_has_only_its_own_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="takes no base_url"):
        open_model(parse_model("deepseek:deepseek-chat base_url=http://h/v1", "key"), pixels)


def test_a_model_knows_its_name_and_what_it_can_do() -> None:
    model = open_model(parse_model("openai:Qwen/Qwen3-VL-8B base_url=http://127.0.0.1:1/v1"), pixels)
    assert model.name == "openai:Qwen/Qwen3-VL-8B"
    assert model.capabilities.vision
