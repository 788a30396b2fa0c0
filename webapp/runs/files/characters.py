"""Characters that show nothing and change what is around them: terminal codes, and turns of direction."""

import json
import re

# Not U+200E, U+200F and U+061C: those only mark a place, and right-to-left writing needs them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def uncover(text: str) -> str:
    """The text with a visible sign in the place of each of them."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def escape_in_json(text: str) -> str:
    """JSON with each of them as an escape, which says the same; only strings may hold any."""
    return _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)
