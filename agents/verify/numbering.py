"""From a draft to an answer: markers that name evidence of this run become numbers, all others go."""

import re
from collections.abc import Mapping

from agents.text.marker_folding import with_own_letters
from agents.text.marker_words import MARKER
from agents.text.markers import canonical, without_unknown
from agents.types import Answer, Citation, Evidence

_MARKERS = re.compile(rf"[ \t]*{MARKER.pattern}")


def resolve(draft: str, evidence: Mapping[str, Evidence]) -> Answer:
    """Number the evidence markers of a draft in order of first use.

    Whatever spelling it has, a marker of evidence that this run does not hold is dropped; so is a number in
    brackets that could be mistaken for a citation.
    """
    numbers: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        is_first = found.start() == 0 or found.string[found.start() - 1] in "\n([{<"
        ids = re.findall(r"e\d+", found[1])
        markers = " ".join(f"[{numbers.setdefault(key, len(numbers) + 1)}]" for key in dict.fromkeys(ids))
        return markers if is_first else f" {markers}"

    text = _MARKERS.sub(number, without_unknown(canonical(draft, evidence), evidence)).strip()
    # Nothing reads ids from here on: what was quoted gets its own letters back.
    text = with_own_letters(text)
    citations = tuple(Citation(marker, evidence[key]) for key, marker in numbers.items())
    return Answer(text, citations, is_supported=bool(citations))
