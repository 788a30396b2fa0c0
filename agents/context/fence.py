"""A fence around text that is data: a model can see where it begins and ends, and the data cannot end it."""

import hashlib
import re

LONGEST_SOURCE = 120
"""Characters of a source's name in the fence's first line."""

_RAILS = re.compile(r"<{3,}|>{3,}")
_LOOKALIKES = str.maketrans("<>", "‹›")


def fence(text: str, source: str) -> str:
    """The text between two lines that name its source and call it untrusted data.

    Both lines carry a hash of the text, which a text cannot foresee of itself; the same text always gets the
    same fence, so that a prompt's stable part stays stable. Whatever in the text or in the source could be
    taken for a rail of the fence is written with lookalike characters of the same length.
    """
    nonce = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    name = " ".join(_disarm(source).split())[:LONGEST_SOURCE]
    return f"<<<untrusted data {nonce} from: {name}>>>\n{_disarm(text)}\n<<<end of untrusted data {nonce}>>>"


def _disarm(text: str) -> str:
    if "<<<" not in text and ">>>" not in text:
        return text
    return _RAILS.sub(lambda found: found[0].translate(_LOOKALIKES), text)
