"""A fence around text that is data: a model can see where it begins and ends, and the data cannot end it."""

import hashlib
import re

from agents.text.hidden import visible
from agents.text.markers import inert

MAX_SOURCE_CHARACTERS = 120
"""Characters of a source's name in the fence's first line."""

_RAILS = re.compile(r"<{3,}|>{3,}")
_LOOKALIKES = str.maketrans("<>", "‹›")


def fence(text: str, source: str, *, keeps_markers: bool = False) -> str:
    """The text between two lines that name its source and call it untrusted data.

    Both lines carry a hash of the text, which a text cannot foresee of itself; the same text always gets the
    same fence, so that a prompt's stable part stays stable. Hidden characters go first; whatever could then
    be taken for a rail of the fence or for a citation marker is written with lookalikes of the same length.
    `keeps_markers` is for a draft of the run's own.
    """
    nonce = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    name = " ".join(_disarm(visible(source)).split())[:MAX_SOURCE_CHARACTERS]
    shown = _disarm(visible(text)) if keeps_markers else as_shown(visible(text))
    return f"<<<untrusted data {nonce} from: {name}>>>\n{shown}\n<<<end of untrusted data {nonce}>>>"


def as_shown(text: str) -> str:
    """Visible text, at the same length, without rails and markers."""
    return inert(_disarm(text))


def _disarm(text: str) -> str:
    if "<<<" not in text and ">>>" not in text:
        return text
    return _RAILS.sub(lambda found: found[0].translate(_LOOKALIKES), text)
