"""What models write for a citation marker, found in a text from left to right."""

import re
from collections.abc import Iterator

from agents.text import marker_brackets, marker_free
from agents.text.marker_folding import disarmed, folded
from agents.text.spelled_marker import SpelledMarker

_STARTS = re.compile(f"(?P<bracket>{marker_brackets.STARTS})|{marker_free.STARTS}", re.IGNORECASE)


def spelled_markers(text: str) -> Iterator[SpelledMarker]:
    """Whatever is spelled as a marker; none overlap."""
    plain, position, floor = folded(text), 0, 0
    while start := _STARTS.search(plain, position):
        if start["bracket"]:
            marker = marker_brackets.marker_in_brackets(plain, start.start(), text)
        else:
            marker = marker_free.marker_at(plain, start.start(), text, floor)
        # What is no marker as a whole may have one inside.
        position = marker.end if marker else start.start() + 1
        if marker:
            floor = position
            yield marker


def with_lookalikes(marker: SpelledMarker) -> str:
    """The marker at the same length, so that no program takes it for one and a reader still can."""
    return disarmed(marker.raw, len(marker.words))
