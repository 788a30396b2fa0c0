from typing import Annotated

from pydantic import Field

from agents.effects import Effects
from agents.observations import HitsFound
from agents.retrieval.lexical import RecordKind
from agents.searching.critic import Tried
from agents.searching.repeats import repeats_of
from agents.searching.rerank import rerank
from agents.toolbox import OF_CORPORA, SEARCHING, ToolContext

PHASES = SEARCHING
SOURCES = OF_CORPORA


def search_images(
    context: ToolContext,
    query: Annotated[str, Field(min_length=1, max_length=500)],
    goal: Annotated[str, Field(max_length=300)] = "",
) -> Effects[HitsFound]:
    """Find pictures that show what the words say.

    query: what the picture should show; "quoted phrases" must occur in its texts, -word excludes. goal: what
    this search should establish, in one sentence; reflect on it afterwards.
    """
    repeats_of(context, [Tried(context.step, "search_images", query)])
    kinds = (RecordKind.IMAGE,)
    hits = context.library.search(text=query, kinds=kinds, limit=context.hits, terms=context.terms)
    lacking = context.library.words_only()
    return HitsFound(query, (yield from rerank(context, query, hits)), words_only=lacking)
