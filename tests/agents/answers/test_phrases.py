"""The words that answers have of their own."""

import re
from typing import get_args

import pytest

from agents.answers.phrases import LANGUAGES, Key, say

WORDS = {"name": "Grey Head", "said": "It is.", "answer": "1854", "ask": "how high", "count": "3"}


@pytest.mark.parametrize("key", get_args(Key))
def test_each_is_said_in_every_language(key: Key) -> None:
    said = {language: say(key, language, **WORDS) for language in LANGUAGES}
    assert sorted(LANGUAGES) == ["de", "en", "es", "zh"]
    used = [{word for word in WORDS.values() if word in text} for text in said.values()]
    assert all(each == used[0] for each in used)
    assert not re.search(r"[{}]", " ".join(said.values()))
