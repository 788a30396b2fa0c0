"""A run over a corpus whose vectors are lost says so, and is not sure of what it did not find."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from tests.fixtures.library import Library
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus
from webapp.corpora.vectors import open_vectors
from webapp.runs.execution import journal, services
from webapp.runs.models import Run
from webapp.runs.presenting.presenters import present_run
from webapp.runs.sharing import services as sharing

pytestmark = pytest.mark.long


@pytest.fixture
def lost(own_library: Library) -> Library:
    open_vectors().drop(own_library.harbour.pk)
    return own_library


def ask(library: Library, question: str, owner: User | None = None, pictures: tuple[bytes, ...] = ()) -> Run:
    run = services.create(
        owner=owner, question=question, pictures=pictures, corpora=[library.harbour], profile="standard"
    )
    return services.execute(run.pk)


def test_an_answer_says_that_it_rests_on_words(lost: Library) -> None:
    owner = User.objects.create_superuser("ada")
    run = ask(lost, "When was Grey Head lit?", owner)
    assert journal.state(run).answer
    assert present_run(run).words_only == ("harbour",)
    client = Client()
    client.force_login(owner)
    page = " ".join(client.get(f"/runs/{run.pk}/").content.decode().split())
    assert "Vectors of harbour were missing" in page


def test_a_picture_that_matches_nothing_is_not_a_sure_thing(lost: Library) -> None:
    """Nor does a link name the corpus that lacks them, now that it is private."""
    owner = User.objects.create_superuser("ada")
    picture = lost.store.read(lost.uid("lighthouse.png"))
    run = ask(lost, "What is this?", owner, pictures=(picture,))
    assert run.status == Run.Status.DECLINED
    assert "Some vectors of these corpora are missing" in present_run(run).message
    assert "Vectors were missing in: Harbour" in shared(run, owner)
    Corpus.objects.filter(pk=lost.harbour.pk).update(is_private=True)
    page = shared(run, owner)
    assert "Vectors were missing in: 1 private corpus" in page
    assert "harbour" not in page.casefold()


def shared(run: Run, owner: User) -> str:
    """The answer on the page that a link leads to."""
    page = Client().get(f"/shared/{sharing.share(run, owner, 1)}/").content
    return " ".join(BeautifulSoup(page, "html.parser").select_one("#answer").text.split())


def test_a_whole_index_is_not_spoken_of(lost: Library) -> None:
    index_now(lost.harbour)
    run = ask(lost, "When was Grey Head lit?")
    assert present_run(run).words_only == ()
