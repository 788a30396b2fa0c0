"""Starting manage.py as a person does: in a process of its own, with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
Finished = subprocess.CompletedProcess[str]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """This process's environment without any setting of Sightline, but for a new home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIGHTLINE_")}
    return {
        **kept,
        "SIGHTLINE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
        "LC_ALL": "C.UTF-8",
    }


@pytest.fixture
def manage(environment: dict[str, str]) -> Callable[..., Finished]:
    """`manage("doctor", "--json", SIGHTLINE_OCR="off")` runs the command to its end."""

    def run(*arguments: str, **settings: str) -> Finished:
        return subprocess.run(
            [sys.executable, str(PROJECT / "manage.py"), *arguments],
            env={**environment, **settings}, cwd=PROJECT, text=True, capture_output=True, timeout=120,
        )  # fmt: skip

    return run
