"""Forks: they share the beginning of a run and pay for none of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from agents.events import ModelReplied
from agents.orders import ReviseUnderstanding
from agents.questions.types import Ask, Spelling, TermWeight, Understanding
from agents.types import Usage
from tests.agents.policies.replies import answering
from tests.agents.policies.scripts import turns
from tests.fixtures.harbour import LIT
from tests.fixtures.library import Library
from tests.runs.conftest import ask
from tests.runs.scripted import model_of
from tests.support.model_server import ModelServer
from webapp.corpora.errors import BadInput
from webapp.corpora.models import MediaUse
from webapp.runs.execution import journal, orders, services
from webapp.runs.models import Run, RunEvent, Spending
from webapp.runs.steering.forking import fork, seq_after

pytestmark = pytest.mark.long

CALLS = 4
"""Of the model in a whole run: three steps, and whether the answer answers."""


@pytest.fixture
def server(library: Library) -> Iterator[ModelServer]:
    with model_of(turns(*answering(library))) as server:
        yield server


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def whole(library: Library, server: ModelServer) -> Run:
    """A run of three steps that has ended."""
    return services.execute(ask(library).pk)


def rows(run: Run) -> list[tuple[int, str, object]]:
    return list(RunEvent.objects.filter(run=run).order_by("seq").values_list("seq", "kind", "payload"))


def paid(run: Run) -> Usage:
    """What the replies after the shared beginning cost."""
    own = [
        e.reply.usage for _, e in journal.read(run, after=run.fork_seq or 0) if isinstance(e, ModelReplied)
    ]
    return sum(own, Usage())


def test_a_fork_has_the_question_and_the_beginning_of_its_parent(whole: Run) -> None:
    seq = seq_after(whole, 1)
    forked = fork(whole, seq=seq, owner=None)
    assert rows(forked) == rows(whole)[:seq]
    assert (forked.parent, forked.fork_seq, forked.status) == (whole, seq, Run.Status.QUEUED)
    assert (forked.question, forked.images, forked.profile) == (whole.question, whole.images, whole.profile)
    assert list(forked.corpora.all()) == list(whole.corpora.all())


def test_a_fork_goes_on_and_asks_for_nothing_of_the_beginning_again(whole: Run, server: ModelServer) -> None:
    forked = services.execute(fork(whole, seq=seq_after(whole, 2), owner=None).pk)
    assert len(server.requests) == CALLS + 2
    answer = journal.state(forked).answer
    assert answer
    assert answer.text == f"{LIT} [1]"
    assert forked.status == Run.Status.FINISHED


def test_a_fork_is_charged_for_its_own_calls_alone(whole: Run, user: User) -> None:
    forked = services.execute(fork(whole, seq=seq_after(whole, 1), owner=user).pk)
    own = paid(forked)
    assert own.model_calls == CALLS - 1
    assert (forked.model_calls, forked.tokens, forked.cost_usd) == (CALLS - 1, own.tokens, own.cost_usd)
    spent = Spending.objects.get(user=user)
    assert (spent.tokens, spent.cost_usd) == (own.tokens, own.cost_usd)


def test_a_fork_leaves_its_parent_as_it_is(whole: Run) -> None:
    before = rows(whole), whole.model_calls, whole.cost_usd
    services.execute(fork(whole, seq=seq_after(whole, 1), owner=None).pk)
    whole.refresh_from_db()
    assert (rows(whole), whole.model_calls, whole.cost_usd) == before


def test_a_fork_at_every_event_ends_the_same_and_pays_for_the_rest(whole: Run, server: ModelServer) -> None:
    expected, replies = journal.state(whole).answer, journal.state(whole).replies
    for seq in range(1, len(rows(whole))):
        asked = len(server.requests)
        forked = services.execute(fork(whole, seq=seq, owner=None).pk)
        state = journal.state(forked)
        assert state.answer == expected, seq
        assert len(server.requests) - asked == forked.model_calls == paid(forked).model_calls, seq
        assert len(state.replies) == len(replies), seq


def test_a_fork_of_a_fork_shares_both(whole: Run, server: ModelServer) -> None:
    first = fork(whole, seq=seq_after(whole, 1), owner=None)
    services.execute(first.pk)
    second = services.execute(fork(first, seq=seq_after(first, 2), owner=None).pk)
    assert rows(second)[: second.fork_seq] == rows(first)[: second.fork_seq]
    assert len(server.requests) == CALLS + (CALLS - 1) + (CALLS - 2)


def test_the_pictures_of_a_run_can_be_shown_by_its_fork(whole: Run) -> None:
    forked = fork(whole, seq=1, owner=None)
    uids = set(MediaUse.objects.filter(run=whole).values_list("uid", flat=True))
    assert uids
    assert {*MediaUse.objects.filter(run=forked).values_list("uid", flat=True)} == uids


@pytest.mark.parametrize("seq", [-1, 0, 10_000])
def test_an_event_that_does_not_exist_cannot_be_forked_at(whole: Run, seq: int) -> None:
    with pytest.raises(BadInput, match=f"Run {whole.pk} has no event {seq} to fork at."):
        fork(whole, seq=seq, owner=None)
    assert Run.objects.count() == 1


def test_a_run_cannot_be_forked_after_its_end(whole: Run) -> None:
    with pytest.raises(BadInput, match="had ended by event"):
        fork(whole, seq=journal.last_seq(whole), owner=None)


@pytest.mark.parametrize("step", [0, 4])
def test_a_step_that_does_not_exist_has_no_end_to_fork_at(whole: Run, step: int) -> None:
    with pytest.raises(BadInput, match=f"has no step {step}"):
        seq_after(whole, step)


def test_a_fork_is_queued_once_it_is_committed(whole: Run, commit: Callable[[], Any]) -> None:
    queued: list[int] = []
    with commit():
        forked = fork(whole, seq=1, owner=None, enqueue=queued.append)
        assert queued == []
    assert queued == [forked.pk]


def test_a_fork_keeps_what_words_count(library: Library, user: User) -> None:
    reading = Understanding(
        "en",
        (Ask("When was the lighthouse lit", rewrites=("age of Grey Head",)),),
        weights=(TermWeight("lit", 0.5),),
        spellings=(Spelling("lihgthouse", "lighthouse", is_used=False),),
    )
    run = ask(library)
    orders.add(run, ReviseUnderstanding(reading), user)
    ended = services.execute(run.pk)
    forked = fork(ended, seq=seq_after(ended, 1), owner=None)
    assert journal.state(forked).understanding == replace(reading, by="person")
    searches = journal.state(services.execute(forked.pk)).memory.searches
    assert journal.state(ended).memory.searches == searches
