"""Tests that share what is slow to start stay in one process."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.distribution import group_of, require_groups


def using(fixture: str, file: str) -> pytest.Item:
    return cast(
        pytest.Item, SimpleNamespace(path=Path(file), nodeid=f"{file}::test_it", fixturenames=[fixture])
    )


def test_the_look_at_every_page_has_a_process_of_its_own() -> None:
    looks, clicks = "tests/browser/test_accessibility.py", "tests/browser/test_lightbox.py"
    assert group_of(f"{looks}::test_it") != group_of(f"{clicks}::test_it")
    require_groups([using("site", looks), using("site", clicks)])


@pytest.mark.parametrize(
    ("fixture", "file"),
    [("site", "tests/web/test_live.py"), ("postgres_url", "tests/browser/test_lightbox.py")],
)
def test_a_stranger_to_what_is_shared_is_refused(fixture: str, file: str) -> None:
    with pytest.raises(pytest.UsageError, match=f"uses {fixture}: put it under"):
        require_groups([using(fixture, file)])
