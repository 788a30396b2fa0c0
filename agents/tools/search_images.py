from typing import Annotated

from pydantic import Field

from agents.observations import HitsFound
from agents.retrieval.lexical import RecordKind
from agents.toolbox import ToolContext


def search_images(
    context: ToolContext, query: Annotated[str, Field(min_length=1, max_length=500)]
) -> HitsFound:
    """Find pictures that show what the words say.

    query: what the picture should show; "quoted phrases" must occur in its texts, -word excludes.
    """
    return HitsFound(query, context.library.search(text=query, kinds=(RecordKind.IMAGE,), limit=context.hits))
