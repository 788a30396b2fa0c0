"""What models can do: known families, what profiles take away, and the setting above all."""

import pytest

from agents.models.base import Capabilities
from agents.models.capabilities import UNKNOWN, capabilities_of
from agents.models.spec import parse_model


def capable(line: str, **profile: object) -> Capabilities:
    return capabilities_of(parse_model(line), profile)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("openai:gpt-4o-mini", "tiles512"),
        ("openai:gpt-4.1", "tiles512"),
        ("openai:gpt-5", "tiles512"),
        ("openai:o4-mini", "tiles512"),
        ("anthropic:claude-sonnet-4-5", "area750"),
        ("google-gla:gemini-2.5-pro", "tiles768"),
        ("ollama:qwen2.5vl:7b", "patches28"),
        ("openai:Qwen/Qwen3-VL-8B-Instruct", "patches28"),
        ("ollama:llava:13b", "patches28"),
        ("ollama:llama3.2-vision", "patches28"),
        ("ollama:gemma3:12b", "patches28"),
        ("openai:zai-org/GLM-4.5V", "patches28"),
    ],
)
def test_a_family_that_sees_counts_pictures_by_its_rule(line: str, rule: str) -> None:
    known = capable(line)
    assert known.vision
    assert known.picture_rule == rule


@pytest.mark.parametrize(
    "line",
    ["openai:gpt-3.5-turbo", "openai:o3-mini", "openai:gpt-oss-120b", "ollama:qwen3:8b", "ollama:llama3.1"]
    + ["mistral:mistral-large-latest", "deepseek:deepseek-chat", "openai:glm-5-preview"],
)
def test_a_family_of_words_is_sent_no_pictures(line: str) -> None:
    known = capable(line)
    assert not known.vision
    assert known.picture_rule == "none"


def test_an_unknown_model_is_not_trusted_to_see() -> None:
    assert capable("openai:who-knows") == Capabilities(False, True, 32_768, "none")
    assert not UNKNOWN.vision


def test_old_models_that_see_call_tools_as_json() -> None:
    assert not capable("ollama:llava").tools


def test_the_setting_overrides_the_family() -> None:
    line = "openai:gpt-4o vision=no tools=no context=1000 pictures=area750 cache=no"
    assert capable(line) == Capabilities(False, False, 1_000, "area750")


def test_a_model_that_is_said_to_see_has_a_picture_rule() -> None:
    assert capable("openai:who-knows vision=yes").picture_rule == "patches28"
    assert capable("ollama:llama3.1 vision=yes").picture_rule == "patches28"


def test_a_profile_takes_away_what_it_knows_a_model_cannot_do() -> None:
    known = capable("openai:gpt-4o", supports_tools=False, supports_image_input=False)
    assert not known.tools
    assert not known.vision


def test_a_profile_gives_nothing_to_a_family_that_lacks_it() -> None:
    assert not capable("ollama:llama3.1", supports_image_input=True).vision


def test_the_context_of_a_model_at_its_maker_is_the_profiles() -> None:
    assert capable("anthropic:claude-next", context_window=1_000_000).context_tokens == 1_000_000


def test_the_context_of_somebodys_server_is_not_the_makers() -> None:
    line = "openai:Qwen/Qwen3-VL-8B base_url=http://127.0.0.1:8000/v1"
    assert capable(line, context_window=262_144).context_tokens == 32_768
