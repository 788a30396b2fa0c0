"""The sample corpus, built once for all its tests."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from webapp.corpora.sample.build import build


@dataclass(frozen=True)
class BuiltCorpus:
    folder: Path

    @property
    def rows(self) -> list[dict[str, str]]:
        with (self.folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def articles(self) -> dict[str, str]:
        return {path.name: path.read_text(encoding="utf-8") for path in (self.folder / "articles").iterdir()}


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> BuiltCorpus:
    folder = tmp_path_factory.mktemp("sample-corpus")
    build(folder)
    return BuiltCorpus(folder)
