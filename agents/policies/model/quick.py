"""Quick mode: a gate says whether a search is needed (AdaSearch), then one search feeds the answer."""

import re
from typing import Any

from agents.messages import message as _
from agents.observations import Gated
from agents.replay import AgentState
from agents.types import Decision, Question, ToolCall

SURE = 0.8
"""Confidence from which a question may be answered without a search."""

_VOLATILE = re.compile(
    r"\b(latest|newest|current(ly)?|today|now|recent(ly)?|this (year|month|week)|(19|20)\d\d|when|date)\b",
    re.IGNORECASE,
)
_MAX_QUERY_CHARACTERS = 500


def may_skip_search(question: Question, gate: Gated) -> bool:
    """Only a sure answer to a question without pictures, dates and news needs no search."""
    is_lasting = not question.images and not _VOLATILE.search(question.text)
    return is_lasting and gate.can_answer and gate.confidence >= SURE and bool(gate.draft.strip())


def after_gate(state: AgentState, question: Question, gate: Gated) -> Decision | None:
    """The step that needs no model: the draft as it is, or the one search; None when that was done."""
    number = len(state.steps) + 1
    if state.memory.searches or state.memory.looks:
        return None
    if may_skip_search(question, gate):
        known = {
            "answer": gate.draft,
            "reason": _("From the model's own knowledge, without a search.").stored(),
        }
        return Decision(
            _("Answer from the model's own knowledge"), (ToolCall.of_step(number, 1, "finish", known),)
        )
    asked = [query.strip() for query in (*gate.queries, question.text)]
    queries = [*dict.fromkeys(query[:_MAX_QUERY_CHARACTERS] for query in asked if query)][:5]
    wanted: list[tuple[str, dict[str, Any]]] = [("search_text", {"queries": queries})] if queries else []
    for image in question.images:
        wanted += [("look", {"uids": [image.uid]}), ("search_by_image", {"uid": image.uid})]
    calls = (ToolCall.of_step(number, place, *call) for place, call in enumerate(wanted, start=1))
    return Decision(_("Search once"), tuple(calls))
