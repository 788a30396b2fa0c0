"""What the built-in searcher still misses: each rule looks at a run and asks for calls, or for nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from agents.answers.material import Material
from agents.answers.naming import name_of
from agents.messages import message as _
from agents.policies.run_facts import RunFacts
from agents.questions import PLACE, Ask, Intent
from agents.reading import Candidate
from agents.types import Importance

MAX_DOCUMENTS = 6
MAX_HITS_OF_A_QUERY = 3
"""Whose documents are read; of a question in another language than the texts as many as may be."""

MAX_QUERIES = 5
"""Of one call of the tool; what is left is searched for in the next step."""

MAX_BRIDGES = 4
ENOUGH = 0.7
"""Score from which no further search is made for a better find."""

MAX_QUERY = 500
"""Characters of a query."""

BRIDGE = _("Follow the names found to the missing part")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A call that a rule wants, without its id."""

    tool: str
    arguments: Mapping[str, Any]


def see(facts: RunFacts) -> Iterator[Wanted]:
    """Look at each picture of the question and search by it, once."""
    seen, searched = facts.named("look", "uids"), facts.named("search_by_image", "uid")
    for uid in dict.fromkeys(image.uid for image in facts.question.images):
        if uid not in seen:
            yield Wanted("look", {"uids": [uid]})
        if uid not in searched:
            yield Wanted("search_by_image", {"uid": uid})


def search(facts: RunFacts) -> Iterator[Wanted]:
    """Search for hints, for each ask with its subject's name, and for its other wordings.

    An ask about a picture that was not found has no subject: its words would find something else. One for
    pictures is not searched for in texts.
    """
    tried = facts.searched("search_images", "query")
    asks = [ask for ask in facts.asks if ask.intent is Intent.PICTURES]
    depicted = [query for ask in asks for query in (_depicted(facts, ask), *_rewrites(facts, ask))]
    yield from (Wanted("search_images", {"query": q}) for q in dict.fromkeys(depicted) if q not in tried)
    queries = [query for ask in facts.asks if not _is_lost(facts, ask) for query in _queries(facts, ask)]
    yield from _new_searches(facts, [*facts.state.hints, *queries])


def read(facts: RunFacts) -> Iterator[Wanted]:
    """Read documents that show the pictures, then those the searches found, each search in turn."""
    done = facts.named("read", "document")
    for document in _documents(facts)[:MAX_DOCUMENTS]:
        if document not in done:
            yield Wanted("read", {"document": document, "around": _first_place(facts, document)})


def bridge(facts: RunFacts) -> Iterator[Wanted]:
    """Where an ask is not answered well, search once for names that its best finds brought up."""
    if any(step.intent == BRIDGE for step in facts.state.steps):
        return
    weak = [material for material in facts.materials if _is_weak(material)]
    queries = [material.ask.naming(name) for material in weak for name in _fresh_names(facts, material)]
    yield from _new_searches(facts, queries[:MAX_BRIDGES])


def keep(facts: RunFacts) -> Iterator[Wanted]:
    """Keep what the answer rests on, unless it was tried before."""
    tried = {_key(arguments) for arguments in facts.calls("note")}
    for source in facts.composition.sources:
        want = _note_of(source)
        if facts.evidence_of(source) is None and _key(want.arguments) not in tried:
            tried.add(_key(want.arguments))
            yield want


RULES: tuple[tuple[str, Callable[[RunFacts], Iterator[Wanted]]], ...] = (
    (_("Look at the pictures and find them in the corpora"), see),
    (_("Search for what is asked"), search),
    (_("Read what was found"), read),
    (BRIDGE, bridge),
    (_("Keep what answers the question"), keep),
)
"""In this order; the first that wants anything decides the step."""


def _is_lost(facts: RunFacts, ask: Ask) -> bool:
    return ask.points_at_picture and not facts.shown and not ask.about


def _depicted(facts: RunFacts, ask: Ask) -> str:
    """What the pictures that are asked for are to show."""
    return (" ".join([facts.subject(ask).replace(";", ""), *ask.constraints]).strip() or ask.text)[:MAX_QUERY]


def _queries(facts: RunFacts, ask: Ask) -> Iterator[str]:
    if ask.intent is Intent.PICTURES:
        return
    yield ask.naming(facts.subject(ask))
    yield from _rewrites(facts, ask)
    if ask.points_at_picture and facts.shown and ask.intent is not Intent.COMPARISON:
        yield facts.subject(ask)


def _rewrites(facts: RunFacts, ask: Ask) -> Iterator[str]:
    """The other wordings; one about what a picture shows waits until that is known."""
    subject = facts.subject(ask)
    for wording in ask.rewrites or ():
        if subject or PLACE not in wording:
            yield wording.replace(PLACE, subject)[:MAX_QUERY]


def _new_searches(facts: RunFacts, queries: list[str]) -> Iterator[Wanted]:
    tried = facts.searched("search_text", "queries")
    fresh = [q for q in dict.fromkeys(query[:MAX_QUERY] for query in queries) if q.strip() and q not in tried]
    if fresh:
        yield Wanted("search_text", {"queries": fresh[:MAX_QUERIES]})


def _documents(facts: RunFacts) -> list[int | str]:
    """As `read` takes them."""
    shown: list[int | str] = [document for each in facts.shown for document in each.documents]
    by_query = [
        [hit.source.as_argument for hit in search.found.hits if hit.uid is None and hit.source]
        for search in reversed(facts.state.memory.searches)
        if search.found.query
    ]
    most = MAX_HITS_OF_A_QUERY
    if facts.is_foreign:
        by_query, most = [list(dict.fromkeys(documents)) for documents in by_query], MAX_DOCUMENTS
    turns = [documents[place] for place in range(most) for documents in by_query if place < len(documents)]
    return list(dict.fromkeys([*shown, *turns]))


def _first_place(facts: RunFacts, document: int | str) -> int | None:
    hits = facts.state.memory.pool.values()
    return next((hit.start for hit in hits if hit.source.as_argument == document and hit.start), None)


def _is_weak(material: Material) -> bool:
    if material.ask.intent in (Intent.PICTURES, Intent.ABOUT) or (
        material.ask.intent is Intent.IDENTITY and material.shown
    ):
        return False
    is_lost = material.ask.points_at_picture and not material.shown
    return not is_lost and (not material.findings or material.findings[0].score < ENOUGH)


def _fresh_names(facts: RunFacts, material: Material) -> list[str]:
    """Titles of the best finds, which are about something that the question does not name."""
    known = f"{facts.question.text} {material.subject}".casefold()
    titles = (name_of(finding.candidate.title) for finding in material.findings[:4])
    return [t for t in dict.fromkeys(titles) if len(t) > 1 and t.casefold() not in known][:MAX_BRIDGES]


def _note_of(source: Candidate) -> Wanted:
    """Keep it: of a picture the part that matters, if it is one."""
    if source.source is None:
        region = {"box": asdict(source.box)} if source.box else {}
        return Wanted("note", {"uid": source.uid or "", **region, "importance": Importance.HIGH.value})
    quoted = {"document": source.source.as_argument, "quote": source.text}
    return Wanted("note", {**quoted, "importance": Importance.VERY_HIGH.value})


def _key(arguments: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(repr(arguments.get(name)) for name in ("document", "quote", "uid", "box"))
