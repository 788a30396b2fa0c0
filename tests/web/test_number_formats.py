from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from agents.types import Usage

MOMENT = datetime(2026, 11, 30, 14, 5, tzinfo=UTC)
USAGE = Usage(input_tokens=12_480, cost_usd=Decimal("1.5"))


def written(template: str, language: str, **context: object) -> str:
    with translation.override(language):
        return Template("{% load humane amounts %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "30 November 2026, 14:05"),
        ("de", "30. November 2026 14:05"),
        ("es", "30 de noviembre de 2026 a las 14:05"),
        ("zh-hans", "2026年11月30日 14:05"),
    ],
)
def test_moments_in_four_languages(language: str, expected: str) -> None:
    assert written("{{ moment|date:'DATETIME_FORMAT' }}", language, moment=MOMENT) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "$1.50"), ("de", "$1,50"), ("es", "$1,50"), ("zh-hans", "$1.50")]
)
def test_money_in_four_languages(language: str, expected: str) -> None:
    assert written("{{ amount|dollars }}", language, amount=Decimal("1.5")) == expected


@pytest.mark.parametrize(("language", "tokens"), [("en", "12,480"), ("de", "12.480"), ("zh-hans", "12,480")])
def test_tokens_are_grouped_as_the_language_does(language: str, tokens: str) -> None:
    assert written("{{ usage|spent }}", language, usage=USAGE).startswith(tokens)
