"""manage.py search: the JSON that other programs rely on, batches, and what is refused."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.commands.conftest import Manage, write_lines
from tests.fixtures.library import Library
from webapp.corpora.models import Corpus

FIELDS = {
    "rank", "kind", "uid", "document", "passage", "title", "file", "corpus", "score", "confidence",
    "channels", "matched", "duplicates",
}  # fmt: skip


def test_a_hit_on_a_passage_has_its_document_and_its_place(library: Library, manage: Manage) -> None:
    ended = manage("search", "engineer born in Leith", "--kind", "text", "-k", "1", "--json")
    assert ended.code == 0
    assert list(ended.json) == ["results"]
    [result] = ended.json["results"]
    [hit] = result["hits"]
    document = library.document("edith-marlowe.md")
    assert (result["id"], set(hit)) == ("1", FIELDS)
    assert (hit["rank"], hit["kind"], hit["uid"]) == (1, "text", None)
    assert (hit["document"], hit["file"], hit["corpus"]) == (
        document.pk,
        "articles/edith-marlowe.md",
        "harbour",
    )
    passage = hit["passage"]
    assert set(passage) == {"id", "start", "end", "text"}
    assert document.text[passage["start"] : passage["end"]] == passage["text"]
    assert set(hit["channels"]["words"]) == {"rank", "score"}


def test_a_misspelt_word_is_told(library: Library, manage: Manage) -> None:
    [result] = manage("search", "hallcyon", "--json").json["results"]
    assert result["corrected"] == [{"typed": "hallcyon", "word": "halcyon"}]
    assert "Searched for halcyon" in manage("search", "hallcyon").out


def test_a_hit_says_where_the_words_stand(library: Library, manage: Manage) -> None:
    hits = manage("search", "postcard", "--kind", "image", "--json").json["results"][0]["hits"]
    assert (hits[0]["file"], hits[0]["matched"]) == ("pictures/postcard.jpg", ["caption"])


def test_a_hit_on_a_picture_has_its_uid_and_its_file(library: Library, manage: Manage, folder: Path) -> None:
    ended = manage("search", "--image", folder / "lighthouse.jpg", "--corpus", "harbour", "--json")
    hit = ended.json["results"][0]["hits"][0]
    copies = {library.uid("lighthouse.png"), library.uid("postcard.jpg")}
    assert set(hit) == FIELDS
    assert (hit["kind"], hit["document"], hit["passage"]) == ("image", None, None)
    assert {hit["uid"], *hit["duplicates"]} == copies
    assert hit["file"] in {"pictures/lighthouse.png", "pictures/postcard.jpg"}
    assert {"looks", "concept", "copies"} == set(hit["channels"])
    assert hit["confidence"] > 0.9


@pytest.mark.parametrize(
    ("kind", "found"), [("image", {"image"}), ("text", {"text"}), ("any", {"image", "text"})]
)
def test_only_the_kind_that_was_asked_for_is_found(manage: Manage, kind: str, found: set[str]) -> None:
    hits = manage("search", "ferry Halcyon", "--kind", kind, "--json").json["results"][0]["hits"]
    assert {hit["kind"] for hit in hits} == found


def test_without_a_corpus_all_are_searched_and_with_some_only_these(manage: Manage) -> None:
    def corpora(*options: str) -> set[str]:
        hits = manage("search", "tower", *options, "--json").json["results"][0]["hits"]
        return {hit["corpus"] for hit in hits}

    assert corpora() == {"harbour", "attic"}
    assert corpora("--corpus", "attic") == {"attic"}
    assert corpora("--corpus", "attic", "--corpus", "harbour") == {"harbour", "attic"}


def test_k_and_threshold_limit_the_hits(manage: Manage) -> None:
    def hits(*options: str) -> list[dict[str, float]]:
        found: list[dict[str, float]] = manage("search", "ferry Halcyon", *options, "--json").json["results"][
            0
        ]["hits"]
        return found

    assert len(hits("-k", "2")) == 2
    assert all(hit["confidence"] >= 0.5 for hit in hits("--threshold", "0.5"))
    assert len(hits("--threshold", "0.5")) < len(hits())


def test_a_batch_answers_every_line_in_order(manage: Manage, folder: Path) -> None:
    """Pictures are found from where the batch file is; a line without an id is known by its number."""
    batch = write_lines(
        folder / "queries.jsonl", {"id": "words", "text": "herring"}, "", {"id": 7, "image": "ferry.jpg"},
        {"text": '"no such words"', "image": None},
    )  # fmt: skip
    results = manage("search", "--queries", batch, "--corpus", "harbour", "--json").json["results"]
    assert [result["id"] for result in results] == ["words", "7", "4"]
    assert results[1]["hits"][0]["file"] == "pictures/ferry.png"
    assert results[2]["hits"] == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{not json", "Line 2 of"),
        ('{"id": "b", "text": ["a"]}', "text: "),
        ('{"id": "b"}', "Query 'b'. There is nothing to search for"),
        ('{"id": "b", "image": "missing.png"}', "missing.png cannot be read"),
        ('{"id": "b", "image": "diary.jpg"}', "diary.jpg cannot be used"),
    ],
    ids=["not JSON", "wrong type", "empty", "missing picture", "no picture"],
)
def test_a_bad_line_is_named(manage: Manage, folder: Path, line: str, sentence: str) -> None:
    batch = write_lines(folder / "queries.jsonl", {"id": "a", "text": "herring"}, line)
    ended = manage("search", "--queries", batch, "--json")
    assert ended.code == 2
    assert sentence in ended.json["error"]
    assert sentence in ended.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "There is nothing to search for"),
        (["  "], "There is nothing to search for"),
        (["ferry", "--corpus", "cellar"], "There is no corpus “cellar”; there are: attic, harbour."),
        (["--image", "/no/such.png"], "The picture /no/such.png cannot be read"),
        (["--queries", "/no/such.jsonl"], "/no/such.jsonl cannot be read"),
        (["ferry", "--queries", "q.jsonl"], "cannot be read"),
        (["ferry", "-k", "0"], "-k takes a number from 1 to 100"),
        (["ferry", "-k", "many"], "invalid int value"),
        (["ferry", "--threshold", "2"], "--threshold takes a number from 0 to 1"),
        (["ferry", "--kind", "song"], "invalid choice: 'song'"),
        (["ferry", "--loud"], "--loud"),
    ],
)
def test_bad_input_is_exit_code_2_with_a_sentence(
    manage: Manage, arguments: list[str], sentence: str
) -> None:
    ended = manage("search", *arguments, "--json")
    assert ended.code == 2
    assert sentence in ended.json["error"]
    assert sentence in ended.err


def test_a_query_beside_a_batch_is_refused(manage: Manage, folder: Path) -> None:
    batch = write_lines(folder / "queries.jsonl", {"text": "herring"})
    ended = manage("search", "ferry", "--queries", batch, "--json")
    assert (ended.code, ended.json) == (2, {"error": "Give either one query or --queries, not both."})


def test_a_stale_index_is_exit_code_1_with_what_to_do(library: Library, manage: Manage) -> None:
    Corpus.objects.update(encoder_version="hashing-0")
    ended = manage("search", "ferry", "--json")
    assert ended.code == 1
    assert "manage.py corpus reindex" in ended.json["error"]


def test_a_person_reads_lines_and_no_json(manage: Manage) -> None:
    ended = manage("search", "ferry Halcyon", "--kind", "text", "--corpus", "harbour", "-k", "1")
    assert ended.code == 0
    assert "The ferry Halcyon" in ended.out
    assert "articles/halcyon.md" in ended.out
    assert "words #1" in ended.out


def test_a_person_is_told_when_there_is_nothing(manage: Manage) -> None:
    assert manage("search", '"zeppelin"').out == "Nothing good enough was found.\n"


def test_exclusions_alone_are_refused_with_a_reason(library: Library, manage: Manage) -> None:
    ended = manage("search", "--json", "--", "-lighthouse")
    assert ended.code == 2
    assert "exclusions alone" in ended.json["error"]


def test_a_pipe_is_no_picture(library: Library, manage: Manage, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert manage("search", "--image", pipe, "--json").code == 2


@pytest.fixture
def quiet_loggers() -> Iterator[None]:
    """Loggers of libraries as a process starts with them, and as they were afterwards."""
    loggers = [logging.getLogger(name) for name in settings.QUIET_LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(settings.LOGGING["loggers"][logger.name]["level"])
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize(("option", "is_shown"), [((), False), (("--verbose",), True), (("-v", "2"), True)])
def test_lines_of_libraries_are_shown_when_wanted(
    manage: Manage, quiet_loggers: None, option: tuple[str, ...], is_shown: bool
) -> None:
    manage("search", "tower", *option)
    assert {logging.getLogger(name).isEnabledFor(logging.INFO) for name in settings.QUIET_LOGGERS} == {
        is_shown
    }
