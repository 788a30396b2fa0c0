"""How people reach a run that is under way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.effects import Effects
from agents.events import Event, OrderTaken
from agents.messages import message as _
from agents.orders import ChangeGoal, Order, Pause, PinEvidence, WithdrawEvidence
from agents.plan import PlanError
from agents.replay import AgentState


def no_orders(_after: int) -> Sequence[Order]:
    """Nobody steers."""
    return ()


def go_on() -> None:
    """Nobody stops the run."""


@dataclass(frozen=True, slots=True)
class Steering:
    """What the loop asks between its steps.

    `orders` has those after a number, in order. `pulse` is asked twice a second while models are waited for,
    and raises what shall end the run there and then.
    """

    orders: Callable[[int], Sequence[Order]] = no_orders
    pulse: Callable[[], None] = go_on


def take(state: AgentState, orders: Sequence[Order]) -> Effects[None]:
    """Journal the orders one by one; nothing follows a pause."""
    for order in orders:
        problem = ""  # Why the wish cannot be fulfilled as things are.
        match order.wish:
            case ChangeGoal(change):
                try:
                    state.plan.apply((change,))
                except PlanError as error:
                    problem = error.message
            case PinEvidence(evidence) | WithdrawEvidence(evidence=evidence):
                if evidence not in state.memory.evidence:
                    problem = _("There is no evidence %(evidence)s in this run any more.", evidence=evidence)
            case _:
                pass
        taken = OrderTaken(order, problem)
        yield taken
        if is_pause(taken):
            return


def is_pause(event: Event) -> bool:
    """True for the event after which the loop stops without an end."""
    return isinstance(event, OrderTaken) and isinstance(event.order.wish, Pause)
