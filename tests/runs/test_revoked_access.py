"""Access that is revoked: every execution works over what the owner of the run may read at that moment."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from agents.events import CallFinished, Event, Outcome, RunEnded
from agents.memory import WorkingMemory
from agents.observations import EvidenceKept, Observation, PictureSeen
from agents.toolbox import ToolContext, ToolFailed
from agents.tools import load_tools
from tests.agents.policies.replies import SEARCH, answering, finish, look
from tests.agents.policies.scripts import act, turns
from tests.agents.tools.driving import ended
from tests.fixtures.harbour import LIT, draw_lighthouse, to_png
from tests.fixtures.library import Library
from tests.runs.conftest import ask
from tests.runs.scripted import model_of
from tests.support.model_server import prompt_text
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus, MediaUse, PictureSource
from webapp.runs import run_access
from webapp.runs.asking import follow_ups
from webapp.runs.execution import journal, services, wiring
from webapp.runs.execution.scope import NOTHING_TO_SEARCH, RunLibrary
from webapp.runs.models import Run
from webapp.runs.steering import forking
from webapp.runs.steering import services as steering

pytestmark = pytest.mark.long


@pytest.fixture
def ann(library: Library) -> User:
    """May read the harbour, which is private here, and not the attic."""
    Corpus.objects.filter(pk=library.harbour.pk).update(is_private=True)
    ann = User.objects.create_user("ann")
    library.harbour.readers.add(ann)
    return ann


@pytest.fixture
def hers(library: Library, ann: User) -> Run:
    return ask(library, owner=ann)


def library_of(run: Run) -> RunLibrary:
    return RunLibrary(run, wiring.search_index(), wiring.THRESHOLD)


def tools_of(run: Run, library: Library, memory: WorkingMemory) -> ToolContext:
    reads = library_of(run)
    return ToolContext(reads, library.store, library.context().describer, memory, hits=5)


def at_first_call(action: Callable[[], object]) -> Callable[[Event], None]:
    done: list[Event] = []

    def watch(event: Event) -> None:
        if isinstance(event, CallFinished) and not done:
            done.append(event)
            action()

    return watch


def interrupt() -> None:
    raise KeyboardInterrupt


def interrupted(run: Run) -> Run:
    """The run after its first call: its worker has ended."""
    with pytest.raises(KeyboardInterrupt):
        services.execute(run.pk, at_first_call(interrupt))
    run.refresh_from_db()
    return run


def calls(run: Run) -> list[Observation]:
    return [event.observation for _, event in journal.read(run) if isinstance(event, CallFinished)]


def test_a_run_searches_only_what_its_owner_reads(library: Library, ann: User) -> None:
    run = ask(library, owner=ann, corpora=[library.harbour, library.attic])
    state = journal.state(services.execute(run.pk))
    assert {hit.corpus for hit in state.memory.pool.values()} == {"harbour"}
    assert state.started
    assert state.started.corpora == ("harbour",)


def test_a_run_from_the_shell_reads_everything(library: Library, ann: User) -> None:
    run = ask(library, corpora=[library.harbour, library.attic])
    assert {corpus.slug for corpus in run_access.corpora_of(run)} == {"harbour", "attic"}


def test_an_account_that_is_switched_off_reads_nothing(hers: Run, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert not run_access.corpora_of(hers).exists()


def test_a_resumed_run_says_that_nothing_is_left(hers: Run, ann: User, library: Library) -> None:
    before = len(calls(interrupted(hers)))
    library.harbour.readers.remove(ann)
    run = services.execute(hers.pk)
    assert (run.status, run.message) == (Run.Status.DECLINED, NOTHING_TO_SEARCH)
    assert len(calls(run)) == before
    assert journal.state(run).ended == RunEnded(Outcome.DECLINED, NOTHING_TO_SEARCH)


def test_a_run_that_never_began_says_so_too(hers: Run, ann: User, library: Library) -> None:
    library.harbour.readers.remove(ann)
    run = services.execute(hers.pk)
    assert (run.status, run.message) == (Run.Status.DECLINED, NOTHING_TO_SEARCH)
    assert run.finished
    assert not run.events.exists()


def test_a_withdrawal_holds_at_the_next_call(hers: Run, ann: User, library: Library) -> None:
    run = services.execute(hers.pk, at_first_call(lambda: library.harbour.readers.remove(ann)))
    _first, *later = calls(run)
    searches = [each for each in later if each.error and each.error.kind == "nothing_to_search"]
    assert searches
    assert {each.error.message for each in searches if each.error} == {NOTHING_TO_SEARCH}
    assert run.status == Run.Status.DECLINED
    assert not journal.state(run).memory.pool


@pytest.mark.parametrize(
    ("tool", "kind"),
    [("read", "unknown_document"), ("look", "unknown_picture"), ("zoom", "unknown_picture"),
     ("note", "unknown_document"), ("search_by_image", "unknown_picture"), ("rotate", "unknown_picture")],
)  # fmt: skip
def test_ids_of_the_journal_open_nothing_any_more(
    tool: str, kind: str, hers: Run, ann: User, library: Library
) -> None:
    library.attic.readers.add(ann)
    hers.corpora.add(library.attic)
    document, uid = library.document("grey-head.md").pk, library.uid("lighthouse.png")
    memory = WorkingMemory()
    context = tools_of(hers, library, memory)
    arguments = {
        "read": {"document": document}, "look": {"uids": [uid]}, "note": {"document": document, "quote": LIT},
        "zoom": {"uid": uid, "box": {"x0": 100, "y0": 100, "x1": 900, "y1": 900}},
        "search_by_image": {"uid": uid}, "rotate": {"uid": uid, "degrees": 90},
    }[tool]  # fmt: skip
    seen = ended(load_tools()[tool].call(context, arguments))
    memory.take(Observation("c1", data=seen), step=1)  # type: ignore[arg-type]  # none of these asks a model
    library.harbour.readers.remove(ann)
    with pytest.raises(ToolFailed) as refused:
        ended(load_tools()[tool].call(context, arguments))
    assert refused.value.kind == kind


def test_grep_and_search_find_nothing_that_was_withdrawn(hers: Run, ann: User, library: Library) -> None:
    library.attic.readers.add(ann)
    hers.corpora.add(library.attic)
    reads = library_of(hers)
    assert reads.grep("first lit", 5)
    library.harbour.readers.remove(ann)
    assert not reads.grep("first lit", 5)
    assert {hit.corpus for hit in reads.search(text=LIT, kinds=("passage", "image"), limit=9)} <= {"attic"}


def test_a_cut_of_a_withdrawn_picture_is_out_of_reach(hers: Run, ann: User, library: Library) -> None:
    memory = WorkingMemory()
    context = tools_of(hers, library, memory)
    box = {"x0": 100, "y0": 100, "x1": 900, "y1": 900}
    cut = ended(load_tools()["zoom"].call(context, {"uid": library.uid("ferry.png"), "box": box}))
    assert isinstance(cut, PictureSeen)
    memory.take(Observation("c1", data=cut), step=1)
    assert ended(load_tools()["look"].call(context, {"uids": [cut.uid]}))
    library.harbour.readers.remove(ann)
    with pytest.raises(ToolFailed, match=cut.uid):
        ended(load_tools()["look"].call(context, {"uids": [cut.uid]}))


def test_what_came_with_the_question_stays(hers: Run, ann: User, library: Library) -> None:
    library.harbour.readers.remove(ann)
    assert library_of(hers).may_open(hers.images[0])


def test_a_corpus_picture_that_was_asked_about_does_not(library: Library, ann: User) -> None:
    run = ask(library, owner=ann, pictures=[library.uid("ferry.png")])
    assert library_of(run).may_open(run.images[0])
    library.harbour.readers.remove(ann)
    assert not library_of(run).may_open(run.images[0])


def test_models_are_not_shown_revoked_pixels_again(library: Library, ann: User) -> None:
    library.attic.readers.add(ann)
    script = turns(act(look(library, "ferry.png")), act(SEARCH), act(finish(reason="Nothing is known.")))
    with model_of(script) as server:
        run = ask(
            library, owner=ann, pictures=[to_png(draw_lighthouse())], corpora=[library.harbour, library.attic]
        )
        services.execute(run.pk, at_first_call(lambda: library.harbour.readers.remove(ann)))
    before, after, *_ = map(prompt_text, server.requests)
    assert "was revoked" not in before
    assert "was revoked" in after
    assert str(server.requests[1]).count("image_url'") == str(server.requests[0]).count("image_url'")


def test_what_was_kept_before_supports_nothing(library: Library, ann: User) -> None:
    library.attic.readers.add(ann)
    search, keep, draft = answering(library)

    def withdraw_once_kept(event: Event) -> None:
        if isinstance(event, CallFinished) and isinstance(event.observation.data, EvidenceKept):
            library.harbour.readers.remove(ann)

    with model_of(turns(search, keep, draft, act(finish(reason="Nothing is known.")))):
        run = ask(library, owner=ann, corpora=[library.harbour, library.attic])
        run = services.execute(run.pk, withdraw_once_kept)
    assert journal.state(run).memory.evidence
    assert run.status == Run.Status.DECLINED


def test_a_fork_is_about_what_its_owner_may_read(library: Library, ann: User) -> None:
    run = services.execute(ask(library, owner=ann, corpora=[library.harbour, library.attic]).pk)
    library.attic.readers.add(ann)
    library.harbour.readers.remove(ann)
    forked = forking.fork(run, seq=forking.seq_after(run, 1), owner=ann)
    assert [corpus.slug for corpus in forked.corpora.all()] == ["attic"]
    assert journal.state(forked).steps


def test_nothing_is_forked_that_may_not_be_read(hers: Run, ann: User, library: Library) -> None:
    run = services.execute(hers.pk)
    library.harbour.readers.remove(ann)
    with pytest.raises(BadInput, match="a fork has nothing to search"):
        forking.fork(run, seq=forking.seq_after(run, 1), owner=ann)
    assert not Run.objects.filter(parent=run).exists()


def test_a_paused_run_resumes_over_what_is_left(hers: Run, ann: User, library: Library) -> None:
    Run.objects.filter(pk=hers.pk).update(status=Run.Status.PAUSED)
    library.harbour.readers.remove(ann)
    steering.resume(hers)
    assert services.execute(hers.pk).message == NOTHING_TO_SEARCH


def test_a_question_that_follows_reads_no_more_than_its_owner(hers: Run, ann: User, library: Library) -> None:
    asked = follow_ups.ask_on(
        hers, question="Who designed it?", owner=ann, corpora=[library.harbour, library.attic]
    )
    state = journal.state(services.execute(asked.pk))
    assert {hit.corpus for hit in state.memory.pool.values()} == {"harbour"}


def test_sources_of_pictures_are_found_in_old_journals(library: Library, ann: User) -> None:
    box = {"x0": 100, "y0": 100, "x1": 900, "y1": 900}
    uids = [library.uid("ferry.png"), library.uid("market.png")]
    steps = [("zoom", {"uid": uids[0], "box": box}), ("look", {"uids": uids, "contact_sheet": True})]
    with model_of(turns(*(act(step) for step in steps), act(finish(reason="Nothing.")))):
        run = services.execute(ask(library, owner=ann).pk)
    written = sources()
    assert len(MediaUse.objects.filter(run=run)) == 5
    assert sorted(map(len, written.values())) == [0, 1, 1, 1, 2]
    PictureSource.objects.all().delete()
    import_module("webapp.runs.migrations.0006_picture_sources").write_down(apps, None)
    assert sources() == written


def sources() -> dict[str, set[str]]:
    uses = MediaUse.objects.filter(run__isnull=False)
    return {use.uid: {*use.sources.values_list("uid", flat=True)} for use in uses}
