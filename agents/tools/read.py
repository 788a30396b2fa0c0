from typing import Annotated

from pydantic import Field

from agents.observations import TextRead
from agents.toolbox import EVIDENCE, SourceArgument, ToolContext

PHASES = EVIDENCE
PAGE = 8_000
"""Characters of one read."""


def read(
    context: ToolContext,
    document: SourceArgument,
    around: Annotated[int | None, Field(ge=0)] = None,
) -> TextRead:
    """Read a document, or the part around one of its characters.

    document: its id, or another text as it is named (page:3). around: a character position, such as the
    start of a passage; the text on both sides of it comes along. Without it, it is read from its beginning.
    """
    start = max(0, around - PAGE // 2) if around is not None else 0
    return TextRead.of(context.source(document), start, start + PAGE)
