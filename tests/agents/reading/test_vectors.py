from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from agents.reading.kept import KeptVectors
from agents.reading.vector_file import VectorFile
from agents.retrieval.encoders.sentences import load_sentence_encoder


class Counting:
    """The hashing encoder, which counts what it is asked to encode."""

    def __init__(self, version: str = "1") -> None:
        self.name, self.version = "hashing", version
        self._encoder = load_sentence_encoder("hashing")
        self.passages: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._encoder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        self.passages += texts
        return self._encoder.embed_passages(texts)


def test_made_once() -> None:
    encoder = Counting()
    vectors = KeptVectors(encoder)
    made = vectors.make(["red", "green", "red"])

    assert encoder.passages == ["red", "green"]
    assert np.array_equal(vectors.known(["green", "blue"])["green"], made["green"])
    assert "blue" not in vectors.known(["blue"])


def test_later_process_finds_them(tmp_path: Path) -> None:
    made = KeptVectors(Counting(), VectorFile(tmp_path / "v.sqlite3")).make(["red tower", "green door"])
    found = KeptVectors(Counting(), VectorFile(tmp_path / "v.sqlite3")).known(["red tower", "green door"])

    assert found["red tower"] == pytest.approx(made["red tower"], abs=0.001)


def test_another_version_finds_nothing(tmp_path: Path) -> None:
    KeptVectors(Counting("1"), VectorFile(tmp_path / "v.sqlite3")).make(["red"])

    assert KeptVectors(Counting("2"), VectorFile(tmp_path / "v.sqlite3")).known(["red"]) == {}


def test_memory_is_bounded() -> None:
    vectors = KeptVectors(Counting(), max_held=3)
    vectors.make(["a", "b", "c"])
    vectors.known(["a"])
    vectors.make(["d"])

    assert sorted(vectors.known(["a", "b", "c", "d"])) == ["a", "c", "d"]


def test_oldest_rows_leave_the_file(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "v.sqlite3", max_rows=20)
    for number in range(21):
        file.put({str(number): np.ones(2, np.float32)})

    assert file.get(["0", "1", "2", "3", "20"]).keys() == {"3", "20"}


def test_damaged_file_caches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite3"
    path.write_bytes(b"no database" * 1000)
    vectors = KeptVectors(Counting(), VectorFile(path))

    assert vectors.known(["red"]) == {}
    assert vectors.make(["red"]).keys() == {"red"}
    assert vectors.known(["red"]).keys() == {"red"}
