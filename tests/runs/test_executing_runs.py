"""Executing runs: the journal is the run, one worker has it at a time, and whatever ends it is said."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from agents.errors import ConfigurationError, StaleIndex
from agents.events import AnswerGiven, CallStarted, Event, RunEnded, RunStarted, StepDecided
from agents.replay import replay
from agents.types import ImageRef, Question, ToolCall
from tests.fixtures.harbour import DESIGNED, LIT
from tests.fixtures.library import Library
from webapp.corpora.models import Corpus, MediaUse
from webapp.runs.execution import journal, services
from webapp.runs.models import Run, RunEvent
from webapp.runs.tasks import execute_run
from webapp.work.leases import Busy

pytestmark = pytest.mark.long


def expire_lease(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def stop_at(number: int, error: BaseException) -> Callable[[Event], None]:
    """Something that watches a run and raises at its so many-eth event."""
    seen: list[Event] = []

    def watch(event: Event) -> None:
        seen.append(event)
        if len(seen) == number:
            raise error

    return watch


def test_a_run_answers_and_its_journal_folds_to_what_it_says(asked: Run) -> None:
    seen: list[Event] = []
    run = services.execute(asked.pk, seen.append)
    assert run.status == Run.Status.FINISHED
    assert [event for _, event in journal.read(run)] == seen
    state = replay(seen)
    assert state == journal.state(run)
    assert state.answer
    assert LIT[1:].rstrip(".") in state.answer.text
    assert DESIGNED[1:].rstrip(".") in state.answer.text
    assert run.finished
    assert (run.lease_owner, run.lease_until) == ("", None)


def test_every_citation_of_an_answer_stands_in_the_store_or_in_the_text(library: Library, asked: Run) -> None:
    state = journal.state(services.execute(asked.pk))
    assert state.answer
    assert {citation.evidence.kind for citation in state.answer.citations} == {"text", "image"}
    for citation in state.answer.citations:
        evidence = citation.evidence
        if evidence.uid:
            assert library.store.exists(evidence.uid)
        else:
            text = library.harbour.documents.get(pk=evidence.document or 0).text
            assert text[evidence.start : evidence.end] == evidence.quote


def test_an_event_is_stored_before_anybody_hears_of_it(asked: Run) -> None:
    stored: list[int] = []
    services.execute(asked.pk, lambda _event: stored.append(journal.last_seq(asked)))
    assert stored == list(range(1, len(stored) + 1))


def test_a_question_that_nothing_answers_is_declined_in_words(library: Library) -> None:
    run = services.create(
        owner=None, question="Zeppelin?", pictures=[], corpora=[library.attic], enqueue=False
    )
    run = services.execute(run.pk)
    assert run.status == Run.Status.DECLINED
    assert run.message.startswith("Nothing in the corpora that were searched names “Zeppelin”.")
    assert journal.state(run).answer is None


def test_a_run_reads_only_the_corpora_it_was_asked_in(library: Library, asked: Run) -> None:
    state = journal.state(services.execute(asked.pk))
    assert {hit.corpus for hit in state.memory.pool.values()} == {"harbour"}


def test_while_one_worker_has_a_run_another_is_turned_away(asked: Run) -> None:
    refused: list[str] = []

    def knock(event: Event) -> None:
        if isinstance(event, CallStarted):
            with pytest.raises(Busy, match="worked on elsewhere, or has ended") as error:
                services.execute(asked.pk)
            refused.append(str(error.value))

    assert services.execute(asked.pk, knock).status == Run.Status.FINISHED
    assert refused


def test_a_second_delivery_does_nothing(asked: Run) -> None:
    execute_run(asked.pk)
    before = list(RunEvent.objects.values_list("run", "seq", "payload"))
    execute_run(asked.pk)
    assert list(RunEvent.objects.values_list("run", "seq", "payload")) == before
    with pytest.raises(Busy):
        services.execute(asked.pk)


def test_an_operators_error_fails_the_run_with_its_sentence(asked: Run) -> None:
    Run.objects.filter(pk=asked.pk).update(policy="oracle")
    with pytest.raises(ConfigurationError):
        services.execute(asked.pk)
    asked.refresh_from_db()
    assert asked.status == Run.Status.FAILED
    assert asked.message.startswith("This run was to be decided by “oracle”, which is not set up here.")
    assert asked.finished
    assert (asked.lease_owner, asked.lease_until) == ("", None)


def test_an_index_of_another_version_fails_the_run_with_what_to_do(library: Library, asked: Run) -> None:
    Corpus.objects.filter(pk=library.harbour.pk).update(encoder_version="hashing-0")
    with pytest.raises(StaleIndex):
        services.execute(asked.pk)
    asked.refresh_from_db()
    assert asked.status == Run.Status.FAILED
    assert "manage.py corpus reindex harbour" in asked.message


def test_a_bug_fails_the_run_and_is_raised_on(asked: Run) -> None:
    with pytest.raises(ZeroDivisionError):
        services.execute(asked.pk, stop_at(4, ZeroDivisionError("a bug")))
    asked.refresh_from_db()
    assert asked.status == Run.Status.FAILED
    assert asked.message == "Internal error: ZeroDivisionError('a bug')"


def test_a_failed_run_is_not_taken_up_again(asked: Run) -> None:
    with pytest.raises(ZeroDivisionError):
        services.execute(asked.pk, stop_at(4, ZeroDivisionError("a bug")))
    with pytest.raises(Busy):
        services.execute(asked.pk)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), SystemExit(0)], ids=["Ctrl+C", "shutdown"])
def test_an_interrupted_run_goes_on_where_it_was(asked: Run, interruption: BaseException) -> None:
    with pytest.raises(type(interruption)):
        services.execute(asked.pk, stop_at(5, interruption))
    asked.refresh_from_db()
    assert (asked.status, asked.message) == (Run.Status.INTERRUPTED, "")
    assert asked.finished is None
    assert journal.last_seq(asked) == 5
    resumed: list[Event] = []
    assert services.execute(asked.pk, resumed.append).status == Run.Status.FINISHED
    assert journal.last_seq(asked) == 5 + len(resumed)


def test_a_run_whose_lease_is_over_is_taken_and_its_first_worker_writes_no_more(asked: Run) -> None:
    """The first worker comes back to a run that another has ended in the meantime."""
    taken: list[Event] = []

    def sleep_on_it(event: Event) -> None:
        if isinstance(event, CallStarted) and not taken:
            expire_lease(asked)
            services.execute(asked.pk, taken.append)

    with pytest.raises(Busy, match="taken over by another worker"):
        services.execute(asked.pk, sleep_on_it)
    asked.refresh_from_db()
    assert asked.status == Run.Status.FINISHED
    assert isinstance(taken[-1], RunEnded)
    assert [event for _, event in journal.read(asked)][-len(taken) :] == taken
    assert sum(isinstance(event, AnswerGiven) for _, event in journal.read(asked)) == 1


def test_a_picture_that_a_run_cut_out_may_be_shown_with_it(library: Library, asked: Run) -> None:
    """The journal stops before the cut, so that this execution makes it."""
    [uid] = asked.images
    facts = library.store.facts(uid)
    question = Question(asked.question, (ImageRef(uid, facts.width, facts.height),))
    box = {"x0": 400, "y0": 300, "x1": 600, "y1": 900}
    journal.append(asked, 1, RunStarted(question, "standard", "builtin", ("harbour",)))
    journal.append(
        asked, 2, StepDecided(1, "Look closer", (ToolCall("z1", "zoom", {"uid": uid, "box": box}),))
    )
    run = services.execute(asked.pk)
    [cut] = [look for look in journal.state(run).memory.looks.values() if look.parent == uid]
    assert MediaUse.objects.filter(run=run, uid=cut.uid).count() == 1
    assert set(MediaUse.objects.filter(run=run).values_list("uid", flat=True)) == {uid, cut.uid}
