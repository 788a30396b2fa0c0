"""Checks a draft before anybody reads it: each claim against its evidence, rules first, a model second."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from agents.assessment import Agreement, Assessment, Level
from agents.budget import spent
from agents.effects import Effects
from agents.errors import ModelUnavailable
from agents.events import ClaimsChecked, ModelFailed
from agents.messages import message as _
from agents.models.base import Prompt
from agents.models.role_models import RoleModels
from agents.profile import RunProfile
from agents.replay import AgentState
from agents.toolbox import Library
from agents.types import Answer, Citation, ModelReply, Role
from agents.verdicts import ClaimVerdict, Ruling, Verdict
from agents.verify.answering import level_by_verifier
from agents.verify.asking import EvidenceLookup, verdicts_on
from agents.verify.claims import claims
from agents.verify.numbering import resolve
from agents.verify.repair import strip_unsupported, without_invented
from agents.verify.rules import RuleSources, quotes_of, stands
from agents.verify.ruling import judge, rule
from agents.verify.side_replies import last_key, side_problem
from media_store import MediaStore

_NO_EVIDENCE = _("The corpora that were searched hold no evidence for an answer, so none is given.")
_CITES_NOTHING = _(
    "The answer that was written cites nothing of the evidence that was kept, so it is not shown."
)
_INVENTED = _(
    "Each sentence of the answer that was written cites a source that the run does not hold, "
    "so it is not shown."
)
_WITHDRAWN = _("A person withdrew what the answer rested on, so it is not shown.")

_SEVERITY = (
    Verdict.CONTRADICTED,
    Verdict.UNSUPPORTED,
    Verdict.UNCHECKED,
    Verdict.QUOTED,
    Verdict.SUPPORTED,
)


@dataclass(frozen=True, slots=True)
class DraftChecker:
    """Reads what drafts cite, and asks the verifier where there is one."""

    role_models: RoleModels
    library: Library
    store: MediaStore
    profile: RunProfile

    def ask(self, state: AgentState, role: Role, prompt: Prompt) -> Effects[ModelReply | None]:
        """A reply on the side of a step; None without a model that answers, or once nothing may be spent."""
        is_gone = role in state.failed_roles or state.took_over
        if role not in self.role_models.models or is_gone or spent(self.profile, state, state.seconds):
            return None
        output = self.role_models.models[role].capabilities.output_for(prompt.max_output_tokens)
        try:
            reply = yield from self.role_models.ask(state, role, replace(prompt, max_output_tokens=output))
        except ModelUnavailable:
            return None  # The journal says why; what the rules say stands.
        if problem := side_problem(state, role):
            yield ModelFailed(last_key(state, role), role, problem)
        return reply

    def check(self, state: AgentState, step: int, draft: str, *, is_last: bool) -> Effects[ClaimsChecked]:
        """Verdicts on every claim of the draft of a step, and a ruling.

        Only a model can write a draft anew, once, and not when the draft is the last one.
        """
        sources = EvidenceLookup(self.library, self.store, state.question, state.memory)
        verdicts: list[ClaimVerdict] = []
        for claim in claims(draft):
            if self._is_by_model(state):
                verdicts += yield from verdicts_on(claim, sources, partial(self.ask, state))
            else:
                verdicts += quotes_of(claim, state.memory.evidence, sources.for_rules)
        gate = judge(draft, verdicts, state.memory.evidence)
        is_final = is_last or not self._is_by_model(state) or not state.has_searched
        has_repaired = is_final or any(c.ruling is Ruling.REPAIR for c in state.checks.values())
        return ClaimsChecked(step, tuple(verdicts), gate, rule(gate, has_repaired))

    def rests_on_withdrawn(self, state: AgentState, draft: str) -> bool:
        """Whether the rules wrote this before a person withdrew evidence that it cites."""
        cited = {key for claim in claims(draft) for key in claim.evidence}
        return not self._is_by_model(state) and not cited.isdisjoint(state.memory.withdrawn)

    def assess(self, state: AgentState, draft: str, said: Assessment) -> Effects[Assessment]:
        """What was `said` of a draft, and of one by a model, whether the verifier's finds that it answers."""
        if not self._is_by_model(state) or said.answers is None or not state.has_searched:
            return said
        question = state.question.text
        level = yield from level_by_verifier(question, draft, partial(self.ask, state))
        if level is None:
            return said
        return replace(said, answers=replace(said.answers, level=level), is_by_verifier=True)

    def publish(
        self, state: AgentState, draft: str, check: ClaimsChecked, assessment: Assessment
    ) -> Answer | str:
        """The answer of a checked draft: markers numbered, a verdict on each citation; or why there is none.

        Quotes of the rules are supported only as a whole: they stand, answer the question, and agree. What a
        model wrote is not where a verifier was asked and does not find that it answers.
        What a model wrote against its evidence is left out where something else remains, and a sentence whose
        every source is unknown to the run is left out in any case.
        """
        evidence, is_model = state.memory.evidence, self._is_by_model(state)
        if is_model or state.memory.withdrawn:
            draft = without_invented(draft, evidence)
        if is_model and check.ruling is Ruling.UNSUPPORTED and state.has_searched:
            draft = strip_unsupported(draft, check.verdicts) or draft
        answer = replace(
            resolve(draft, evidence),
            answers=assessment.answers,
            form=assessment.form,
            agreement=assessment.agreement,
        )
        if not answer.text:
            return _INVENTED if is_model else _WITHDRAWN
        if is_model and not answer.citations:
            if not state.has_searched:
                return replace(answer, is_from_model=True)
            return _CITES_NOTHING if evidence else _NO_EVIDENCE
        sources = EvidenceLookup(self.library, self.store, state.question, state.memory).for_rules
        citations = tuple(_with_verdict(each, check.verdicts, sources) for each in answer.citations)
        does_answer = assessment.answers is None or assessment.answers.level is Level.YES
        is_whole = does_answer and assessment.agreement is not Agreement.CONTRADICT
        is_whole = is_whole or (is_model and not assessment.is_by_verifier)
        is_supported = check.ruling is Ruling.PUBLISH and bool(citations) and is_whole
        return replace(answer, citations=citations, is_supported=is_supported)

    def _is_by_model(self, state: AgentState) -> bool:
        return bool(self.role_models.models) and not state.took_over


def _with_verdict(citation: Citation, verdicts: Sequence[ClaimVerdict], sources: RuleSources) -> Citation:
    """The citation with the least favourable verdict on what rests on it, its quote compared once more."""
    piece = citation.evidence
    own = [verdict for verdict in verdicts if verdict.evidence_id == piece.id]
    worst = min(own, key=lambda verdict: _SEVERITY.index(verdict.verdict), default=None)
    citation = replace(citation, is_quoted=stands(piece, sources) if piece.kind == "text" else None)
    return replace(citation, verdict=worst.verdict, reason=worst.reason) if worst else citation
