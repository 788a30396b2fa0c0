"""The files that make containers: every setting reaches them, and the image has what docs/models.md says."""

import re
from importlib.metadata import requires
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from agents.models.providers import EXTRAS
from webapp.env import PREFIX, PROJECT, Env

DECIDED_BY_THE_IMAGE = {"HOME", "LISTEN", "PORT"}
NEVER_IN_A_CONTAINER = {"DEBUG"}
PARTS = {"SECRET_KEY", "DATABASE_URL", "BROKER_URL", "BELL_URL", "VECTORS_URL", "ENCODING_URLS", "HTTPS"}
"""What compose.yaml gives a value of its own, for its parts reach each other by it."""

REFERENCE = re.compile(r"\$\{(\w+):?[-?]?([^}]*)\}")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    composed: dict[str, Any] = yaml.safe_load((PROJECT / "docker" / "compose.yaml").read_text())
    return composed["services"]


def settings() -> set[str]:
    return {name.upper() for name in Env.model_fields}


@pytest.mark.parametrize("service", ["migrate", "web", "worker", "encoding"])
def test_every_setting_reaches_the_containers(services: dict[str, Any], service: str) -> None:
    passed = {name.removeprefix(PREFIX) for name in services[service]["environment"]}
    assert passed == settings() - DECIDED_BY_THE_IMAGE - NEVER_IN_A_CONTAINER


def test_what_is_not_set_is_passed_empty(services: dict[str, Any]) -> None:
    given = services["web"]["environment"]
    for name in settings() - DECIDED_BY_THE_IMAGE - NEVER_IN_A_CONTAINER - PARTS:
        assert given[PREFIX + name] == f"${{{PREFIX}{name}:-}}"


def test_an_empty_setting_is_none(services: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """As docker compose fills the file in where nothing but the two that it asks for is set."""
    for name, value in services["web"]["environment"].items():
        monkeypatch.setenv(name, REFERENCE.sub(_default, value))
    as_composed = Env()
    unset = {name.lower() for name in settings() - PARTS - {"HOME"}}
    assert {name: getattr(as_composed, name) for name in unset} == {
        name: Env.model_fields[name].default for name in unset
    }


def _default(reference: re.Match[str]) -> str:
    return "x" * 50 if ":?" in reference[0] else reference[2]


def test_the_image_has_every_provider() -> None:
    dockerfile = (PROJECT / "docker" / "Dockerfile").read_text()
    [extras] = re.findall(r'"\.\[(.+?)\]"', dockerfile)
    assert {*EXTRAS.values()} <= {*extras.split(",")}


def test_every_package_of_the_extras_is_pinned() -> None:
    lines = (PROJECT / "constraints.txt").read_text().splitlines()
    pinned = {canonicalize_name(line.partition("==")[0]) for line in lines}
    assert needed_by("anthropic") | needed_by("google-genai") <= pinned


def needed_by(package: str) -> set[str]:
    """A package and all that it stands on here."""
    found, waiting = set(), [package]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found:
            found.add(name)
            needed = (Requirement(line) for line in requires(name) or [])
            waiting += [
                each.name for each in needed if not each.marker or each.marker.evaluate({"extra": ""})
            ]
    return found
