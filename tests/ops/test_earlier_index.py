"""An index that the built-in encoder of an earlier release made is refused, and is made again."""

import json
from pathlib import Path

import pytest

from tests.fixtures.earlier_homes import PACKED_BUILTIN, EarlierHome, unpack


@pytest.fixture(scope="module", params=PACKED_BUILTIN, ids=lambda packed: packed.name)
def home(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, networks: Path
) -> EarlierHome:
    """Unpacked and migrated, with networks that need not be made again."""
    unpacked = unpack(request.param, tmp_path_factory.mktemp("home") / "home", "builtin")
    (unpacked.path / "networks").symlink_to(networks)
    migrated = unpacked.run("migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    return unpacked


def test_it_is_refused_until_made_again(home: EarlierHome) -> None:
    """One test, since the second half is what the refusal asks for."""
    refused = home.run("search", "a lighthouse", "--corpus", "harbour")
    remedy = "manage.py corpus reindex harbour"
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "built by another version of the encoder" in refused.stderr and remedy in refused.stderr
    wrong = [
        part["name"] for part in json.loads(home.run("doctor", "--json").stdout)["checks"] if not part["ok"]
    ]
    assert wrong == ["indexes"]

    status = home.ask("corpus", "reindex", "harbour")["status"]
    assert (status["indexed_images"], status["images"]) == (7, 9)  # One is in the trash, one hidden.
    hits = home.ask("search", "a lighthouse", "--corpus", "harbour", "--kind", "image")["results"][0]["hits"]
    assert hits[0]["file"] == "lighthouse.png" and "depicts" in hits[0]["channels"]
