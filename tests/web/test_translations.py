"""Catalogues of the interface: whole, compiled from what stands beside them, with their placeholders."""

import re
from ast import literal_eval
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

COMPILED = Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.mo")
CATALOGUES = sorted(path.with_suffix(".po") for path in COMPILED)
PLACEHOLDER = re.compile(r"%\((?!count\))\w+\)s")
"""But the count, which a first form may leave out: "a picture", "3 pictures"."""
_TEXT = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
MARKED = re.compile(rf"(?:(?:gettext|_)\(|pgettext\((?P<context>{_TEXT}), )(?P<text>{_TEXT})")
"""A text that is marked for translation, in what Django makes of a template for xgettext."""


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


@cache
def said_by_templates() -> frozenset[str]:
    """Every text that a template marks for translation; of a plural its first form."""
    found = set()
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for call in MARKED.finditer(templatize(template.read_text(encoding="utf-8"))):
            context = f"{literal_eval(call['context'])}\x04" if call["context"] else ""
            found.add(context + literal_eval(call["text"]))
    return frozenset(found)


@pytest.mark.parametrize("source", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_text_of_a_template_is_in_the_catalogue(source: Path) -> None:
    assert len(said_by_templates()) > 500
    assert said_by_templates() - compiled(source).keys() == set()


def test_no_page_speaks_in_riddles() -> None:
    puzzling = {"Do it", "Let go", "waits for your word", "matters most", "the one corpus"}
    assert said_by_templates() & puzzling == set()
    assert {"Apply", "Clear", "Ready to bring in"} <= said_by_templates()


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
