"""Catalogues of the interface: whole, compiled from what stands beside them, with their placeholders."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings

COMPILED = Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.mo")
CATALOGUES = sorted(path.with_suffix(".po") for path in COMPILED)
PLACEHOLDER = re.compile(r"%\((?!count\))\w+\)s")
"""But the count, which a first form may leave out: "a picture", "3 pictures"."""


def compiled(source: Path) -> dict[str, str]:
    """What the compiled catalogue says, without its header; a plural counts by its first form."""
    with source.with_suffix(".mo").open("rb") as file:
        found = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else key: text for key, text in found.items() if key}


@pytest.mark.parametrize("source", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_compiled_and_lacks_nothing(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert "#, fuzzy" not in text
    assert not re.search(r'^msgstr(\[0\])? ""\n\n', text, re.MULTILINE)
    entries = len(re.findall(r"^msgid ", text, re.MULTILINE)) - 1
    assert len(compiled(source)) == entries


@pytest.mark.parametrize("source", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_keeps_the_placeholders(source: Path) -> None:
    lost = {
        words: text
        for words, text in compiled(source).items()
        if not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(words))
    }
    assert lost == {}


def test_there_is_a_catalogue() -> None:
    assert CATALOGUES
