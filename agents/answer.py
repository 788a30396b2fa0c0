"""From a draft to an answer: markers that name evidence of this run become numbers, all others go."""

import re
from collections.abc import Mapping

from agents.types import Answer, Citation, Evidence

_MARKERS = re.compile(r"\s*\[([^\[\]]{1,200})\]")
_ID = re.compile(r"e\d+")


def resolve(draft: str, evidence: Mapping[str, Evidence]) -> Answer:
    """Number the evidence markers of a draft in order of first use.

    A bracket is a marker when it names evidence ids, as in `[e1]` or `[e1, e3]`; ids that this run does not
    hold are dropped. Other brackets stay as they are, unless they could be mistaken for a citation.
    """
    numbers: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        ids = [part.strip() for part in re.split(r"[,;\s]+", found[1]) if part.strip()]
        if not all(_ID.fullmatch(part) or part.isdigit() for part in ids):
            return found[0]
        known = [part for part in ids if part in evidence]
        return "".join(f" [{numbers.setdefault(part, len(numbers) + 1)}]" for part in known)

    text = _MARKERS.sub(number, draft).strip()
    citations = tuple(Citation(marker, evidence[key]) for key, marker in numbers.items())
    return Answer(text, citations, is_supported=bool(citations))
