"""docs/command-line.md names every subcommand and every option that the commands take."""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import load_command_class
from django.core.management.base import BaseCommand

PAGE = Path(__file__).resolve().parents[2] / "docs" / "command-line.md"
COMMANDS = ("corpus", "search", "ask", "export", "trajectory", "web", "doctor")


def section(command: str) -> str:
    """What the page says under the command's heading."""
    _, _, after = PAGE.read_text(encoding="utf-8").partition(f"\n## {command}\n")
    return after.partition("\n## ")[0]


def usage(command: str) -> Iterator[str]:
    """The lines of the page that show how to call the command."""
    return (line for line in section(command).splitlines() if line.startswith(f"manage.py {command}"))


def parser_of(command: str) -> argparse.ArgumentParser:
    return load_command_class("webapp", command).create_parser("manage.py", command)


def own_actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What Django gives to no command by itself; --json and --verbose are described once for all."""
    django = {option for a in BaseCommand().create_parser("", "")._actions for option in a.option_strings}
    common = django | {"--json", "--verbose"}
    return [a for a in parser._actions if not common & set(a.option_strings)]


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return next((dict(each.choices) for each in found), {})


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_section(command: str) -> None:
    assert f"manage.py {command}" in section(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_shown(command: str) -> None:
    for action in own_actions(parser_of(command)):
        for option in action.option_strings:
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", section(command)), f"{command} {option}"


@pytest.mark.parametrize("command", ["corpus", "web"])
def test_every_subcommand_is_shown_with_its_options(command: str) -> None:
    lines: dict[str, str] = defaultdict(str)
    for line in usage(command):
        lines[line.split()[2]] += line
    known = subparsers(parser_of(command))
    assert set(lines) == set(known)
    for name, parser in known.items():
        for action in own_actions(parser):
            shown = action.option_strings or [str(action.metavar or action.dest).upper()]
            assert all(option in lines[name] for option in shown), f"{command} {name} {shown}"


def test_every_option_that_the_page_shows_exists() -> None:
    for command in COMMANDS:
        parsers = [parser_of(command), *subparsers(parser_of(command)).values()]
        known = {
            option for parser in parsers for action in parser._actions for option in action.option_strings
        }
        for line in usage(command):
            assert set(re.findall(r"(?<![\w-])--?[a-z]+", line)) <= known, line


def test_the_common_options_are_described() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "`--json` prints exactly one" in page
    assert "`--verbose` (or `-v 2`) also shows" in page


def test_every_choice_is_shown() -> None:
    from agents.profile import PROFILES
    from webapp.management.commands.search import KINDS

    assert f"--profile {'|'.join(PROFILES)}" in section("ask")
    assert f"--kind {'|'.join(KINDS)}" in section("search")
