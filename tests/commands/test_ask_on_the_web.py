"""manage.py ask over the web: what is cited stays, and says where it is from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agents.policies.replies import finish
from tests.agents.policies.scripts import act, turns
from tests.commands.conftest import Manage, write_lines
from tests.fixtures.library import Library
from tests.runs.scripted import model_of
from tests.support.tides import AUTHOR, QUOTE, TITLE, Tides, tides_of
from tests.web.drawn import lighthouse_png
from webapp.runs.models import Run
from webapp.snapshots.models import Meeting, Snapshot

pytestmark = pytest.mark.long

QUESTION = "When was the lamp of Grey Head renewed?"
ANSWER = "The lamp of Grey Head was renewed in 1931 by Ines Okafor [e1]. It looks like this [e2]."


@pytest.fixture
def tides(db: None) -> Iterator[Tides]:
    with tides_of(lighthouse_png(20)) as tides:
        yield tides


SCRIPT = (
    act(("web_search", {"query": "Grey Head lamp"}), ("web_search", {"query": "lamp", "kind": "image"})),
    act(
        ("reflect", {"satisfied": True}),
        ("open_page", {"address": "result:1"}),
        ("look", {"uids": ["result:2"]}),
    ),
    act(("note", {"document": "page:1", "quote": QUOTE}), ("note", {"uid": "result:2"})),
    act(finish(ANSWER)),
)


def test_pages_and_pictures_are_cited_with_where_they_are_from(
    library: Library, tides: Tides, manage: Manage
) -> None:
    with model_of(turns(*SCRIPT)):
        [result] = manage("ask", QUESTION, "--sources", "web", "--json").json["results"]
    assert (result["status"], result["sources"]) == ("finished", "web")
    page, picture = result["answer"]["citations"]
    snapshot = Snapshot.objects.get()
    assert (page["kind"], page["address"], page["title"]) == ("page", tides.article, TITLE)
    assert page["fetched"] == Meeting.objects.get().fetched.isoformat()
    assert snapshot.text[page["start"] : page["end"]] == page["quote"] == QUOTE
    assert (picture["kind"], picture["address"], picture["page"]) == (
        "web_picture",
        tides.picture,
        tides.article,
    )
    assert (picture["author"], picture["licence"]) == (AUTHOR, "")
    assert Run.objects.get().media_uses.filter(uid=picture["uid"]).exists()


def test_without_a_model_the_rules_search_read_and_quote(
    library: Library, tides: Tides, manage: Manage
) -> None:
    ended = manage("ask", QUESTION, "--sources", "web", "--json")
    [result] = ended.json["results"]
    [page] = result["answer"]["citations"]
    assert (page["kind"], page["quote"], page["address"]) == ("page", QUOTE, tides.article)
    assert "Question · in no corpus ·" in ended.err


def test_both_ask_no_engine_for_what_the_corpora_hold(library: Library, tides: Tides, manage: Manage) -> None:
    ended = manage("ask", "Who designed the lighthouse on Grey Head?", "--sources", "both", "--json")
    [result] = ended.json["results"]
    assert {each["kind"] for each in result["answer"]["citations"]} == {"text"}
    assert tides.asked == []


def test_a_question_of_a_batch_says_where_it_looks(
    library: Library, tides: Tides, manage: Manage, tmp_path: Path
) -> None:
    first, second = {"id": "a", "question": QUESTION, "sources": "web"}, {"id": "b", "question": QUESTION}
    found = manage("ask", "--questions", write_lines(tmp_path / "q.jsonl", first, second), "--json").json
    assert [result["sources"] for result in found["results"]] == ["web", "corpora"]
