"""Whether a question is in another language, or another script, than the texts that may answer it."""

import re
from collections.abc import Collection
from functools import lru_cache

from agents.questions.languages import identify
from agents.questions.weights import weights

MAX_CHARACTERS = 600
"""Of a text by which its language is told."""

_HAN = re.compile(r"[\u3400-\u9fff]")


def is_foreign(language: str, texts: Collection[str]) -> bool:
    """Whether most of the texts are in another language than `language` (ISO 639-1)."""
    return 2 * sum(language_of(text) != language for text in texts) > len(texts)


def language_of(text: str) -> str:
    """The language (ISO 639-1) of a text, by its beginning."""
    return _language_of(text[:MAX_CHARACTERS])


def is_of_other_script(asked: str, texts: Collection[str]) -> bool:
    """Whether only the question is written in Chinese, or only most of the texts: they share no words."""
    is_chinese = _HAN.search(asked) is not None
    others = sum((_HAN.search(text[:MAX_CHARACTERS]) is not None) != is_chinese for text in texts)
    return 2 * others > len(texts)


@lru_cache(maxsize=4096)
def _language_of(text: str) -> str:
    return identify(text, weights().known)
