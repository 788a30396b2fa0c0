"""verify: rules first, the verifier's model where they cannot tell, and never twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event as Flag
from typing import Any

import pytest

from agents.effects import Driver, Effects
from agents.events import Event, ModelAsked, RunStarted
from agents.models.base import NEVER, Capabilities, Deltas, PicturePart, Prompt, TextPart
from agents.models.role_models import RoleModels
from agents.observations import ClaimChecked, EvidenceKept, ToolResult
from agents.replay import AgentState
from agents.toolbox import ToolContext, ToolFailed
from agents.tools.verify import verify
from agents.types import Evidence, ModelReply, Question, Role
from agents.verdicts import Verdict
from media_store import Box
from tests.agents.tools.driving import call, memory_of
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library

OPEN = "The tower of Grey Head began to shine for ships in May 1854."
"""True, in words of which hardly one stands in the quote: only a reader can tell."""

TOWER = Box(400, 250, 600, 900)


@dataclass
class Verifier:
    """A model that says the same about everything and remembers what it was asked."""

    says: str
    name: str = "scripted:verifier"
    capabilities: Capabilities = Capabilities(True, True, 32_000, "patches28")
    asked: list[Prompt] = field(default_factory=list)

    def request(self, prompt: Prompt, on_delta: Deltas, stopped: Flag = NEVER) -> ModelReply:
        self.asked.append(prompt)
        return ModelReply(self.says)


@dataclass(frozen=True)
class Sitting:
    """A run with evidence e1 (text) and e2 (a region of a picture), with or without a verifier."""

    library: Library
    results: tuple[ToolResult, ...]
    models: Mapping[Role, Verifier]

    def verify(self, claim: str, *ids: str) -> tuple[ClaimChecked, list[Event]]:
        """The check, and the events that it was made of."""
        state = AgentState()
        state.apply(RunStarted(Question("When was it lit?"), "quick", "model", ()))
        context = replace(
            self.library.context(memory_of(*self.results)),
            question=Question("When was it lit?"),
            ask=partial(self._ask, state),
        )
        return _driven(verify(context, claim, list(ids)))

    def _ask(self, state: AgentState, role: Role, prompt: Prompt) -> Effects[ModelReply | None]:
        if role not in self.models:
            return None
        return (yield from RoleModels(self.models).ask(state, role, prompt))


def _driven(effects: Effects[ClaimChecked]) -> tuple[ClaimChecked, list[Event]]:
    results: list[ClaimChecked] = []

    def strand() -> Effects[None]:
        results.append((yield from effects))

    wanted: Iterator[Mapping[str, Any]] = iter([{"": strand}])
    events = list(Driver(lambda: next(wanted, {}), limit=1).run())
    return results[0], events


@pytest.fixture
def kept(library: Library, context: ToolContext) -> tuple[ToolResult, ...]:
    text = call(context, "note", document=library.document("grey-head.md").pk, quote=LIT)
    tower = library.uid("lighthouse.png")
    return (
        text,
        EvidenceKept(Evidence("e2", "image", "Grey Head lighthouse", "lighthouse.png", uid=tower, box=TOWER)),
    )


def sitting(library: Library, results: tuple[ToolResult, ...], says: str | None = None) -> Sitting:
    return Sitting(library, results, {Role.VERIFIER: Verifier(says)} if says is not None else {})


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (LIT, Verdict.SUPPORTED),
        (LIT.replace("1854", "1855"), Verdict.CONTRADICTED),
        ("Its 24 lamps are red.", Verdict.UNSUPPORTED),
    ],
    ids=["verbatim", "another year", "a number from nowhere"],
)
def test_what_the_rules_can_tell_is_not_asked(
    library: Library, kept: tuple[ToolResult, ...], claim: str, verdict: Verdict
) -> None:
    checked, events = sitting(library, kept, '{"verdict": "unchecked"}').verify(claim, "e1")
    assert [(v.evidence_id, v.verdict, v.by) for v in checked.verdicts] == [("e1", verdict, "rules")]
    assert events == []


def test_what_they_cannot_tell_the_model_does(library: Library, kept: tuple[ToolResult, ...]) -> None:
    run = sitting(library, kept, '{"verdict": "supported", "reason": "Same date."}')
    checked, events = run.verify(OPEN, "e1")
    [verdict] = checked.verdicts
    assert (verdict.verdict, verdict.by, verdict.reason) == (Verdict.SUPPORTED, "model", "Same date.")
    assert [event.role for event in events if isinstance(event, ModelAsked)] == [Role.VERIFIER]
    [prompt] = run.models[Role.VERIFIER].asked
    [words] = [part.text for part in prompt.parts if isinstance(part, TextPart)]
    assert LIT in words
    assert "designed by Edith Marlowe" in words


def test_the_cited_region_of_a_picture_is_looked_at_again(
    library: Library, kept: tuple[ToolResult, ...]
) -> None:
    run = sitting(library, kept, '{"verdict": "contradicted", "reason": "Its bands are red."}')
    checked, _ = run.verify("The tower has blue bands.", "e2")
    assert [v.verdict for v in checked.verdicts] == [Verdict.CONTRADICTED]
    [picture] = [p for p in run.models[Role.VERIFIER].asked[0].parts if isinstance(p, PicturePart)]
    region = library.store.crop(library.uid("lighthouse.png"), TOWER)
    assert (picture.uid, picture.width, picture.height) == (region.uid, 120, 260)


def test_a_picture_that_is_gone_supports_nothing(library: Library) -> None:
    gone = EvidenceKept(Evidence("e1", "image", "Grey Head", "lighthouse.png", uid="img_aaaaaaaaaaaaa"))
    checked, events = sitting(library, (gone,), '{"verdict": "supported"}').verify("A tower.", "e1")
    assert [(v.verdict, v.by) for v in checked.verdicts] == [(Verdict.UNSUPPORTED, "rules")]
    assert events == []


def test_pieces_that_need_a_reader_are_asked_about_at_once(
    library: Library, kept: tuple[ToolResult, ...]
) -> None:
    run = sitting(library, kept, '{"verdict": "supported", "reason": "Both show it."}')
    checked, _ = run.verify(OPEN, "e1", "e2")
    assert [(v.evidence_id, v.by) for v in checked.verdicts] == [("e1", "model"), ("e2", "model")]
    assert len(run.models[Role.VERIFIER].asked) == 1


@pytest.mark.parametrize("says", [None, "", "I would say so.", '{"verdict": "maybe"}'])
def test_without_a_verdict_of_a_model_the_rules_stand(
    library: Library, kept: tuple[ToolResult, ...], says: str | None
) -> None:
    [verdict] = sitting(library, kept, says).verify(OPEN, "e1")[0].verdicts
    assert verdict.by == "rules"
    assert verdict.verdict is not Verdict.SUPPORTED


def test_the_same_claim_with_the_same_evidence_is_answered_from_memory(
    library: Library, kept: tuple[ToolResult, ...]
) -> None:
    first, _ = sitting(library, kept, '{"verdict": "supported", "reason": "Same date."}').verify(OPEN, "e1")
    run = sitting(library, (*kept, first), '{"verdict": "contradicted"}')
    again, events = run.verify(f" {OPEN} ", "e1")
    assert not first.is_reused
    assert again.is_reused
    assert [v.verdict for v in again.verdicts] == [Verdict.SUPPORTED]
    assert events == []
    other, _ = run.verify(OPEN, "e1", "e2")
    assert not other.is_reused


def test_evidence_that_was_not_kept_is_named(library: Library, kept: tuple[ToolResult, ...]) -> None:
    with pytest.raises(ToolFailed, match="No evidence e3, passage:1 in this run") as refusal:
        sitting(library, kept).verify(OPEN, "e1", "e3", "passage:1")
    assert refusal.value.hint.endswith("kept so far: e1, e2.")
