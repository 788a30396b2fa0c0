"""Runs manage.py as a process of its own over a home of the test."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Home:
    """An installation in a folder; commands run with the hashing encoder, no OCR, and with `settings`."""

    path: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("SIGHTLINE_")}
        ours.pop("DJANGO_SETTINGS_MODULE", None)
        return ours | {
            "SIGHTLINE_HOME": str(self.path), "SIGHTLINE_ENCODER": "hashing", "SIGHTLINE_OCR": "off",
            "SIGHTLINE_INDEXING_BATCH": "4", "PYTHONPATH": str(ROOT), **self.settings,
        }  # fmt: skip

    def migrated(self, database: Path) -> "Home":
        """Itself, made, with the tables of this version; `database` is that of the fixture migrated_file."""
        self.path.mkdir(mode=0o700)
        shutil.copyfile(database, self.path / "sightline.sqlite3")
        return self

    def start(self, *arguments: str | Path) -> "subprocess.Popen[str]":
        """A command that runs on; its stdout and stderr are one pipe."""
        return subprocess.Popen(
            [sys.executable, ROOT / "manage.py", *arguments],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def run(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        """A command that has ended."""
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def ask(self, *arguments: str | Path) -> Any:
        """What a command that must succeed answers to --json."""
        ended = self.run(*arguments, "--json")
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)
