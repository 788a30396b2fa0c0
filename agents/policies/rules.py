"""What the built-in searcher still misses: each rule looks at a case and asks for calls, or for nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from agents.messages import message as _
from agents.policies.case import Case
from agents.policies.question import Ask, names_in
from agents.policies.reading import Scored, Statement
from agents.types import Importance

GOOD = 0.9
"""Score of the best sentence from which no further hop is tried."""

MAX_DOCUMENTS = 6
MAX_BRIDGES = 4
BRIDGE = _("Follow the names found to the missing part")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A call that a rule wants, without its id."""

    tool: str
    arguments: Mapping[str, Any]


def see(case: Case) -> Iterator[Wanted]:
    """Look at each picture of the question and search by it, once."""
    seen, searched = case.named("look", "uids"), case.named("search_by_image", "uid")
    for uid in dict.fromkeys(image.uid for image in case.question.images):
        if uid not in seen:
            yield Wanted("look", {"uids": [uid]})
        if uid not in searched:
            yield Wanted("search_by_image", {"uid": uid})


def search(case: Case) -> Iterator[Wanted]:
    """Search for hints, for each ask with the subject's name in it, and for the question as it stands."""
    queries = [ask.about(case.subject) for ask in case.asks]
    yield from _new_searches(case, [*case.state.hints, *queries, case.question.text])


def read(case: Case) -> Iterator[Wanted]:
    """Read documents that show the pictures, then those the searches found, each search in turn."""
    done = case.named("read", "document")
    for document in _documents(case)[:MAX_DOCUMENTS]:
        if document not in done:
            yield Wanted("read", {"document": document, "around": _first_place(case, document)})


def bridge(case: Case) -> Iterator[Wanted]:
    """Where an ask is not answered well, search once for names that its best sentences brought up."""
    if any(step.intent == BRIDGE for step in case.state.steps):
        return
    weak = [(ask, found) for ask, found in case.ranked if ask in case.facts and _is_weak(found)]
    queries = [ask.about(name) for ask, found in weak for name in _fresh_names(case, found)]
    yield from _new_searches(case, queries[:MAX_BRIDGES])


def keep(case: Case) -> Iterator[Wanted]:
    """Keep the matching pictures and the answering sentences, unless they were tried before."""
    tried = {_key(arguments) for arguments in case.calls("note")}
    for want in (*_pictures_to_keep(case), *_sentences_to_keep(case)):
        if _key(want.arguments) not in tried:
            yield want


RULES: tuple[tuple[str, Callable[[Case], Iterator[Wanted]]], ...] = (
    (_("Look at the pictures and find them in the corpora"), see),
    (_("Search for what is asked"), search),
    (_("Read what was found"), read),
    (BRIDGE, bridge),
    (_("Keep what answers the question"), keep),
)
"""In this order; the first that wants anything decides the step."""


def _new_searches(case: Case, queries: list[str]) -> Iterator[Wanted]:
    tried = case.named("search_text", "queries")
    fresh = [q for q in dict.fromkeys(query[:500] for query in queries) if q.strip() and q not in tried]
    if fresh:
        yield Wanted("search_text", {"queries": fresh[:5]})


def _documents(case: Case) -> list[int]:
    shown = [d for subject in case.subjects if subject.match for d in subject.match.documents]
    by_query = [
        [hit.document for hit in search.found.hits if hit.document is not None]
        for search in reversed(case.state.memory.searches)
        if search.found.query
    ]
    turns = [documents[place] for place in range(3) for documents in by_query if place < len(documents)]
    return list(dict.fromkeys([*shown, *turns]))


def _first_place(case: Case, document: int) -> int | None:
    hits = case.state.memory.pool.values()
    return next((hit.start for hit in hits if hit.document == document and hit.start), None)


def _fresh_names(case: Case, ranked: list[Scored]) -> list[str]:
    known = f"{case.question.text} {case.subject}".lower()
    names = [name for scored in ranked[:4] for name in names_in(scored.statement.text)]
    titles = [scored.statement.title for scored in ranked[:4]]
    fresh = [name for name in (*names, *titles) if len(name) > 2 and name.lower() not in known]
    return list(dict.fromkeys(fresh))[:MAX_BRIDGES]


def _is_weak(ranked: list[Scored]) -> bool:
    return not ranked or ranked[0].score < GOOD


def _pictures_to_keep(case: Case) -> Iterator[Wanted]:
    for subject in case.subjects:
        if subject.match and subject.match.uid:
            yield _note_of_picture(subject.match.uid, "Matches the picture of the question.")


def _sentences_to_keep(case: Case) -> Iterator[Wanted]:
    for ask in case.asks:
        for scored in case.chosen(ask):
            yield _note_of(scored.statement, ask)


def _note_of(statement: Statement, ask: Ask) -> Wanted:
    note = f"Answers: {ask.text}"[:500]
    if statement.document is None:
        return _note_of_picture(statement.uid or "", note)
    source = {"document": statement.document, "quote": statement.text}
    return Wanted("note", {**source, "importance": Importance.VERY_HIGH.value, "note": note})


def _note_of_picture(uid: str, note: str) -> Wanted:
    return Wanted("note", {"uid": uid, "importance": Importance.HIGH.value, "note": note})


def _key(arguments: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(repr(arguments.get(name)) for name in ("document", "quote", "uid"))
