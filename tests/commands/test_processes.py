"""The commands as processes of their own, without any server and beside one, on the same data."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.corpora.processes import Home
from tests.fixtures.harbour import LIT, QUESTION, draw_lighthouse, to_jpeg, write_harbour

pytestmark = pytest.mark.processes

PREPARE = """
from pathlib import Path
from webapp.corpora.services.catalogue import create_corpus
from webapp.corpora.importing.services import import_paths
from webapp.corpora.indexing.services import index_now
corpus = create_corpus("harbour")
import_paths(corpus, [Path({folder!r})])
index_now(corpus)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Home:
    folder = tmp_path_factory.mktemp("processes")
    home = Home(folder / "home").migrated(migrated_file)
    write_harbour(folder / "harbour")
    ended = home.run("shell", "-c", PREPARE.format(folder=str(folder / "harbour")))
    assert ended.returncode == 0, ended.stderr
    return home


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "asked.jpg"
    file.write_bytes(to_jpeg(draw_lighthouse(), (450, 300)))
    return file


@contextmanager
def vector_server(home: Home) -> Iterator[None]:
    """The home's vector server, as `make run` starts it."""
    with home.start("vectors") as process:
        try:
            assert process.stdout
            assert "Vectors answer at" in process.stdout.readline()
            yield
        finally:
            process.terminate()


def answer_of(ended: "subprocess.CompletedProcess[str]") -> Any:
    """The answer to the one question that was asked; stdout holds nothing besides."""
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count("\n") == 1
    [result] = json.loads(ended.stdout)["results"]
    return result["answer"]


def test_a_question_has_the_same_answer_without_any_server_and_beside_one(home: Home, picture: Path) -> None:
    alone = home.run("ask", QUESTION, "--image", picture, "--json")
    assert LIT[1:].rstrip(".") in answer_of(alone)["text"]
    assert {citation["kind"] for citation in answer_of(alone)["citations"]} == {"text", "image"}
    assert "1. Look at the pictures" in alone.stderr
    with vector_server(home):
        beside = home.run("ask", QUESTION, "--image", picture, "--json")
        found = home.ask("search", "--image", picture, "--kind", "image", "-k", "1")
    assert answer_of(beside) == answer_of(alone)
    assert found["results"][0]["hits"][0]["channels"]["looks"]["rank"] == 1


def test_nothing_that_answers_is_exit_code_3(home: Home) -> None:
    ended = home.run("ask", "Zeppelin?", "--json")
    assert ended.returncode == 3
    assert json.loads(ended.stdout)["results"][0]["status"] == "declined"


def test_wrong_input_is_exit_code_2_and_one_json_object(home: Home) -> None:
    ended = home.run("ask", "Who?", "--image", "/no/such.png", "--json")
    assert ended.returncode == 2
    assert "/no/such.png" in json.loads(ended.stdout)["error"]
