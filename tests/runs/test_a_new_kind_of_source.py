"""A kind of source that is one file more: evidence, checks, pages, links and exports take it as it is."""

import json
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agents.replay import AgentState
from agents.sources import SourceRef
from agents.verdicts import Verdict
from tests.agents.policies.replies import REFLECT, SEARCH, finish
from tests.agents.policies.scripts import act, turns
from tests.fixtures.library import Library
from tests.runs.conftest import ask
from tests.runs.scripted import model_of
from tests.support.model_server import prompt_text
from tests.support.source_kinds.clipping import Clipping
from webapp.management.commands.ask import _as_json
from webapp.runs.execution import journal, services
from webapp.runs.files.writing import FileFormat, write_file
from webapp.runs.models import Run
from webapp.runs.sharing import services as sharing
from webapp.runs.sources.quotes import reach_of

pytestmark = pytest.mark.long

ADDRESS = "https://harbour.example/light"
QUOTE = "The lamp was renewed in 1931 by Ines Okafor."
TEXT = f"The light of Grey Head\n\nIt stands on the cape. {QUOTE} Since then it turns."
START = TEXT.index(QUOTE)
CLIPPING = SourceRef("clipping", "1")
PATH = f"/sources/clipping/1/?start={START}&end={START + len(QUOTE)}"


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def answered(library: Library, clippings: ModuleType, ann: User) -> Iterator[tuple[Run, list[str]]]:
    """Ann's run, whose answer quotes a clipping; and the prompts that it took."""
    kept = ("note", {"document": "clipping:1", "quote": QUOTE})
    invented = ("note", {"document": "clipping:1", "quote": "It was never renewed."})
    ends = act(finish("The lamp was renewed in 1931 by Ines Okafor [e1]."))
    replies = act(SEARCH), act(("read", {"document": "clipping:1"})), act(REFLECT, kept, invented), ends
    with model_of(turns(*replies)) as server:
        run = ask(library, owner=ann)
        assert clippings.keep(Clipping(run.pk, ADDRESS, "The light", TEXT, "2026-03-01")) == CLIPPING
        services.execute(run.pk)
        yield Run.objects.get(pk=run.pk), [prompt_text(body) for body in server.requests]


def state_of(run: Run) -> AgentState:
    return journal.state(run)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_its_quote_is_kept_checked_and_cited(answered: tuple[Run, list[str]]) -> None:
    run, prompts = answered
    state = state_of(run)
    assert state.answer
    [citation] = state.answer.citations
    piece = citation.evidence
    assert (str(piece.source), piece.quote, piece.start, piece.document) == ("clipping:1", QUOTE, START, None)
    assert (piece.title, piece.address, piece.date) == ("The light", ADDRESS, "2026-03-01")
    assert (citation.is_quoted, citation.verdict, state.answer.is_supported) == (
        True,
        Verdict.SUPPORTED,
        True,
    )
    assert any("clipping:1 “The light”" in prompt or 'clipping:1 "The light"' in prompt for prompt in prompts)


def test_words_that_it_does_not_hold_are_refused(answered: tuple[Run, list[str]]) -> None:
    errors = [o.error for step in state_of(answered[0]).steps for o in step.observations.values() if o.error]
    assert [error.kind for error in errors] == ["quote_not_found"]


def test_the_run_leads_to_its_quote(answered: tuple[Run, list[str]], ann: User) -> None:
    run, _ = answered
    reader = client_of(ann)
    shown = reader.get(f"/runs/{run.pk}/").content.decode()
    assert PATH.replace("&", "&amp;") + "#passage" in shown
    opened = reader.get(PATH).content.decode()
    assert f'<mark id="passage">{QUOTE}</mark>' in opened
    assert f'href="{ADDRESS}"' in opened
    assert f'href="/runs/{run.pk}/"' in opened


def test_nobody_else_opens_it(answered: tuple[Run, list[str]]) -> None:
    bob = User.objects.create_user("bob")
    assert client_of(bob).get("/sources/clipping/1/").status_code == 404
    assert Client().get("/sources/clipping/1/").status_code == 302


@pytest.mark.parametrize(
    "path",
    ["/sources/clipping/2/", "/sources/clipping/x/", "/sources/tablet/1/", "/sources/clipping/1/?start=9"],
)
def test_what_is_not_there_is_not_found(answered: tuple[Run, list[str]], ann: User, path: str) -> None:
    assert client_of(ann).get(path).status_code == 404


def test_withdrawn_it_is_blotted_out(answered: tuple[Run, list[str]]) -> None:
    memory = state_of(answered[0]).memory
    again = replace(memory.evidence["e1"], id="e2", start=START + 4)
    memory.withdraw("e1", "Not to be trusted.")
    [read] = [text.text for text in memory.texts]
    assert (len(read), QUOTE in read, "It stands on the cape." in read) == (len(TEXT), False, True)
    assert memory.withdrawn_like(again)
    assert memory.withdrawn_like(replace(again, source=SourceRef("clipping", "2"))) is None


def test_a_link_shows_what_is_quoted(answered: tuple[Run, list[str]], ann: User) -> None:
    token = sharing.share(answered[0], ann, 7)
    path = f"/shared/{token}/sources/clipping/1/"
    assert path in Client().get(f"/shared/{token}/").content.decode()
    shown = Client().get(path).content.decode()
    assert f'It stands on the cape. <mark id="passage">{QUOTE}</mark>' in shown
    assert Client().get(f"/shared/{token}/sources/clipping/2/").status_code == 404


def test_files_carry_it(answered: tuple[Run, list[str]], ann: User) -> None:
    run, _ = answered
    files = {form: write_file(run, form, reach_of(ann)).text for form in FileFormat}
    assert f"It stands on the cape. <mark>{QUOTE}</mark>" in files[FileFormat.HTML]
    assert f"2026\\-03-01, characters {START} to" in files[FileFormat.MARKDOWN]
    events = json.loads(files[FileFormat.JSON])["events"]
    [given] = [row["payload"] for row in events if row["kind"] == "answer_given"]
    assert given["answer"]["citations"][0]["evidence"]["source"] == "clipping:1"
    [citation] = json.loads(json.dumps(_as_json(run)))["answer"]["citations"]
    assert (citation["source"], citation["address"], citation["quote"]) == ("clipping:1", ADDRESS, QUOTE)
    assert (citation["document"], citation["uid"], citation["kind"]) == (None, None, "text")
