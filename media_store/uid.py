"""Names of pictures: `img_` and the first base32 characters of the SHA-256 of the stored bytes."""

import base64
import re
from collections.abc import Iterator

PREFIX = "img_"
# 13 characters are 65 bits: a chance collision is expected after about six thousand million pictures.
MIN_CHARACTERS = 13
MAX_CHARACTERS = 52

_UID = re.compile(rf"{PREFIX}[a-z2-7]{{{MIN_CHARACTERS},{MAX_CHARACTERS}}}")


def is_uid(text: str) -> bool:
    """Whether `text` has the form of a UID; says nothing of whether such a picture exists."""
    return _UID.fullmatch(text) is not None


def candidate_uids(sha256: str) -> Iterator[str]:
    """The UIDs a picture may bear, shortest first; each one is a character longer than the last.

    `sha256` is the hexadecimal digest of the stored bytes. A later candidate is used only where all the
    earlier ones already belong to pictures with other bytes.
    """
    code = base64.b32encode(bytes.fromhex(sha256)).decode("ascii").lower().rstrip("=")
    return (PREFIX + code[:length] for length in range(MIN_CHARACTERS, MAX_CHARACTERS + 1))
