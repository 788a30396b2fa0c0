"""Whether a question is asked in another language than the texts that may answer it."""

from collections.abc import Collection
from functools import lru_cache

from agents.questions.languages import identify
from agents.questions.weights import weights

MAX_CHARACTERS = 600
"""Of a text by which its language is told."""


def is_foreign(language: str, texts: Collection[str]) -> bool:
    """Whether most of the texts are in another language than `language` (ISO 639-1)."""
    return 2 * sum(language_of(text) != language for text in texts) > len(texts)


def language_of(text: str) -> str:
    """The language (ISO 639-1) of a text, by its beginning."""
    return _language_of(text[:MAX_CHARACTERS])


@lru_cache(maxsize=4096)
def _language_of(text: str) -> str:
    return identify(text, weights().known)
