"""manage.py ask: the JSON that other programs rely on, exit codes, batches, and what is refused."""

from pathlib import Path

import pytest

from tests.commands.conftest import Manage, write_lines
from tests.fixtures.harbour import DESIGNED, LIT, QUESTION
from tests.fixtures.library import Library
from webapp.corpora.models import Corpus
from webapp.runs.execution import journal
from webapp.runs.models import Run

pytestmark = pytest.mark.long

RESULT = {
    "id", "run", "status", "policy", "message", "answer", "searched", "finished_by", "words_only", "steps",
    "tool_calls", "usage", "seconds", "understanding", "sources",
}  # fmt: skip
CITATION = {
    "marker", "evidence", "kind", "uid", "document", "source", "address", "date", "title", "file",
    "quote", "start", "end", "box", "verdict", "quoted", "fetched", "page", "author", "licence",
    "page_number",
}  # fmt: skip


def test_an_answer_comes_with_citations_that_resolve(library: Library, manage: Manage, folder: Path) -> None:
    ended = manage("ask", QUESTION, "--image", folder / "lighthouse.jpg", "--corpus", "harbour", "--json")
    assert ended.code == 0
    assert list(ended.json) == ["results"]
    [result] = ended.json["results"]
    assert set(result) == RESULT
    assert (result["id"], result["status"], result["message"]) == ("1", "finished", "")
    assert result["searched"]
    assert result["finished_by"] == "rules"
    assert LIT[1:].rstrip(".") in result["answer"]["text"]
    assert DESIGNED[1:].rstrip(".") in result["answer"]["text"]
    citations = result["answer"]["citations"]
    assert [citation["marker"] for citation in citations] == list(range(1, len(citations) + 1))
    for citation in citations:
        assert set(citation) == CITATION
        assert f"[{citation['marker']}]" in result["answer"]["text"]
        is_text = citation["kind"] == "text"
        assert citation["verdict"] == ("quoted" if is_text else "unchecked")
        assert citation["quoted"] is (True if is_text else None)
    quoted = next(citation for citation in citations if citation["kind"] == "text")
    text = library.harbour.documents.get(pk=quoted["document"]).text
    assert text[quoted["start"] : quoted["end"]] == quoted["quote"]
    assert (quoted["file"], quoted["uid"], quoted["box"]) == ("articles/grey-head.md", None, None)
    shown = next(citation for citation in citations if citation["kind"] == "image")
    assert library.harbour.images.filter(uid=shown["uid"], path=shown["file"]).exists()
    assert (shown["document"], shown["quote"]) == (None, "")


def test_the_figures_are_those_of_the_journal(manage: Manage, folder: Path) -> None:
    [result] = manage("ask", QUESTION, "--image", folder / "lighthouse.jpg", "--json").json["results"]
    state = journal.state(Run.objects.get(pk=result["run"]))
    assert (result["steps"], result["tool_calls"]) == (len(state.steps), state.tool_calls)
    assert set(result["usage"].values()) == {0}
    assert result["seconds"] > 0


def test_with_json_the_steps_go_to_stderr(manage: Manage, folder: Path) -> None:
    ended = manage("ask", QUESTION, "--image", folder / "lighthouse.jpg", "--json")
    assert ended.out.count("\n") == 1
    assert "1. Look at the pictures" in ended.err
    assert "Search by picture: img_" in ended.err


def test_a_person_reads_the_steps_and_the_answer_on_stdout(manage: Manage, folder: Path) -> None:
    ended = manage("ask", QUESTION, "--image", folder / "lighthouse.jpg", "--corpus", "harbour")
    assert ended.code == 0
    assert "Question · 1 picture · in harbour · Standard profile · built-in rules" in ended.out
    assert LIT[1:].rstrip(".") in ended.out
    assert "[1] " in ended.out
    assert "{" not in ended.out


def test_a_question_that_nothing_answers_is_exit_code_3_with_a_reason(manage: Manage) -> None:
    ended = manage("ask", "Zeppelin?", "--corpus", "attic", "--json")
    assert ended.code == 3
    [result] = ended.json["results"]
    assert (result["status"], result["answer"]) == ("declined", None)
    assert result["message"].startswith("Nothing in the corpora that were searched names “Zeppelin”.")


def test_the_profile_is_the_runs(manage: Manage) -> None:
    [result] = manage("ask", "When was it lit?", "--profile", "quick", "--json").json["results"]
    assert Run.objects.get(pk=result["run"]).profile == "quick"


def test_a_batch_answers_every_line_in_order(manage: Manage, folder: Path) -> None:
    batch = write_lines(
        folder / "questions.jsonl", {"id": "q1", "question": QUESTION, "images": ["lighthouse.jpg"]},
        {"id": 2, "question": "Zeppelin?"}, {"question": "What is this?", "images": ["ferry.jpg"]},
    )  # fmt: skip
    ended = manage("ask", "--questions", batch, "--corpus", "harbour", "--json")
    results = ended.json["results"]
    assert ended.code == 0
    assert [result["id"] for result in results] == ["q1", "2", "3"]
    assert len({result["run"] for result in results}) == 3
    assert "1854" in results[0]["answer"]["text"]
    assert "The ferry Halcyon" in results[2]["answer"]["text"]


def test_a_batch_without_any_answer_is_exit_code_3(manage: Manage, folder: Path) -> None:
    batch = write_lines(folder / "questions.jsonl", {"id": "a", "question": "Zeppelin?"})
    ended = manage("ask", "--questions", batch, "--corpus", "attic", "--json")
    assert (ended.code, ended.json["results"][0]["answer"]) == (3, None)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("[1, 2", "Line 2 of"),
        ('{"id": "b", "question": "What?", "images": "ferry.jpg"}', "images: "),
        ('{"id": "b"}', "Question 'b' cannot be asked. There is nothing to answer"),
        ('{"id": "b", "images": ["missing.png"]}', "Question 'b' cannot be asked. The picture"),
        (
            '{"id": "b", "images": ["ferry.jpg", "diary.jpg"]}',
            "'b' cannot be asked. Picture 2 cannot be used",
        ),
    ],
    ids=["not JSON", "wrong type", "empty", "missing picture", "no picture"],
)
def test_a_bad_line_is_named_before_anything_is_asked(
    manage: Manage, folder: Path, line: str, sentence: str
) -> None:
    batch = write_lines(folder / "questions.jsonl", {"id": "a", "question": "When was it lit?"}, line)
    ended = manage("ask", "--questions", batch, "--json")
    assert ended.code == 2
    assert sentence in ended.json["error"]
    assert sentence in ended.err
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "There is nothing to answer"),
        ([" "], "There is nothing to answer"),
        (["When?", "--corpus", "cellar"], "There is no corpus “cellar”; there are: attic, harbour."),
        (
            ["When?", "--profile", "endless"],
            "There is no profile “endless”; there are: quick, standard, deep.",
        ),
        (["When?", "--image", "/no/such.png"], "The picture /no/such.png cannot be read"),
        (["--questions", "/no/such.jsonl"], "/no/such.jsonl cannot be read"),
        (["When?", "--loud"], "--loud"),
    ],
)
def test_bad_input_is_exit_code_2_with_a_sentence(
    manage: Manage, arguments: list[str], sentence: str
) -> None:
    ended = manage("ask", *arguments, "--json")
    assert ended.code == 2
    assert sentence in ended.json["error"]
    assert sentence in ended.err
    assert not Run.objects.exists()


def test_a_picture_that_is_none_is_refused_by_its_number(manage: Manage, folder: Path) -> None:
    ended = manage("ask", "Who?", "--image", folder / "ferry.jpg", "--image", folder / "diary.jpg", "--json")
    assert ended.code == 2
    assert ended.json["error"].startswith("Picture 2 cannot be used.")
    assert not Run.objects.exists()


def test_a_question_beside_a_batch_is_refused(manage: Manage, folder: Path) -> None:
    batch = write_lines(folder / "questions.jsonl", {"question": "When?"})
    ended = manage("ask", "Who?", "--questions", batch, "--json")
    assert (ended.code, ended.json) == (2, {"error": "Give either one question or --questions, not both."})


def test_a_run_that_fails_is_a_result_of_exit_code_1_and_the_next_question_is_asked(
    manage: Manage, folder: Path
) -> None:
    Corpus.objects.filter(slug="attic").update(encoder_version="hashing-0")
    batch = write_lines(
        folder / "questions.jsonl", {"id": "a", "question": "When?"}, {"id": "b", "question": "Who?"}
    )
    ended = manage("ask", "--questions", batch, "--corpus", "attic", "--json")
    assert ended.code == 1
    results = ended.json["results"]
    assert [(result["id"], result["status"], result["answer"]) for result in results] == [
        ("a", "failed", None),
        ("b", "failed", None),
    ]
    assert all("manage.py corpus reindex attic" in result["message"] for result in results)
    assert "manage.py corpus reindex attic" in ended.err


def test_without_any_corpus_it_says_how_to_load_one(manage: Manage) -> None:
    Corpus.objects.all().delete()
    ended = manage("ask", "When?", "--json")
    assert ended.code == 2
    assert ended.json["error"] == "There is no corpus yet. Load one with: manage.py corpus sample"


def test_the_web_without_an_engine_is_bad_input(manage: Manage, tmp_path: Path) -> None:
    ended = manage("ask", "When was it lit?", "--sources", "web", "--json")
    assert ended.code == 2
    assert "SIGHTLINE_WEB_ENGINES" in ended.json["error"]
    first, second = {"id": "a", "question": "When?"}, {"id": "b", "question": "Who?", "sources": "both"}
    ended = manage("ask", "--questions", write_lines(tmp_path / "q.jsonl", first, second), "--json")
    assert ended.code == 2
    assert ended.json["error"].startswith("Question 'b' cannot be asked.")
    assert not Run.objects.exists()


def test_a_line_says_where_its_question_looks(manage: Manage, tmp_path: Path) -> None:
    line = {"id": "a", "question": "When was it lit?", "sources": "corpora"}
    [result] = manage("ask", "--questions", write_lines(tmp_path / "q.jsonl", line), "--json").json["results"]
    assert result["sources"] == "corpora"
