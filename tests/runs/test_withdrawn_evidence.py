"""Evidence that a person withdraws while the run is under way: no prompt shows it again, no call keeps it."""

import pytest
from django.contrib.auth.models import User

from agents.events import CallFinished, Event
from agents.observations import EvidenceKept
from agents.orders import WithdrawEvidence
from agents.replay import AgentState
from media_store import Box
from tests.agents.policies.replies import (
    REFLECT,
    SEARCH,
    TOWER,
    finish,
    look,
    note_designed,
    note_lit,
    note_tower,
)
from tests.agents.policies.scripts import Call, act, phase_of, turns
from tests.fixtures.harbour import DESIGNED, LIT
from tests.fixtures.library import Library
from tests.runs.conftest import ask
from tests.runs.scripted import model_of
from tests.support.model_server import Say, prompt_text
from webapp.runs.execution import journal, services
from webapp.runs.models import Run
from webapp.runs.steering import services as steering

pytestmark = pytest.mark.long

REASON = "The page is a forgery."


def steered(
    library: Library, wish: WithdrawEvidence, ann: User, *replies: Say
) -> tuple[AgentState, list[str]]:
    """A run that is told this once its first evidence was kept, and the prompts from then on."""
    told: list[int] = []

    def tell(event: Event) -> None:
        if isinstance(event, CallFinished) and isinstance(event.observation.data, EvidenceKept) and not told:
            steering.give(Run.objects.get(pk=run.pk), wish, ann)
            told.append(len(server.requests))

    with model_of(turns(*replies)) as server:
        run = ask(library)
        services.execute(run.pk, tell)
    since = server.requests[told[0] :]
    return journal.state(run), [prompt_text(body) for body in since if phase_of(body) != "verifier"]


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann")


def errors(state: AgentState) -> list[tuple[str, str]]:
    observations = [seen for step in state.steps for seen in step.observations.values()]
    return [(seen.error.kind, seen.error.message) for seen in observations if seen.error]


def finding_again(library: Library) -> tuple[Call, ...]:
    """Every way to the words of the article."""
    document = library.document("grey-head.md").pk
    return (
        ("search_text", {"queries": ["lamp of the tower that was lit in 1854"], "goal": "The date."}),
        ("read", {"document": document}), ("grep", {"pattern": "first lit"}),
        ("review", {"ids": [f"document:{document}"]}),
    )  # fmt: skip


def test_its_words_leave_every_prompt(library: Library, ann: User) -> None:
    kept = act(REFLECT, note_lit(library))
    ends = act(finish(f"{DESIGNED} [e2]"))
    again = act(*finding_again(library))
    wish = WithdrawEvidence("e1", REASON)
    state, prompts = steered(library, wish, ann, act(SEARCH), kept, again, act(note_designed(library)), ends)
    assert len(prompts) == 3
    for prompt in prompts:
        assert "3 May 1854" not in prompt
        assert DESIGNED in prompt
        assert "# Withdrawn by the person" in prompt
        assert f"e1 document:{library.document('grey-head.md').pk} at" in prompt
        assert REASON in prompt
    assert state.answer
    assert [citation.evidence.quote for citation in state.answer.citations] == [DESIGNED]


@pytest.mark.parametrize("quote", [LIT, "first lit on 3 May", f"{LIT} {DESIGNED}"])
def test_it_is_not_kept_again(quote: str, library: Library, ann: User) -> None:
    document = library.document("grey-head.md").pk
    again = act(("note", {"document": document, "quote": quote}), note_designed(library))
    replies = act(SEARCH), act(REFLECT, note_lit(library)), again, act(finish(f"{DESIGNED} [e2]"))
    state, _prompts = steered(library, WithdrawEvidence("e1", REASON), ann, *replies)
    [(kind, sentence)] = errors(state)
    assert kind == "withdrawn"
    assert sentence.startswith("A person withdrew this as evidence (e1)")
    assert REASON in sentence
    assert {*state.memory.evidence} == {"e2"}
    assert state.answer
    assert [citation.evidence.id for citation in state.answer.citations] == ["e2"]


def test_other_evidence_stays_in_view(library: Library, ann: User) -> None:
    kept = act(REFLECT, note_lit(library), note_designed(library))
    ends = act(finish(f"{LIT} [e1]"))
    state, [prompt] = steered(library, WithdrawEvidence("e2"), ann, act(SEARCH), kept, ends)
    assert f"{LIT}" in prompt
    assert DESIGNED not in prompt
    assert "why: no reason was given" in prompt
    assert state.answer
    assert [citation.evidence.id for citation in state.answer.citations] == ["e1"]


def test_a_picture_is_not_kept_again_nor_a_cut_of_it(library: Library, ann: User) -> None:
    uid = library.uid("lighthouse.png")
    kept = act(look(library, "lighthouse.png"), note_tower(library))
    zoomed = act(("zoom", {"uid": uid, "box": TOWER}))
    away = {"x0": 0, "y0": 0, "x1": 300, "y1": 300}
    other = "note", {"uid": uid, "box": away, "note": "The sky"}
    cut = library.store.crop(uid, Box(**TOWER)).uid
    again = act(note_tower(library), ("note", {"uid": cut}), ("note", {"uid": uid}), other)
    ends = act(finish("The sky is blue [e2]."))
    wish = WithdrawEvidence("e1")
    state, _prompts = steered(library, wish, ann, act(SEARCH), kept, zoomed, again, ends)
    assert [kind for kind, _ in errors(state)] == ["withdrawn"] * 3
    assert {*state.memory.evidence} == {"e2"}
