"""A language model decides; the harness remembers, renders, refuses and stops.

Each request is rendered from the state alone. A reply that was paid for and not yet decided on is taken from
the journal, so that a resumed or forked run asks no model twice.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from agents.assessment import Assessment
from agents.budget import MAX_CLOSING_STEPS
from agents.context.render import RequestOptions, render
from agents.effects import Effects
from agents.errors import ModelUnavailable
from agents.events import RulesTookOver, StepSetAside
from agents.messages import message as _
from agents.messages import sentence_of
from agents.models.base import ToolSpec
from agents.models.role_models import RoleModels
from agents.policies.builtin import BuiltinPolicy
from agents.policies.model.phases import (
    MAX_CLOSING_REQUESTS,
    ROLES,
    gate_of,
    goals_of,
    goes_on,
    is_lost,
    phase_of,
)
from agents.policies.model.quick import after_gate
from agents.policies.model.replies import MAX_CALLS_A_STEP, decision_from
from agents.policies.model.stopping import reason_to_stop, weak_search
from agents.profile import Mode, RunProfile
from agents.replay import AgentState
from agents.toolbox import Phase, Tool
from agents.types import Decision, ModelReply, Role, ToolCall

LOST = _("The model's replies could not be followed.")
WENT_ON = _("The model was asked %(count)s times to come to an end, and did not.", count=MAX_CLOSING_REQUESTS)

OUTPUT_TOKENS = 4_096
"""What a reply may take, unless the model's setting says otherwise."""


@dataclass(frozen=True, slots=True)
class ModelPolicy:
    """The policy over the models of the roles. `view_size` tells the shown size of a picture in pixels.

    `rules` finish a run that the model cannot.
    """

    role_models: RoleModels
    tools: Mapping[str, Tool]
    profile: RunProfile
    view_size: Callable[[str], tuple[int, int]]
    rules: BuiltinPolicy
    name: str = "model"

    def goals(self, state: AgentState) -> tuple[str, ...]:
        """The goals of the plan that are ready, or the question itself."""
        return ("",) if state.took_over else goals_of(state, self.profile)

    def decide(self, state: AgentState, goal: str) -> Effects[Decision | None]:
        """The next step: from a rule where the mode has one, else from the model of the phase's role.

        Where the model cannot be followed or does not answer, the built-in rules take over.
        """
        if state.took_over:
            return (yield from self.rules.decide(state, ""))
        phase, reason = phase_of(state, goal, self.profile), reason_to_stop(state, goal, self.profile)
        if reason and phase is Phase.SEARCH:
            phase = Phase.ANSWER
        if not goal and phase is not Phase.PLAN:
            # Whether nothing can be expected of the model that would be asked to search or to answer.
            is_barren = phase is Phase.ANSWER and not state.memory.evidence
            gave_up = any(step.intent == LOST for step in state.steps)
            if (is_barren and gave_up) or is_lost(state, goal, ROLES[phase]):
                return (yield from _take_over(state, LOST))
        if not goal and phase is Phase.ANSWER and goes_on(state, goal):
            return (yield from _take_over(state, WENT_ON))
        if decision := self._by_rule(state, goal, phase):
            return decision
        if weak := weak_search(state, goal, self.profile.refinements):
            yield StepSetAside(*weak)
        try:
            decision = yield from self._ask(state, goal, phase, reason, "next")
        except ModelUnavailable as error:
            return (yield from _take_over(state, sentence_of(error)))
        return None if state.took_over else decision

    def conclude(self, state: AgentState, reason: str) -> Effects[Decision | None]:
        """The answer that the evidence allows: the answerer's words, or the rules' when it gives none.

        A model that kept evidence may say that it is too weak; one that kept none has only run out.
        """
        if state.took_over:
            # A few more steps, which cost nothing, and then the end.
            if len(state.steps) - state.model_steps < MAX_CLOSING_STEPS - 1:
                return (yield from self.rules.decide(state, ""))
            return (yield from self.rules.conclude(state, reason))
        if is_lost(state, "", Role.ANSWERER):
            return (yield from _take_over(state, LOST))
        if len(state.steps) < self.profile.max_steps:
            try:
                decision = yield from self._ask(state, "", Phase.ANSWER, reason, "last")
            except ModelUnavailable as error:
                return (yield from _take_over(state, sentence_of(error)))
            ending = next((call.arguments for call in decision.calls if call.name == "finish"), None)
            if ending is not None and (ending.get("answer") or state.memory.evidence):
                return decision
        silent = _("%(reason)s The model had given no answer by then.", reason=reason)
        return (yield from _take_over(state, silent))

    def assess(self, state: AgentState, draft: str) -> Effects[Assessment]:
        """What the built-in reader says of the evidence that the draft rests on."""
        if state.took_over:
            return (yield from self.rules.assess(state, draft))
        return self.rules.assess_evidence(state, draft)

    def _by_rule(self, state: AgentState, goal: str, phase: Phase) -> Decision | None:
        """What needs no model: quick mode's one search, and the way out for a model that is lost."""
        if goal and is_lost(state, goal, ROLES[phase]):
            return _give_up(state, LOST)
        if goal and goes_on(state, goal):
            return _give_up(state, WENT_ON)
        gate = gate_of(state) if self.profile.mode is Mode.QUICK else None
        return after_gate(state, state.question, gate) if gate else None

    def _ask(
        self, state: AgentState, goal: str, phase: Phase, reason: str, decides: Literal["next", "last"]
    ) -> Effects[Decision]:
        if asked := state.paid.get(goal):
            return self._decision(state, state.replies[asked.key], asked.tools, asked.decides)
        if failed := state.failed_roles.get(ROLES[phase]):
            raise ModelUnavailable(failed)
        # The tools of the phase; only those that serve an answer when searching has to stop.
        offered = [
            ToolSpec(tool.name, tool.description, tool.schema)
            for tool in self.tools.values()
            if phase in tool.phases
            and (not reason or Phase.ANSWER in tool.phases or tool.phases == {Phase.GOAL})
        ]
        capabilities = self.role_models.models[ROLES[phase]].capabilities
        output = capabilities.output_for(min(OUTPUT_TOKENS, capabilities.context_tokens // 4))
        options = RequestOptions(
            phase, goal, tuple(offered), capabilities, self.profile, output, self.view_size, reason
        )
        rendered = render(state, options)
        reply = yield from self.role_models.ask(
            state, ROLES[phase], rendered.prompt, ledger=rendered.ledger, goal=goal, decides=decides
        )
        return self._decision(state, reply, options.tool_names, decides)

    def _decision(
        self, state: AgentState, reply: ModelReply, tools: Collection[str], decides: str
    ) -> Decision:
        """The decision in a reply; the last step is not cut short, for the answer is among its calls."""
        decided = sum(len(step.calls) for step in state.steps)
        room = MAX_CALLS_A_STEP if decides == "last" else max(0, self.profile.max_calls - decided)
        return decision_from(state, reply, tools, room)


def _take_over(state: AgentState, reason: str) -> Effects[Decision | None]:
    """Once only: goals that are worked on side by side may fail one after the other."""
    if not state.took_over:
        yield RulesTookOver(reason)
    return None


def _give_up(state: AgentState, reason: str) -> Decision:
    arguments = {"status": "unanswered", "analysis": reason}
    call = ToolCall.of_step(len(state.steps) + 1, 1, "answer_goal", arguments)
    return Decision(reason, (call,))
