"""Making runs: all of a question is stored, or nothing of it."""

from collections.abc import Callable
from typing import Any

import pytest

from agents.errors import ConfigurationError, UnreadablePicture
from media_store import is_uid
from tests.fixtures.harbour import draw_ferry, draw_market, to_png
from tests.fixtures.library import Library
from tests.runs.conftest import Broker, ask
from webapp.corpora.errors import BadInput
from webapp.corpora.models import MediaUse
from webapp.runs.execution import services
from webapp.runs.models import Run

GOOD = to_png(draw_ferry().rotate(180))


def create(
    library: Library, question: str = "What?", pictures: tuple[bytes, ...] = (), **options: Any
) -> Run:
    return services.create(
        owner=None, question=question, pictures=pictures, corpora=[library.harbour], enqueue=False, **options
    )  # fmt: skip


def test_pictures_are_stored_and_belong_to_the_run(library: Library) -> None:
    run = create(
        library, "  What are these? ", (to_png(draw_ferry()), to_png(draw_market())), profile="quick"
    )
    assert (run.question, run.profile, run.policy) == ("What are these?", "quick", "builtin")
    assert run.status == Run.Status.QUEUED
    assert [is_uid(uid) and library.store.exists(uid) for uid in run.images] == [True, True]
    assert set(MediaUse.objects.filter(run=run).values_list("uid", flat=True)) == set(run.images)
    assert list(run.corpora.all()) == [library.harbour]


def test_the_same_picture_twice_is_used_once(library: Library) -> None:
    run = create(library, "Twice?", (GOOD, GOOD))
    assert run.images[0] == run.images[1]
    assert MediaUse.objects.filter(run=run).count() == 1


def test_a_bad_picture_is_refused_by_its_number_and_nothing_is_written(library: Library) -> None:
    before = set(library.store.uids())
    with pytest.raises(UnreadablePicture, match="Picture 2 cannot be used"):
        create(library, "What?", (to_png(draw_ferry().rotate(90)), b"dear diary"))
    assert set(library.store.uids()) == before
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("question", "pictures", "sentence"),
    [
        ("  ", (), "There is nothing to answer"),
        ("?!", (), "There is nothing to answer"),
        ("XXXX XXXX?", (), "These letters make no word"),
        ("What?", (GOOD,) * 9, "9 pictures; at most 8"),
        ("a" * 10_001, (), "10,001 characters; at most 10,000"),
    ],
    ids=["empty", "no word", "babble", "nine pictures", "too long"],
)
def test_what_cannot_be_asked_is_refused_in_words(
    library: Library, question: str, pictures: tuple[bytes, ...], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        create(library, question, pictures)
    assert not Run.objects.exists()


def test_an_unknown_profile_is_refused_before_anything_is_written(library: Library) -> None:
    before = set(library.store.uids())
    with pytest.raises(ConfigurationError, match="no profile 'endless'; choose one of quick, standard, deep"):
        create(library, "What?", (to_png(draw_market().rotate(90)),), profile="endless")
    assert set(library.store.uids()) == before
    assert not Run.objects.exists()


def test_a_run_is_queued_once_it_is_committed(
    library: Library, broker: Broker, commit: Callable[[], Any]
) -> None:
    with commit():
        run = ask(library, enqueue=True)
        assert broker.runs == []
    assert broker.runs == [run.pk]


def test_a_run_that_no_broker_takes_fails_with_what_to_do(
    library: Library, dead_broker: None, commit: Callable[[], Any]
) -> None:
    with commit():
        run = ask(library, enqueue=True)
    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
    assert run.message.startswith(
        "The question could not be queued, since the message broker does not answer."
    )
    assert run.finished
