from typing import Annotated

from pydantic import Field

from agents.observations import Gated
from agents.toolbox import Phase, ToolContext

PHASES = frozenset({Phase.GATE})

Query = Annotated[str, Field(min_length=1, max_length=500)]


def gate(  # noqa: PLR0913  The parameters of a tool are its schema.
    context: ToolContext,
    can_answer: bool,
    confidence: Annotated[float, Field(ge=0, le=1)],
    rationale: Annotated[str, Field(max_length=1_000)],
    draft: Annotated[str, Field(max_length=4_000)] = "",
    queries: Annotated[tuple[Query, ...], Field(max_length=3)] = (),
) -> Gated:
    """Decide whether the question needs a search. Anything dated, recent, rare, or about a picture needs one.

    can_answer: whether you know the answer without one. confidence: how sure you are of that, 0 to 1.
    rationale: why, in a sentence or two. draft: the answer, if you know it. queries: otherwise up to 3 search
    queries that would bring it.
    """
    return Gated(can_answer, confidence, rationale.strip(), draft.strip(), queries)
