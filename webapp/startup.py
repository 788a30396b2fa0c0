"""Sentences of a start that fails, in the language of the shell: there is no Django yet to translate them."""

from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from agents.messages import Message

_LOCALE = Path(__file__).resolve().parent.parent / "locale"
_SCRIPTS = {"zh": "zh_Hans", "zh-cn": "zh_Hans", "zh-sg": "zh_Hans", "zh-hans": "zh_Hans"}
"""The catalogue of a language that has one for each script."""


def in_language(text: str, tag: str) -> str:
    """A message in the language of a tag such as `de-at`, English where we do not speak it; text as it is."""
    if not isinstance(text, Message):
        return text
    values = {
        name: in_language(value, tag) if isinstance(value, str) else f"{value:,}"
        for name, value in text.values.items()
    }
    template = _catalogue(tag).gettext(text.template)
    return template % values if values else template


@lru_cache(maxsize=1)
def _catalogue(tag: str) -> NullTranslations:
    names = [_SCRIPTS.get(tag, tag.partition("-")[0])] if tag else []
    return translation("django", _LOCALE, names, fallback=True)
