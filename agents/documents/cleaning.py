"""What no stored text may hold. Every character that a reader writes passes through here, see writer.py."""


def clean(text: str) -> str:
    """The text without characters that are not text: NUL, which PostgreSQL cannot store."""
    return text.replace("\0", "")
