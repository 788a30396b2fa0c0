"""The built-in searcher: rules over the journal, no model.

It looks at the pictures, finds them in the corpora, takes their names into the next query, reads what it
found, follows a name from there once more where the answer is still missing, keeps the sentences that
answer, and ends. Each decision is a function of the state alone, so a resumed run goes on as if nothing had
happened.
"""

from agents.answers.compose import level_of, text_of
from agents.assessment import Answers, Assessment
from agents.effects import Effects, at_once
from agents.messages import message as _
from agents.policies.closing import kept_so_far
from agents.policies.rules import RULES, Wanted
from agents.policies.run_facts import RunFacts, Understand
from agents.reading import Reader
from agents.replay import AgentState
from agents.types import Decision, ToolCall
from agents.verify.claims import claims


class BuiltinPolicy:
    """Rules instead of a model: `understand` reads the question, `reader` finds what answers."""

    name = "builtin"

    def __init__(self, reader: Reader, understand: Understand) -> None:
        self._reader = reader
        self._understand = understand

    def goals(self, state: AgentState) -> tuple[str, ...]:
        """The question itself: the rules make no plan."""
        return ("",)

    def decide(self, state: AgentState, goal: str) -> Effects[Decision]:
        """The first rule that still misses something decides; when none does, the run ends."""
        facts = self._facts(state)
        for intent, rule in RULES:
            if wanted := list(rule(facts)):
                return at_once(_decision(state, intent, wanted))
        return at_once(_decision(state, _("Answer"), [_finish(facts)]))

    def conclude(self, state: AgentState, reason: str) -> Effects[Decision]:
        """Answer from what is kept; keep nothing more."""
        return at_once(_decision(state, reason, [_finish(self._facts(state))]))

    def assess(self, state: AgentState, draft: str) -> Effects[Assessment]:
        """What the reader says of the answer; of a refusal, what came nearest."""
        facts = self._facts(state)
        return at_once(facts.composition.assessment if draft else facts.refusal.assessment)

    def assess_evidence(self, state: AgentState, draft: str) -> Assessment:
        """What the reader says of a model's draft: by the best piece that it cites for each ask."""
        facts = self._facts(state)
        if not draft:
            return facts.refusal.assessment
        cited = [state.memory.evidence[i] for i in cited_in(draft) if i in state.memory.evidence]
        best = [facts.best_of(ask, cited) for ask in facts.asks]
        score = min(best, default=0.0)
        return Assessment(Answers(level_of(score), round(score, 3)))

    def _facts(self, state: AgentState) -> RunFacts:
        return RunFacts(state, self._reader, self._understand)


def cited_in(draft: str) -> list[str]:
    """Ids of the evidence that a draft cites, in order."""
    return list(dict.fromkeys(key for claim in claims(draft) for key in claim.evidence))


def _finish(facts: RunFacts) -> Wanted:
    """The answer out of what is kept, or why there is none; what a model had kept is always told."""
    found = ((source, facts.evidence_of(source)) for source in facts.composition.sources)
    ids = {source: piece.id for source, piece in found if piece}
    told = [
        line for line in facts.composition.lines if not line.sources or any(s in ids for s in line.sources)
    ]
    if any(line.sources for line in told):
        return Wanted("finish", {"answer": text_of(told, ids, facts.language == "zh")})
    if facts.state.took_over and (kept := kept_so_far(facts.state.memory)):
        return Wanted("finish", {"answer": kept})
    return Wanted("finish", {"reason": facts.refusal.words})


def _decision(state: AgentState, intent: str, wanted: list[Wanted]) -> Decision:
    first = sum(len(step.calls) for step in state.steps) + 1
    calls = (ToolCall(f"c{n}", want.tool, want.arguments) for n, want in enumerate(wanted, start=first))
    return Decision(intent, tuple(calls))
