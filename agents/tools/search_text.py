from typing import Annotated

from pydantic import Field

from agents.observations import HitsFound, SearchesDone
from agents.retrieval.lexical import RecordKind
from agents.toolbox import ToolContext


def search_text(
    context: ToolContext,
    queries: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=500)]], Field(min_length=1, max_length=5)
    ],
) -> SearchesDone:
    """Search passages and what is written about pictures by words.

    queries: up to 5; "quoted phrases" must occur, -word excludes.
    """
    kinds = (RecordKind.PASSAGE, RecordKind.IMAGE)
    return SearchesDone(
        tuple(
            HitsFound(query, context.library.search(text=query, kinds=kinds, limit=context.hits))
            for query in queries
        )
    )
