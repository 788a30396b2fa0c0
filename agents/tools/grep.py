from typing import Annotated

from pydantic import Field

from agents.messages import message as _
from agents.observations import LinesFound
from agents.retrieval.patterns import Pattern
from agents.toolbox import OF_CORPORA, SEARCHING, ToolContext, ToolFailed

PHASES = SEARCHING
SOURCES = OF_CORPORA
PIECES = 8
"""Pieces of a pattern between stars; each is one way through the text."""


def grep(
    context: ToolContext,
    pattern: Annotated[str, Field(min_length=2, max_length=200)],
    limit: Annotated[int, Field(ge=1, le=50)] = 20,
) -> LinesFound:
    """Find the places in documents where exact words stand: names, numbers, codes, phrases.

    pattern: words as they are written, in any case; white space also matches the end of a line, and *
    (at most 7 of them) up to 40 characters of one line. There are no other wildcards. limit: how many lines,
    1 to 50.
    """
    if not 0 < len(Pattern(pattern).pieces) <= PIECES:
        raise ToolFailed(
            "invalid_arguments",
            _("A pattern has words in 1 to %(count)s pieces, with a * between each two.", count=PIECES),
            _("Give the words to look for."),
        )
    found = context.library.grep(pattern, limit + 1)
    return LinesFound(pattern, found[:limit], is_cut=len(found) > limit)
