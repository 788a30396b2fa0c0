"""Quick mode: a gate says whether a search is needed (AdaSearch), then one search feeds the answer."""

import re
from collections.abc import Sequence
from typing import Any

from agents.messages import message as _
from agents.observations import Gated
from agents.replay import AgentState
from agents.types import Decision, Question, SourcePolicy, ToolCall
from agents.web.asking.search import MAX_QUERY_CHARACTERS

SURE = 0.8
"""Confidence from which a question may be answered without a search."""

_VOLATILE = re.compile(
    r"\b(latest|newest|current(ly)?|today|now|recent(ly)?|this (year|month|week)|(19|20)\d\d|when|date)\b",
    re.IGNORECASE,
)
_MAX_QUERY_CHARACTERS = 500
MAX_PAGES = 2
"""Pages of the web that are read of the one search."""

_Call = tuple[str, dict[str, Any]]


def may_skip_search(question: Question, gate: Gated) -> bool:
    """Only a sure answer to a question without pictures, dates and news needs no search."""
    is_lasting = not question.images and not _VOLATILE.search(question.text)
    return is_lasting and gate.can_answer and gate.confidence >= SURE and bool(gate.draft.strip())


def after_gate(state: AgentState, question: Question, gate: Gated) -> Decision | None:
    """The step that needs no model: the draft as it is, or the one search with its pages; None after that."""
    number = len(state.steps) + 1
    made = {call.name for step in state.steps for call in step.calls}
    if state.memory.searches or state.memory.looks or "web_search" in made:
        pages = [*state.memory.web.hits][:MAX_PAGES] if "open_page" not in made else []
        asked: list[_Call] = [
            ("open_page", {"address": page, "question": question.text[:500]}) for page in pages
        ]
        return _decision(number, _("Read the pages that were found"), asked) if asked else None
    if may_skip_search(question, gate):
        reason = _("From the model's own knowledge, without a search.").stored()
        known = {"answer": gate.draft, "reason": reason}
        return _decision(number, _("Answer from the model's own knowledge"), [("finish", known)])
    sources = state.started.sources if state.started else SourcePolicy.CORPORA
    has_corpora, has_web = sources is not SourcePolicy.WEB, sources is not SourcePolicy.CORPORA
    words = [query.strip() for query in (*gate.queries, question.text)]
    queries = [*dict.fromkeys(query[:_MAX_QUERY_CHARACTERS] for query in words if query)][:5]
    wanted = list[_Call]()
    if queries and has_corpora:
        wanted.append(("search_text", {"queries": queries}))
    if queries and has_web:
        wanted.append(("web_search", {"query": queries[0][:MAX_QUERY_CHARACTERS]}))
    for image in question.images:
        wanted.append(("look", {"uids": [image.uid]}))
        if has_corpora:
            wanted.append(("search_by_image", {"uid": image.uid}))
    return _decision(number, _("Search once"), wanted)


def _decision(number: int, intent: str, wanted: Sequence[_Call]) -> Decision:
    calls = (ToolCall.of_step(number, place, *call) for place, call in enumerate(wanted, start=1))
    return Decision(intent, tuple(calls))
