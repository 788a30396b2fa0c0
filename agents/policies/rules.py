"""What the built-in searcher still misses: each rule looks at a run and asks for calls, or for nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from agents.answers.naming import name_of
from agents.messages import message as _
from agents.policies.run_facts import RunFacts
from agents.questions import PLACE, Ask, Intent
from agents.types import Importance, SourcePolicy

MAX_DOCUMENTS = 6
MAX_HITS_OF_A_QUERY = 3
"""Whose documents are read; of a question in another language than the texts as many as may be."""

MAX_QUERIES = 5
"""Of one call of the tool; what is left is searched for in the next step."""

MAX_BRIDGES = 4
MAX_WEB_QUERY = 400
MAX_PAGES_OF_A_SEARCH = 3
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
        if uid not in searched and facts.sources is not SourcePolicy.WEB:
            yield Wanted("search_by_image", {"uid": uid})


def search(facts: RunFacts) -> Iterator[Wanted]:
    """Search for hints, for each ask with its subject's name, and for its other wordings.

    An ask about a picture that was not found has no subject: its words would find something else. One for
    pictures is not searched for in texts.
    """
    if facts.sources is SourcePolicy.WEB:
        return
    tried = facts.searched("search_images", "query")
    depicted: list[str] = []
    queries: list[str] = []
    for ask in facts.asks:
        if ask.intent is Intent.PICTURES:
            wanted = " ".join([facts.subject(ask).replace(";", ""), *ask.constraints]).strip()
            depicted += [(wanted or ask.text)[:MAX_QUERY], *_rewrites(facts, ask)]
        elif facts.shown or ask.about or not ask.points_at_picture:
            queries += [ask.naming(facts.subject(ask)), *_rewrites(facts, ask)]
            if ask.points_at_picture and facts.shown and ask.intent is not Intent.COMPARISON:
                queries.append(facts.subject(ask))
    yield from (Wanted("search_images", {"query": q}) for q in dict.fromkeys(depicted) if q not in tried)
    yield from _new_searches(facts, [*facts.state.hints, *queries])


def read(facts: RunFacts) -> Iterator[Wanted]:
    """Read documents that show the pictures, then those the searches found, each search in turn."""
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
    done, hits = facts.named("read", "document"), facts.state.memory.pool.values()
    for document in [*dict.fromkeys([*shown, *turns])][:MAX_DOCUMENTS]:
        if document not in done:
            places = (hit.start for hit in hits if hit.source.as_argument == document and hit.start)
            yield Wanted("read", {"document": document, "around": next(places, None)})


def bridge(facts: RunFacts) -> Iterator[Wanted]:
    """Where an ask is not answered well, search once for names that its best finds brought up."""
    if any(step.intent == BRIDGE for step in facts.state.steps):
        return
    queries: list[str] = []
    for material in facts.materials:
        ask, findings = material.ask, material.findings
        needs_no_text = ask.intent in (Intent.PICTURES, Intent.ABOUT) or (
            ask.intent is Intent.IDENTITY and material.shown
        )
        is_lost = ask.points_at_picture and not material.shown
        if needs_no_text or is_lost or (findings and findings[0].score >= ENOUGH):
            continue
        # Titles of the best finds, which are about something that the question does not name.
        known = f"{facts.question.text} {material.subject}".casefold()
        titles = dict.fromkeys(name_of(finding.candidate.title) for finding in findings[:4])
        fresh = [title for title in titles if len(title) > 1 and title.casefold() not in known]
        queries += map(ask.naming, fresh[:MAX_BRIDGES])
    yield from _new_searches(facts, queries[:MAX_BRIDGES])


def search_web(facts: RunFacts) -> Iterator[Wanted]:
    """Where the corpora hold too little for an ask, ask the search engines, once."""
    if facts.sources is SourcePolicy.CORPORA:
        return
    tried = facts.searched("web_search", "query")
    for material in facts.materials:
        ask, findings = material.ask, material.findings
        is_lost = ask.points_at_picture and not material.shown
        if ask.intent is Intent.PICTURES or is_lost or (findings and findings[0].score >= ENOUGH):
            continue
        query = " ".join(ask.naming(material.subject).split())[:MAX_WEB_QUERY]
        if query and query not in tried:
            tried.add(query)
            yield Wanted("web_search", {"query": query})


def open_pages(facts: RunFacts) -> Iterator[Wanted]:
    """Read the best results of each search of the web; for one that cannot be read, the next."""
    met = facts.state.memory
    if not met.web.hits:
        return
    opened = facts.named("open_page", "address")
    read = {page.asked for page in met.web.pages.values()}
    if any(f.findings and f.findings[0].score >= ENOUGH for f in facts.materials) and read:
        return
    for search in met.searches:
        results = [hit.id for hit in search.found.hits if hit.id in met.web.hits]
        done = sum(met.web.hits[each].address in read for each in results)
        left = [each for each in results if each not in opened]
        for each in left[: max(0, MAX_PAGES_OF_A_SEARCH - done)]:
            yield Wanted("open_page", {"address": each, "question": facts.question.text[:MAX_QUERY]})


def keep(facts: RunFacts) -> Iterator[Wanted]:
    """Keep what the answer rests on, unless it was tried before."""
    tried = {_key(arguments) for arguments in facts.calls("note")}
    for source in facts.composition.sources:
        arguments: dict[str, Any]
        if source.source is not None:
            arguments = {"document": source.source.as_argument, "quote": source.text}
            arguments["importance"] = Importance.VERY_HIGH.value
        else:
            # Of a picture the part that matters, if it is one.
            region = {"box": asdict(source.box)} if source.box else {}
            arguments = {"uid": source.uid or "", **region, "importance": Importance.HIGH.value}
        if facts.evidence_of(source) is None and _key(arguments) not in tried:
            tried.add(_key(arguments))
            yield Wanted("note", arguments)


RULES: tuple[tuple[str, Callable[[RunFacts], Iterator[Wanted]]], ...] = (
    (_("Look at the pictures and find them in the corpora"), see),
    (_("Search for what is asked"), search),
    (_("Read what was found"), read),
    (BRIDGE, bridge),
    (_("Search the web for what the corpora do not hold"), search_web),
    (_("Read the pages that were found"), open_pages),
    (_("Keep what answers the question"), keep),
)
"""In this order; the first that wants anything decides the step."""


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


def _key(arguments: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(repr(arguments.get(name)) for name in ("document", "quote", "uid", "box"))
