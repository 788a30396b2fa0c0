"""Short names for exactly these weights."""

import hashlib
from pathlib import Path

LENGTH = 8


def file_checksum(path: Path) -> str:
    """The first hexadecimal digits of the SHA-256 of a file. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:LENGTH]


def text_checksum(*parts: str) -> str:
    """The first hexadecimal digits of the SHA-256 of the parts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:LENGTH]
