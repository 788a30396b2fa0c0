"""The exact versions in constraints.txt."""

from importlib.metadata import distributions

import pytest
from packaging.specifiers import SpecifierSet


@pytest.mark.parametrize("python", ["3.11.0", "3.12.0"])
def test_every_pinned_package_runs_on_the_oldest_python_that_is_accepted(python: str) -> None:
    needs = {package.metadata["Name"]: package.metadata.get("Requires-Python") for package in distributions()}
    assert {name: spec for name, spec in needs.items() if spec and python not in SpecifierSet(spec)} == {}
