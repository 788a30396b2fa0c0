"""Messages in the columns of tables, in sentences about servers, and from one process to another."""

import json

import pytest
from django.db import connection
from django.db.models import Count
from django.utils import translation
from pytest_django import Settings

from agents.errors import VectorsUnavailable
from agents.messages import Message, message
from webapp.corpora.models import Corpus, FileProblem
from webapp.messages import error_text
from webapp.redaction import for_operators, for_people

VIDEO = message("Not supported: %(kind)s.", kind=message("video"))


def problem(corpus: Corpus, path: str, reason: str) -> str:
    """What a row says of this reason once it is read."""
    row = FileProblem.objects.create(corpus=corpus, path=path, reason=reason)
    return FileProblem.objects.get(pk=row.pk).reason


def test_a_column_keeps_a_message(corpus: Corpus) -> None:
    kept = problem(corpus, "a.mp4", VIDEO)
    assert isinstance(kept, Message)
    assert (kept, kept.stored()) == ("Not supported: video.", VIDEO.stored())
    assert FileProblem.objects.filter(reason=VIDEO).count() == 1


def test_a_row_of_an_earlier_version_is_its_text(corpus: Corpus) -> None:
    with connection.cursor() as cursor:
        problem(corpus, "a.mp4", VIDEO)
        cursor.execute("UPDATE corpora_fileproblem SET reason = %s", ["This file is damaged: 100% of it."])
    assert FileProblem.objects.get().reason == "This file is damaged: 100% of it."


@pytest.mark.parametrize("text", ['{"message": "%(x)s", "values": {"x": "y"}}', '{"message": 3}', "", "{"])
def test_a_text_that_looks_like_a_message_stays_a_text(corpus: Corpus, text: str) -> None:
    assert problem(corpus, "a.txt", text) == text


def test_rows_with_one_message_are_counted_together(corpus: Corpus) -> None:
    for path in ("a.mp4", "b.mp4"):
        problem(corpus, path, VIDEO)
    assert list(FileProblem.objects.values_list("reason").annotate(Count("pk"))) == [(VIDEO, 2)]


def test_what_a_program_reads_is_english() -> None:
    with translation.override("de"):
        assert json.dumps({"reason": VIDEO}) == '{"reason": "Not supported: video."}'


def test_an_error_is_told_in_the_language_of_the_reader() -> None:
    with translation.override("de"):
        assert error_text(ValueError(VIDEO)) == "Nicht unterstützt: Video."
        assert error_text(ValueError("as it was")) == "as it was"


def test_addresses_leave_the_values_of_a_message(settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"vectors_url": "http://me:hunter2@vectors.example:8000"})
    told = message("Vectors cannot be counted: %(error)s", error="http://me:hunter2@vectors.example:8000")
    people = for_people(VectorsUnavailable(told))
    assert isinstance(people, Message)
    assert people == "Vectors cannot be counted: its address"
    operators = for_operators(VectorsUnavailable(told, detail="at http://me:hunter2@vectors.example"))
    assert isinstance(operators, Message)
    assert "hunter2" not in json.dumps(operators.stored())
    assert operators.endswith("(at http://vectors.example)")
