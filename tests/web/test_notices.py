"""What ended meanwhile is told on any page, once, to those whom it concerns."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from tests.web.conftest import signed_in
from tests.web.drawn import make_run
from webapp.corpora.models import Corpus, IndexJob
from webapp.curation.models import CurationJob, Import
from webapp.runs.models import Run

Told = list[tuple[str, str]]


@pytest.fixture
def cleo(corpus: Corpus) -> User:
    cleo = User.objects.create_user("cleo")
    cleo.groups.set([Group.objects.get(name="curator")])
    corpus.curators.add(cleo)
    return cleo


def told(person: User, language: str = "en") -> Told:
    """What has ended in the last hour."""
    since = int((timezone.now() - timedelta(hours=1)).timestamp() * 1000)
    return asked(signed_in(person), since, language)[0]


def asked(client: Client, since: object, language: str = "en") -> tuple[Told, dict[str, Any]]:
    answer = client.get("/notices/", {"since": since}, headers={"accept-language": language}).json()
    return [(each["words"], each["url"]) for each in answer["notices"]], answer


def job(corpus: Corpus, status: str, seconds: int = 5, **fields: Any) -> IndexJob:
    ended = timezone.now()
    began = ended - timedelta(seconds=seconds)
    values = {"encoder": "hashing:8", "status": status, "started": began, "finished": ended, **fields}
    return IndexJob.objects.create(corpus=corpus, **values)


def test_a_ready_index_is_told_to_its_curators(corpus: Corpus, cleo: User, ada: User, admin: User) -> None:
    job(corpus, "ready", goes_live=False)
    expected = [
        ("Index beside the live one, with hashing:8: ready to compare · Coast", "/corpora/coast/jobs/")
    ]
    assert told(cleo) == told(admin) == expected
    assert told(ada) == []
    corpus.curators.clear()
    assert told(cleo) == []


def test_an_index_is_told_of_if_it_took_long_or_failed(corpus: Corpus, cleo: User) -> None:
    job(corpus, "finished")
    job(corpus, "cancelled", seconds=90)
    assert told(cleo) == []
    job(corpus, "finished", seconds=90)
    job(corpus, "failed")
    assert [words.split(": ")[1] for words, _ in told(cleo)] == ["failed · Coast", "finished · Coast"]


def test_an_import_is_told_to_who_began_it(corpus: Corpus, cleo: User, admin: User) -> None:
    checked = CurationJob.objects.create(
        corpus=corpus, kind="check_import", person=cleo, status="finished", finished=timezone.now()
    )
    found = Import.objects.create(corpus=corpus, person=cleo, kind=Import.Kind.FILES, job=checked)
    assert told(cleo, "de") == [
        ("Import durchgesehen: abgeschlossen · Coast", f"/corpora/coast/imports/{found.pk}/")
    ]
    assert told(admin) == []
    Import.objects.update(job=None)
    assert told(cleo) == []


def test_an_ended_run_is_told_to_its_owner(corpus: Corpus, ada: User, bob: User) -> None:
    for status in (Run.Status.DECLINED, Run.Status.CANCELLED, Run.Status.RUNNING):
        ended = None if status == Run.Status.RUNNING else timezone.now()
        make_run(ada, corpus, status=status, finished=ended, question=f"Why {status}?")
    assert [words for words, _ in told(ada)] == ["declined · Why declined?"]
    assert told(bob) == []


def test_what_ends_is_told_and_the_rest_is_waited_for(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    nothing, first = asked(as_ada, "")
    assert (nothing, first["waits"]) == ([], True)
    Run.objects.update(status=Run.Status.FINISHED, finished=timezone.now())
    (notice,), second = asked(as_ada, first["now"])
    assert (notice[1], second["waits"]) == (f"/runs/{run.pk}/", False)
    assert asked(as_ada, "9" * 400)[0] == []


def test_what_was_committed_late_is_told_next_time(corpus: Corpus, ada: User, as_ada: Client) -> None:
    begin = int(timezone.now().timestamp() * 1000) - 60_000
    first = asked(as_ada, begin)[1]
    make_run(ada, corpus, status=Run.Status.FINISHED, finished=timezone.now() - timedelta(seconds=5))
    second = asked(as_ada, first["now"])[1]
    third = asked(as_ada, second["now"])[1]
    assert [each["key"] for each in second["notices"]] == [each["key"] for each in third["notices"]] != []


def test_nothing_before_the_moment_asked_for_is_told_again(corpus: Corpus, ada: User, as_ada: Client) -> None:
    make_run(ada, corpus, status=Run.Status.FINISHED, finished=timezone.now() - timedelta(seconds=5))
    began = int(timezone.now().timestamp() * 1000) + 1
    nothing, answer = asked(as_ada, began)
    assert asked(as_ada, answer["now"])[0] == nothing == []


def test_a_moment_to_come_is_not_kept(as_ada: Client) -> None:
    tomorrow = int((timezone.now() + timedelta(days=1)).timestamp() * 1000)
    assert asked(as_ada, tomorrow)[1]["now"] < tomorrow


def test_a_day_ago_is_too_long_ago(corpus: Corpus, ada: User, as_ada: Client) -> None:
    make_run(ada, corpus, status=Run.Status.FINISHED, finished=timezone.now() - timedelta(days=2))
    assert asked(as_ada, 0)[0] == []
