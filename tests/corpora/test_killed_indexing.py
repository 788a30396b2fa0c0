"""Indexing that is killed goes on where it was: nothing is missing, nothing is there twice."""

import random
import sqlite3
from pathlib import Path

import pytest

from agents.retrieval.encoders import load_encoder
from agents.retrieval.lexical import RecordKind
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey
from tests.corpora.drawn import draw_picture, paragraphs
from tests.corpora.processes import Home
from tests.support.waiting import wait_until
from webapp.corpora.vectors import HomeVectors

pytestmark = pytest.mark.processes


PICTURES, DOCUMENTS = 160, 12

# Imports without indexing, and indexes slowly enough to be killed on the way, batch by batch.
IMPORT = """
from pathlib import Path
from webapp.corpora.services.catalogue import create_corpus
from webapp.corpora.importing.services import import_paths
import_paths(create_corpus("birds"), [Path({folder!r})])
"""


@pytest.fixture
def home(tmp_path: Path, migrated_file: Path) -> Home:
    folder = tmp_path / "import"
    folder.mkdir()
    for number in range(PICTURES):
        (folder / f"{number}.png").write_bytes(draw_picture(number))
    for number in range(DOCUMENTS):
        (folder / f"{number}.md").write_text(f"# Note {number}\n\n{paragraphs(20)}")
    lines = [f"{number}.png,Picture {number}" for number in range(PICTURES)]
    (folder / "manifest.csv").write_text("\n".join(["file,title", *lines]))
    home = Home(tmp_path / "home").migrated(migrated_file)
    ended = home.run("shell", "-c", IMPORT.format(folder=str(folder)))
    assert ended.returncode == 0, ended.stderr
    return home


def indexed_rows(home: Home) -> int:
    with sqlite3.connect(home.path / "sightline.sqlite3") as database:
        [[images]] = database.execute("SELECT count(*) FROM corpora_corpusimage WHERE indexed_by != ''")
        [[passages]] = database.execute("SELECT count(*) FROM corpora_passage WHERE indexed_by != ''")
    database.close()
    return int(images) + int(passages)


def kill_on_the_way(home: Home, after: int) -> None:
    """Kill the command as soon as more than `after` rows are indexed."""
    with home.start("corpus", "reindex", "birds") as process:
        wait_until(lambda: process.poll() is not None or indexed_rows(home) > after)
        process.kill()


def test_two_kills_leave_an_index_that_the_next_run_completes(home: Home) -> None:
    generator = random.Random(4)
    before = home.ask("corpus", "status", "birds")
    everything = before["images"] + before["passages"]
    kill_on_the_way(home, generator.randrange(everything // 4))
    first = indexed_rows(home)
    kill_on_the_way(home, first + generator.randrange(everything // 4))
    second = indexed_rows(home)
    assert 0 < first < second
    status = home.ask("corpus", "reindex", "birds")["status"]
    assert (status["indexed_images"], status["indexed_passages"]) == (before["images"], before["passages"])
    assert status["problems"] == []
    assert_every_row_has_its_vectors_once(home)


def assert_every_row_has_its_vectors_once(home: Home) -> None:
    with sqlite3.connect(home.path / "sightline.sqlite3") as database:
        images = {row[0] for row in database.execute("SELECT id FROM corpora_corpusimage")}
        passages = {row[0] for row in database.execute("SELECT id FROM corpora_passage")}
        [[corpus]] = database.execute("SELECT id FROM corpora_corpus")
    database.close()
    encoder, opened = load_encoder("hashing"), HomeVectors(home.path / "vectors")
    stored = {
        space: opened.open().records(CollectionKey(corpus, encoder.version, space))
        for space in (*encoder.spaces, TEXT_SPACE)
    }
    opened.close()
    for records in stored.values():
        assert {record.id for record in records if record.kind is RecordKind.IMAGE} == images
    text = stored[TEXT_SPACE]
    assert {record.id for record in text if record.kind is RecordKind.PASSAGE} == passages
