"""manage.py in this process, over the small library: what it prints, and the code it ends with."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import load_command_class
from django.test import Client

from tests.fixtures.harbour import draw_ferry, draw_lighthouse, to_jpeg
from tests.fixtures.library import Library


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on stdout; anything else there is an error."""
        return json.loads(self.out)


Manage = Callable[..., Ended]


@pytest.fixture
def manage(library: Library, capsys: pytest.CaptureFixture[str]) -> Manage:
    """Run a command by its arguments, as a shell would."""

    def run(name: str, *arguments: str | Path) -> Ended:
        capsys.readouterr()
        code = 0
        try:
            load_command_class("webapp", name).run_from_argv(["manage.py", name, *map(str, arguments)])
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Ended(code, *capsys.readouterr())

    return run


@pytest.fixture
def admin_client(db: None) -> Client:
    """An administrator, for whom no password is hashed."""
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files to ask with: two pictures, and one that is none."""
    (tmp_path / "lighthouse.jpg").write_bytes(to_jpeg(draw_lighthouse(), (450, 300)))
    (tmp_path / "ferry.jpg").write_bytes(to_jpeg(draw_ferry(), (200, 150)))
    (tmp_path / "diary.jpg").write_text("dear diary")
    return tmp_path


def write_lines(path: Path, *lines: object) -> Path:
    """A file of JSON Lines; texts go in as they are."""
    path.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines))
    return path
