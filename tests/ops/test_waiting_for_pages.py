"""Tests of pages wait with `expect` alone."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.with_name("browser")
REFUSED = re.compile(r"\.(wait_for_function|wait_for_timeout|is_visible|is_hidden)\(")
"""Polled functions are evaluated in the page, which its content security policy refuses: such a test fails
whenever its first look comes too early. The others look once, or wait for longer or shorter than it takes."""


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.name)
def test_nothing_is_polled_or_slept_for(file: Path) -> None:
    assert REFUSED.findall(file.read_text()) == []
