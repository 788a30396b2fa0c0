from typing import Annotated

from pydantic import Field

from agents.effects import Effects
from agents.observations import HitsFound, SearchesDone, SeenHit
from agents.retrieval.lexical import RecordKind
from agents.searching.critic import Tried
from agents.searching.repeats import repeats_of
from agents.searching.rerank import rerank
from agents.toolbox import OF_CORPORA, SEARCHING, ToolContext

PHASES = SEARCHING
SOURCES = OF_CORPORA
KINDS = (RecordKind.PASSAGE, RecordKind.IMAGE)

Query = Annotated[str, Field(min_length=1, max_length=500)]


def search_text(
    context: ToolContext,
    queries: Annotated[list[Query], Field(min_length=1, max_length=5)],
    goal: Annotated[str, Field(max_length=300)] = "",
) -> Effects[SearchesDone]:
    """Search passages and what is written about pictures by words.

    queries: 1 to 5, each from another side; "quoted phrases" must occur, -word excludes. goal: what this
    search should establish, in one sentence; reflect on it afterwards.
    """
    repeats = repeats_of(context, [Tried(context.step, "search_text", query) for query in queries])
    lacking = context.library.words_only()
    searches = []
    for query, repeat in zip(queries, repeats, strict=True):
        hits: tuple[SeenHit, ...] = ()
        if not repeat:
            hits = context.library.search(text=query, kinds=KINDS, limit=context.hits, terms=context.terms)
        hits = yield from rerank(context, query, hits)
        searches.append(HitsFound(query, hits, repeat_of=repeat, words_only=lacking))
    return SearchesDone(tuple(searches))
