"""Commands speak the language of the shell to people, and English to programs."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from agents.messages import message
from tests.commands.conftest import Manage
from tests.fixtures.harbour import QUESTION
from webapp.accounts.demo import DemoAccount
from webapp.management.cli import columns, shell_language
from webapp.management.commands.ready import announcement
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


def test_the_steps_of_a_question_are_told_in_german(manage: Manage, settings: Settings, folder: Path) -> None:
    settings.SHELL_LANGUAGE = "de-de"
    told = manage("ask", QUESTION, "--image", folder / "lighthouse.jpg", "--corpus", "harbour").out
    for line in (
        "Frage · 1 Bild · in harbour · Profil Standard · eingebaute Regeln, kein Modell\n",
        "Verstanden als: ", " · Englisch\n", "\n1. Die Bilder ansehen und in den Korpora finden\n",
        "   Ansehen: img_", "   Mit einem Bild suchen: img_", "   Nach „", "   Behalten: [e1] ",
    ):  # fmt: skip
        assert line in told
    for english in ("Question", "Look", "Search", "Keep", "characters", "Asked", "about"):
        assert english not in told


def test_programs_read_of_a_question_in_english(manage: Manage, settings: Settings) -> None:
    settings.SHELL_LANGUAGE = "de-de"
    ended = manage("ask", "Zeppelin?", "--corpus", "attic", "--json")
    assert ended.json["results"][0]["reason"] == "not_found"
    assert "Nach dem Gefragten suchen" in ended.err
    assert "Es gibt keine Antwort." in ended.err
    assert "Suche" not in ended.out


def test_the_encoder_is_ready_in_german(manage: Manage, settings: Settings) -> None:
    settings.SHELL_LANGUAGE = "de-de"
    assert manage("prepare").out == "Der Encoder hashing ist bereit (hashing-1).\n"


def test_a_weak_demo_password_is_told_in_german(manage: Manage, settings: Settings, tmp_path: Path) -> None:
    settings.SHELL_LANGUAGE, settings.HOME = "de-de", tmp_path
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "secrets" / "demo-password").write_text("abababababab")
    ended = manage("demo", "--json")
    assert ended.code == 1
    assert "Das Passwort wiederholt immer dasselbe Stück. Bitte ein anderes wählen. Ein anderes" in ended.err
    assert "cannot be used. The password is one piece over and over." in json.loads(ended.out)["error"]


def test_the_sign_in_stands_in_columns_in_chinese(settings: Settings) -> None:
    settings.SHELL_LANGUAGE = "zh-cn"
    with shell_language():
        told = announcement("http://localhost:8000/", DemoAccount("demo", "secret"))
    assert "Sightline 已就绪。" in told
    starts = {
        columns(line.partition(value)[0])
        for line in told.splitlines()
        for value in ("http:", "demo", "secret")
        if value in line
    }
    assert starts == {10}


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
