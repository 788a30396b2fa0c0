"""manage.py corpus: one JSON object on stdout, sentences on stderr, exit codes that mean something."""

import json
from pathlib import Path

import pytest

from tests.corpora.drawn import draw_picture
from tests.corpora.processes import Home

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Home:
    return Home(tmp_path_factory.mktemp("command") / "home").migrated(migrated_file)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "a.png").write_bytes(draw_picture(1))
    (folder / "bad.png").write_bytes(b"nothing")
    (folder / "a.md").write_text("# Herons\n\nThey wade.")
    return folder


def test_a_corpus_is_created_filled_listed_and_deleted(home: Home, pictures: Path) -> None:
    created = home.ask("corpus", "create", "birds", "--name", "Birds", "--private")
    assert created == {"corpus": "birds", "name": "Birds", "private": True}
    added = home.ask("corpus", "add", "birds", pictures)
    assert (added["added"], added["updated"], added["unchanged"], added["indexed"]) == (2, 0, 0, 2)
    assert [problem["path"] for problem in added["problems"]] == ["bad.png"]
    again = home.ask("corpus", "add", "birds", pictures)
    assert (again["added"], again["updated"], again["unchanged"], again["indexed"]) == (0, 0, 2, 0)
    status = home.ask("corpus", "status", "birds")
    assert (status["indexed_images"], status["indexed_passages"], status["job"]) == (1, 1, "finished")
    [listed] = home.ask("corpus", "list")["corpora"]
    assert (listed["slug"], listed["images"], listed["documents"]) == ("birds", 1, 1)
    gone = home.ask("corpus", "delete", "birds", "--yes")
    assert (gone["deleted"], gone["pictures"], gone["documents"], gone["links"]) == ("birds", 1, 1, 0)
    assert home.ask("corpus", "list") == {"corpora": []}


def test_without_json_a_refusal_leaves_stdout_empty(home: Home) -> None:
    ended = home.run("corpus", "status", "nobody")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "There is no corpus “nobody”" in ended.stderr


def test_without_tables_it_says_what_to_run(tmp_path: Path) -> None:
    ended = Home(tmp_path / "fresh").run("corpus", "list", "--json")
    assert ended.returncode == 1
    assert "manage.py migrate" in json.loads(ended.stdout)["error"]


def test_progress_goes_to_stderr(home: Home, pictures: Path) -> None:
    home.ask("corpus", "create", "told")
    ended = home.run("corpus", "add", "told", pictures / "a.png")
    assert ended.returncode == 0
    assert "Importing: 1 of 1" in ended.stderr
    assert "Importing" not in ended.stdout
    assert "pictures: 1, 1 indexed" in ended.stdout


def test_it_works_through_the_vector_server_on_the_same_data(home: Home, pictures: Path) -> None:
    home.ask("corpus", "create", "served")
    home.ask("corpus", "add", "served", pictures / "a.png")
    with home.start("vectors") as server:
        assert server.stdout
        assert "Vectors answer at" in server.stdout.readline()
        added = home.ask("corpus", "add", "served", pictures)
        server.terminate()
    assert (added["added"], added["unchanged"], added["indexed"]) == (1, 1, 1)
    assert home.ask("corpus", "reindex", "served")["indexed"] == 0


def test_looking_at_corpora_loads_no_model_library(home: Home) -> None:
    program = (
        "import sys; from django.core.management import call_command; call_command('corpus', 'list');"
        "print(sorted({'torch', 'chromadb', 'onnxruntime'} & set(sys.modules)))"
    )
    ended = home.run("shell", "-c", program)
    assert ended.stdout.splitlines()[-1] == "[]", ended.stderr
