"""The built-in searcher: rules over the journal, no model.

It looks at the pictures, finds them in the corpora, takes their names into the next query, reads what it
found, follows a name from there once more where the answer is still missing, keeps the sentences that
answer, and ends. Each decision is a function of the state alone, so a resumed run goes on as if nothing had
happened.
"""

from agents.effects import Effects, at_once
from agents.messages import message as _
from agents.policies.case import Case
from agents.policies.reading import Reader
from agents.policies.rules import RULES, Wanted
from agents.policies.wording import finish
from agents.replay import AgentState
from agents.retrieval.encoders.sentences import SentenceEncoder
from agents.types import Decision, ToolCall


class BuiltinPolicy:
    """Rules instead of a model; `sentences` compares asks with what may answer them."""

    name = "builtin"

    def __init__(self, sentences: SentenceEncoder) -> None:
        self._reader = Reader(sentences)

    def goals(self, state: AgentState) -> tuple[str, ...]:
        """The question itself: the rules make no plan."""
        return ("",)

    def decide(self, state: AgentState, goal: str) -> Effects[Decision]:
        """The first rule that still misses something decides; when none does, the run ends."""
        return at_once(self._next(state))

    def conclude(self, state: AgentState, reason: str) -> Effects[Decision]:
        """Answer from what is kept; keep nothing more."""
        return at_once(_decision(state, reason, [finish(Case(state, self._reader))]))

    def _next(self, state: AgentState) -> Decision:
        case = Case(state, self._reader)
        for intent, rule in RULES:
            if wanted := list(rule(case)):
                return _decision(state, intent, wanted)
        return _decision(state, _("Answer"), [finish(case)])


def _decision(state: AgentState, intent: str, wanted: list[Wanted]) -> Decision:
    first = sum(len(step.calls) for step in state.steps) + 1
    calls = (ToolCall(f"c{n}", want.tool, want.arguments) for n, want in enumerate(wanted, start=first))
    return Decision(intent, tuple(calls))
