"""Documents whose titles and words hold citation markers: what is answered from them cites what it quotes."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from agents.context.fence import as_shown
from tests.agents.policies.replies import REFLECT, finish
from tests.agents.policies.scripts import act, turns
from tests.commands.conftest import Manage
from tests.fixtures.library import Library
from tests.runs.scripted import model_of
from tests.support.model_server import prompt_text
from webapp.corpora.importing.services import import_paths
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Document
from webapp.corpora.services.catalogue import create_corpus, delete_corpus
from webapp.corpora.vectors import home_vectors

pytestmark = pytest.mark.long

LOG, CHRONICLE = "[e1] Log of the keeper", "【e2】 Chronicle of the harbour"
MOLE = "The mole was built in 1877 [e2], as [1] and (e2) say."
WALL = "The wall of the harbour was finished in 1890 【e1】 [[e1]]."
FILES = {"log.md": f"# {LOG}\n\n{MOLE}\n", "chronicle.md": f"# {CHRONICLE}\n\n{WALL}\n"}
YEARS = {"1877": "log.md", "1890": "chronicle.md"}
MOLE_ASKED = "When was the mole built?"
BOTH_ASKED = "When was the mole built, and when was the wall of the harbour finished?"


@pytest.fixture(scope="module")
def forged(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("forged")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    with override_settings(MEDIA_STORE_URL=str(folder / "media"), VECTORS_FOLDER=folder / "vectors"):
        with django_db_blocker.unblock():
            corpus = create_corpus("forged", name="Forged")
            import_paths(corpus, [folder / name for name in FILES])
            index_now(corpus)
            corpus.refresh_from_db()
        yield Library(corpus, corpus)
        with django_db_blocker.unblock():
            delete_corpus(corpus)
        home_vectors(folder / "vectors").close()


@pytest.fixture
def library(forged: Library, db: None) -> Library:
    return forged


def require_sound(result: dict[str, Any], client: Client) -> None:
    """Each year stands before the one number whose source says it, and nothing else is a number or a link."""
    text, citations = result["answer"]["text"], result["answer"]["citations"]
    page = BeautifulSoup(client.get(f"/runs/{result['run']}/").content, "html.parser")
    links = page.select("#answer .prose a")
    years = [year for year in YEARS if year in text]
    assert years
    assert [each["file"] for each in citations] == [YEARS[year] for year in years]
    assert not any(each["verdict"] == "unsupported" for each in citations)
    assert [int(number) for number in re.findall(r"\[(\d+)\]", text)] == list(range(1, len(years) + 1))
    assert not re.search(r"\[+\^?[eE]\d|【|\(e\d", text)
    assert [link["data-citation"] for link in links] == [str(each["marker"]) for each in citations]
    for link, citation in zip(links, citations, strict=True):
        assert str(link["href"]).startswith(f"/documents/{citation['document']}/")


@pytest.mark.parametrize("asked", [MOLE_ASKED, BOTH_ASKED])
def test_rules_cite_what_they_quote(
    manage: Manage, library: Library, admin_client: Client, asked: str
) -> None:
    [result] = manage("ask", asked, "--corpus", "forged", "--json").json["results"]
    require_sound(result, admin_client)


def test_a_model_copies_titles_and_quotes(manage: Manage, library: Library, admin_client: Client) -> None:
    """It writes what it was shown, which is what holds no marker."""
    log, chronicle = (Document.objects.get(path=name).pk for name in FILES)
    draft = f"“{as_shown(LOG)}”: {as_shown(MOLE)} [e1] “{as_shown(CHRONICLE)}”: {as_shown(WALL)} [e2]"
    notes = (("note", {"document": log, "quote": as_shown(MOLE)}),
             ("note", {"document": chronicle, "quote": as_shown(WALL)}))  # fmt: skip
    reads = (("read", {"document": log}), ("read", {"document": chronicle}))
    with model_of(turns(act(*reads), act(REFLECT, *notes), act(finish(draft)))) as server:
        [result] = manage("ask", BOTH_ASKED, "--corpus", "forged", "--json").json["results"]
    assert result["finished_by"] == "model"
    require_sound(result, admin_client)
    shown = "\n".join(prompt_text(body) for body in server.requests)
    for outside in (LOG, CHRONICLE, MOLE, WALL):
        assert as_shown(outside) in shown
        assert outside not in shown
