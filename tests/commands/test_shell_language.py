"""Commands speak the language of the shell to people, and English to programs."""

import pytest
from pytest_django import Settings

from agents.messages import message
from tests.commands.conftest import Manage
from webapp.startup import in_language


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de-de", "-k nimmt eine Zahl von 1 bis 100."),
        ("es-mx", "-k admite un número de 1 a 100."),
        ("zh-cn", "-k 取 1 到 100 的数字。"),
        ("fr-fr", "-k takes a number from 1 to 100."),
        ("c", "-k takes a number from 1 to 100."),
        ("", "-k takes a number from 1 to 100."),
    ],
)
def test_a_refusal_is_in_the_language_of_the_shell(
    manage: Manage, settings: Settings, language: str, sentence: str
) -> None:
    settings.SHELL_LANGUAGE = language
    ended = manage("search", "harbour", "-k", "0")
    assert (ended.code, ended.err.strip()) == (2, sentence)


def test_programs_are_answered_in_english(manage: Manage, settings: Settings) -> None:
    settings.SHELL_LANGUAGE = "de-de"
    assert manage("search", "harbour", "-k", "0", "--json").json == {
        "error": "-k takes a number from 1 to 100."
    }


def test_what_a_corpus_holds_is_told_in_german(manage: Manage, settings: Settings) -> None:
    settings.SHELL_LANGUAGE = "de-de"
    assert "Bilder: " in manage("corpus", "status", "harbour").out


def test_help_is_in_the_language_of_the_shell(manage: Manage, settings: Settings) -> None:
    settings.SHELL_LANGUAGE = "de-de"
    assert "Alle Korpora auflisten." in manage("corpus", "--help").out


def test_a_wrong_argument_is_told_in_german(manage: Manage, settings: Settings) -> None:
    settings.SHELL_LANGUAGE = "de-de"
    ended = manage("trajectory", "export", "one")
    assert ended.code == 2
    assert "ist keine Nummer einer Zeile" in ended.err


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("de", "SIGHTLINE_PORT ist 'x': eine ganze Zahl angeben"),
        ("de-at", "SIGHTLINE_PORT ist 'x': eine ganze Zahl angeben"),
        ("zh-cn", "SIGHTLINE_PORT 为 'x'：请给出整数"),
        ("zh-tw", "SIGHTLINE_PORT is 'x': give a whole number"),
        ("c", "SIGHTLINE_PORT is 'x': give a whole number"),
        ("", "SIGHTLINE_PORT is 'x': give a whole number"),
    ],
)
def test_a_start_that_fails_is_told_before_django(tag: str, said: str) -> None:
    problem = message("give a whole number")
    told = message("%(name)s is %(value)s: %(problem)s", name="SIGHTLINE_PORT", value="'x'", problem=problem)
    assert in_language(told, tag) == said
