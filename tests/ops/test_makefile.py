"""The Makefile where it has to refuse, and the promises that other files make about it."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.ops.conftest import PROJECT

pytestmark = pytest.mark.processes


def make(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["make", "--no-print-directory", "--makefile", str(PROJECT / "Makefile"), *arguments],
        cwd=folder, text=True, capture_output=True, timeout=60,
    )  # fmt: skip


def clone(folder: Path) -> Path:
    for name in ("pyproject.toml", "constraints.txt"):
        (folder / name).write_text((PROJECT / name).read_text())
    return folder


def test_make_alone_lists_what_there_is(tmp_path: Path) -> None:
    finished = make(tmp_path)
    listed = [line.split()[1] for line in finished.stdout.splitlines()]
    assert listed == ["help", "run", "check", "test", "format", "bench", "clean"]


def test_a_python_that_is_too_old_is_refused_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    finished = make(clone(tmp_path), "run", f"PYTHON={old}")
    assert finished.returncode != 0
    assert f"Sightline needs Python 3.11 or 3.12; {old} is not one of them." in finished.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_machine_without_a_python_that_fits_is_told_what_to_install(tmp_path: Path) -> None:
    finished = make(clone(tmp_path), "test", "PYTHON=")
    assert finished.returncode != 0
    assert "Sightline needs Python 3.11 or 3.12, and none was found." in finished.stderr


def test_a_long_installation_says_that_it_goes_on(tmp_path: Path) -> None:
    """An installer that ends only once its reader has been told that it still works."""
    venv, heard = clone(tmp_path) / ".venv", tmp_path / "heard"
    venv.mkdir()
    (venv / ".created").touch()
    os.mkfifo(heard)
    installer = f"PIP=read word < {heard}; exit $$word; true"
    command = ["make", "--makefile", PROJECT / "Makefile", "TICK_SECONDS=0.1", installer, ".venv/.installed"]
    with subprocess.Popen(
        command, cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as made:
        assert made.stdout
        assert any("still installing" in line for line in made.stdout)
        heard.write_text("3\n")
    assert made.returncode
    assert not (venv / ".installed").exists()


def test_the_quick_part_runs_the_checks_first(tmp_path: Path) -> None:
    planned = make(clone(tmp_path), "--dry-run", "check").stdout
    assert planned.index("mypy") < planned.index("lint-imports") < planned.index("bin/pytest ")
    assert "not browser and not processes and not networks and not fuzz and not long" in planned


def test_ci_runs_make_test(tmp_path: Path) -> None:
    # A browser that is not there would be installed.
    record, browser = tmp_path / "make", tmp_path / "chromium"
    record.write_text(f'#!/bin/sh\necho "$PWD $@" > {tmp_path}/called\n')
    browser.write_text("#!/bin/sh\n")
    for program in (record, browser):
        program.chmod(0o755)
    path = f"{tmp_path}:/usr/bin:/bin"
    subprocess.run([PROJECT / ".ci" / "run"], cwd=tmp_path, env={"PATH": path}, check=True)
    assert (tmp_path / "called").read_text() == f"{PROJECT} test\n"


def test_compose_gives_every_process_the_same_settings_that_there_are() -> None:
    from webapp.env import PREFIX, Env

    compose = yaml.safe_load((PROJECT / "docker" / "compose.yaml").read_text())
    assert {"web", "worker", "chroma", "redis", "postgres"} <= set(compose["services"])
    known = {PREFIX + name.upper() for name in Env.model_fields}
    for name in ("web", "worker", "migrate"):
        assert set(compose["services"][name]["environment"]) <= known
