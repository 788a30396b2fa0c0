"""Where a run may look: as chosen or as set, and kept by whatever is made out of it."""

import json

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from agents.types import SourcePolicy
from tests.fixtures.library import Library
from tests.runs.conftest import ask
from webapp.corpora.errors import BadInput
from webapp.runs.asking.follow_ups import ask_again, ask_on
from webapp.runs.execution import services
from webapp.runs.files.importing import import_run
from webapp.runs.files.record import to_json
from webapp.runs.models import Run
from webapp.runs.steering.forking import fork


@pytest.fixture
def engines(settings: Settings) -> None:
    """One that is never asked here."""
    settings.ENV = settings.ENV.model_copy(update={"web_engines": "searxng:http://127.0.0.1:9"})


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("ann")


def test_unless_chosen_a_run_looks_in_corpora(asked: Run) -> None:
    assert asked.sources == SourcePolicy.CORPORA


@pytest.mark.usefixtures("engines")
def test_the_setting_is_the_default(library: Library, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"ask_sources": SourcePolicy.BOTH})
    assert ask(library).sources == SourcePolicy.BOTH
    assert ask(library, sources="corpora").sources == SourcePolicy.CORPORA


@pytest.mark.parametrize("sources", ["web", "both"])
def test_without_an_engine_the_web_is_refused_with_what_to_set(library: Library, sources: str) -> None:
    with pytest.raises(BadInput, match=r"sets SIGHTLINE_WEB_ENGINES, such as to “wikipedia"):
        ask(library, sources=sources)
    assert not Run.objects.exists()


def test_unknown_sources_are_refused(library: Library) -> None:
    with pytest.raises(BadInput, match="no sources “moon”; there are: corpora, web, both"):
        ask(library, sources="moon")


@pytest.mark.usefixtures("engines")
def test_on_the_web_alone_a_run_has_no_corpora(library: Library) -> None:
    assert list(ask(library, sources="both").corpora.all()) == [library.harbour]
    assert not ask(library, sources="web").corpora.exists()


@pytest.mark.usefixtures("engines")
def test_what_is_asked_on_or_again_keeps_the_sources(library: Library, user: User) -> None:
    run = ask(library, owner=user, sources="both")
    on = ask_on(run, question="And who designed it?", owner=user, corpora=[library.harbour])
    again = ask_again(run, owner=user, corpora=[library.harbour])
    assert {on.sources, again.sources} == {"both"}


@pytest.mark.usefixtures("engines")
def test_asked_again_on_the_web_alone_it_stays_there(library: Library, user: User) -> None:
    again = ask_again(ask(library, owner=user, sources="web"), owner=user, corpora=[])
    assert (again.sources, again.corpora.exists()) == ("web", False)


@pytest.mark.long
def test_a_fork_and_a_file_keep_the_sources(library: Library, settings: Settings) -> None:
    run = services.execute(ask(library).pk)
    assert "sources" not in json.loads(to_json(run)), "as earlier versions read it"
    assert import_run(to_json(run), None).sources == "corpora"
    Run.objects.filter(pk=run.pk).update(sources="both")
    run.refresh_from_db()
    assert fork(run, seq=1, owner=None).sources == "both"
    assert import_run(to_json(run), None).sources == "both"
