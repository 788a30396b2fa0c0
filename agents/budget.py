"""What a run may spend, and how much of it is gone."""

from dataclasses import dataclass
from decimal import Decimal

from agents.messages import message as _
from agents.profile import RunProfile
from agents.replay import AgentState

MARKS = (0.6, 0.75, 0.9)
"""Shares of a budget at which the policy is told."""

MAX_CLOSING_STEPS = 8
"""Steps that the built-in rules may take after a model has used up a budget: they cost nothing."""

_NEWEST = 8
"""Requests that the next one is estimated by: small ones to a verifier stand among them."""


@dataclass(frozen=True, slots=True)
class Meter:
    """One budget: how much of what is used, reserved by requests under way, and the limit."""

    unit: str
    used: float
    limit: float

    @property
    def share(self) -> float:
        """0 at the start, 1 when it is spent; may pass 1 by one call."""
        return self.used / self.limit

    def __str__(self) -> str:
        if self.unit == "dollars":
            return f"${self.used:.2f} of ${self.limit:.2f}"
        return f"{self.used:,.0f} of {self.limit:,.0f} {self.unit}"


def meters(profile: RunProfile, state: AgentState, seconds: float | None = None) -> tuple[Meter, ...]:
    """All budgets of a run. `seconds` is the wall clock where it is known, else the time that work took."""
    usual = _usual_tokens(state)
    reserved = sum(max(asked.reserved_tokens, usual) for asked in state.in_flight.values())
    return (
        Meter("steps", len(state.steps), profile.max_steps),
        Meter("calls", state.tool_calls, profile.max_calls),
        Meter("tokens", state.usage.tokens + reserved, profile.max_tokens),
        Meter("dollars", float(state.usage.cost_usd), float(profile.max_usd)),
        Meter("seconds", state.seconds if seconds is None else seconds, profile.max_seconds),
    )


def spent(
    profile: RunProfile, state: AgentState, seconds: float, allowance_usd: Decimal | None = None
) -> str:
    """Why only the closing answer may follow, as a sentence; empty while there is more.

    One request is kept back for that answer, so that a limit is passed by one request at most.
    `allowance_usd` is what the person may still spend.
    """
    if state.answer_wanted:
        return _("An answer is wanted now.")
    steps, calls, tokens, dollars, clock = meters(profile, state, seconds)
    # Requests for steps that are under way, or answered and not yet decided on.
    known = state.in_flight.keys() | state.replies.keys()
    steps_to_come = sum(asked.key in known for asked in state.undecided.values())
    if steps.used + steps_to_come >= steps.limit - 1:
        return _("The limit of %(count)s steps is reached.", count=profile.max_steps)
    if calls.used >= calls.limit:
        return _("The limit of %(count)s calls is reached.", count=profile.max_calls)
    if tokens.used + _usual_tokens(state) > tokens.limit:
        return _("The limit of %(count)s tokens is reached.", count=profile.max_tokens)
    # What is under way is paid for when it arrives.
    to_come = float(state.usage.cost_usd) / max(1, state.usage.model_calls) * (len(state.in_flight) + 1)
    if to_come and dollars.used + to_come > dollars.limit:
        return _("The limit of $%(usd)s is reached.", usd=f"{profile.max_usd:.2f}")
    if allowance_usd is not None and allowance_usd <= to_come:
        return _("What you may spend this month is used up.")
    if clock.used >= clock.limit:
        return _("The limit of %(count)s seconds is reached.", count=round(profile.max_seconds))
    return ""


def mark(profile: RunProfile, state: AgentState) -> float:
    """The highest mark that a budget has passed; 0 for none. A function of the journal alone."""
    share = max(meter.share for meter in meters(profile, state))
    return max((each for each in MARKS if share >= each), default=0.0)


def _usual_tokens(state: AgentState) -> int:
    """What a further request is likely to take: as much as the largest of the newest ones."""
    newest = state.asked[-_NEWEST:]
    replies = [state.replies[asked.key].usage.tokens for asked in newest if asked.key in state.replies]
    return max([*(asked.ledger.total for asked in newest), *replies], default=0)
