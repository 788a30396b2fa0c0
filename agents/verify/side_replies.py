"""Replies beside the steps of a run: verdicts, captions, orders. A role of no use is not asked again."""

import re
from collections.abc import Callable, Mapping

from agents.messages import Message, joined
from agents.messages import message as _
from agents.replay import AgentState
from agents.types import Role
from agents.verdicts import Verdict, parse_verdict
from agents.verify.answering import parse_level

PATIENCE = 3
"""Replies in a row that were no use before a role is not asked any more in this run."""

_USABLE: Mapping[Role, tuple[Callable[[str], bool], Message]] = {
    Role.VERIFIER: (
        lambda text: parse_verdict(text)[0] is not Verdict.UNCHECKED or parse_level(text) is not None,
        _(
            "The last %(count)s replies of the verifier held no verdict; it is let go.",
            count=PATIENCE,
        ),
    ),
    Role.CAPTIONER: (
        lambda text: bool(text.strip()),
        _(
            "The last %(count)s replies of the captioner held no words; it is let go.",
            count=PATIENCE,
        ),
    ),
    Role.RERANKER: (
        lambda text: bool(re.search(r"\d", text)),
        _("The last %(count)s replies of the reranker held no order; it is let go.", count=PATIENCE),
    ),
}
"""Whether a reply of a role holds what it was asked for, and what is said when the last ones did not."""


def side_problem(state: AgentState, role: Role) -> str:
    """Why a role should not be asked again, as a sentence; empty while its replies are of use."""
    keys = [asked.key for asked in state.asked if asked.role is role and not asked.decides]
    last = [state.replies[key] for key in dict.fromkeys(keys) if key in state.replies][-PATIENCE:]
    if role not in _USABLE or len(last) < PATIENCE:
        return ""
    is_usable, problem = _USABLE[role]
    if any(is_usable(reply.text) for reply in last):
        return ""
    if last[-1].finish != "length":
        return joined(problem)
    tokens = last[-1].usage.output_tokens
    cut = _("The last was cut at %(tokens)s tokens: raise output= in the model's line.", tokens=tokens)
    return joined(problem, cut)


def last_key(state: AgentState, role: Role) -> str:
    """The key of the newest request to a role."""
    return next(asked.key for asked in reversed(state.asked) if asked.role is role)
