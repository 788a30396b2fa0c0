"""Claims that were checked, and what did not hold in a draft that was sent back."""

from collections.abc import Iterator

from agents.context.fence import fence
from agents.context.prompt_inputs import PromptInputs
from agents.context.quoting import quoted
from agents.events import ClaimsChecked
from agents.observations import Finish
from agents.verdicts import ClaimVerdict, Ruling

MAX_CLAIMS = 12
"""Checked claims that are told, the newest."""

MAX_SENTENCES = 20
"""Failed sentences of a draft that are told."""

_SENTENCE, _CLAIM, _REASON, _DRAFT = 600, 300, 300, 12_000
_BRIEF_CHARACTERS = 120
"""Characters of a sentence in the smallest prompt."""


def verification(inputs: PromptInputs, is_minimal: bool) -> str:
    """Checked claims, and what did not hold in a draft that was sent back."""
    claims = inputs.state.memory.claims[-MAX_CLAIMS:]
    lines = [
        f"- {quoted(checked.claim, _BRIEF_CHARACTERS if is_minimal else _CLAIM)}: "
        + "; ".join(_verdict(verdict, is_minimal) for verdict in checked.verdicts[:5])
        for checked in claims
    ]
    heading = ["# Claims checked"] if lines else []
    return "\n".join([*heading, *lines, *_sent_back(inputs, is_minimal)])


def repaired_check(inputs: PromptInputs) -> ClaimsChecked | None:
    """The last check, when it sent its draft back to be mended."""
    checks = inputs.state.checks
    last = checks[max(checks)] if checks else None
    return last if last and last.ruling is Ruling.REPAIR else None


def _verdict(verdict: ClaimVerdict, is_brief: bool) -> str:
    words = f"{verdict.evidence_id or 'no evidence'} {verdict.verdict}"
    return words if is_brief else f"{words} ({quoted(verdict.reason, _REASON)})"


def _sent_back(inputs: PromptInputs, is_minimal: bool) -> Iterator[str]:
    check = repaired_check(inputs)
    if check is None:
        return
    failed = [verdict for verdict in check.verdicts if verdict.verdict.is_against]
    yield f"# Your draft of step {check.step} was sent back"
    gate = check.gate
    scores = (
        f"grounding {gate.grounding:.2f}, quality {gate.quality:.2f}, format {gate.format:.2f}, "
        f"robustness {gate.robustness:.2f}, richness {gate.richness:.2f}, usability {gate.usability:.2f}"
    )
    yield f"Scores, 0 to 1: {scores}"
    for verdict in failed[: MAX_CLAIMS if is_minimal else MAX_SENTENCES]:
        longest = _BRIEF_CHARACTERS if is_minimal else _SENTENCE
        sentence = quoted(verdict.sentence, longest, keeps_markers=True)
        yield f"- {sentence}: {_verdict(verdict, is_minimal)}"
    if not is_minimal:
        draft = next((finish.draft for finish in inputs.state.steps[check.step - 1].results(Finish)), "")
        yield fence(draft[:_DRAFT], f"your draft of step {check.step}", keeps_markers=True)
