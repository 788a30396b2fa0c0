"""Token counts by the providers' public rules, at the examples that they give themselves."""

import json

import pytest

from agents.models.base import PicturePart, PictureRule, Prompt, TextPart, ToolSpec
from agents.models.tokens import picture_tokens, prompt_tokens, text_tokens


@pytest.mark.parametrize(("characters", "tokens"), [(0, 0), (1, 1), (4, 1), (5, 2), (400, 100)])
def test_four_characters_are_a_token(characters: int, tokens: int) -> None:
    assert text_tokens("x" * characters) == tokens


@pytest.mark.parametrize(
    ("rule", "width", "height", "tokens"),
    [
        ("patches28", 1_024, 768, 36 * 27),
        ("patches28", 28, 28, 1),
        ("patches28", 10, 2_000, 1),
        ("tiles512", 1_024, 1_024, 765),
        ("tiles512", 2_048, 4_096, 1_105),
        ("tiles512", 512, 512, 255),
        ("tiles512", 1, 4_000, 85 + 4 * 170),
        ("area750", 200, 200, 54),
        ("area750", 1_000, 1_000, 1_334),
        ("area750", 1_092, 1_092, 1_590),
        ("area750", 1_568, 1_568, 1_600),
        ("area750", 3_136, 750, 784),
        ("tiles768", 384, 384, 258),
        ("tiles768", 385, 10, 258),
        ("tiles768", 769, 768, 516),
        ("tiles768", 1_536, 1_536, 1_032),
        ("none", 1_024, 768, 0),
    ],
)
def test_a_picture_counts_by_its_rule(rule: PictureRule, width: int, height: int, tokens: int) -> None:
    assert picture_tokens(rule, width, height) == tokens


def test_a_prompt_counts_its_words_pictures_and_tools() -> None:
    tool = ToolSpec("look", "Look at a picture.", {"type": "object", "properties": {}})
    parts = (TextPart("y" * 8), PicturePart("img_1", 280, 280), TextPart("z"))
    schema = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    expected = 10 + 2 + 100 + 1 + text_tokens(json.dumps(schema))
    assert prompt_tokens(Prompt("x" * 40, parts, (tool,)), "patches28") == expected
