"""Where a picture of the web is from."""

from dataclasses import dataclass

from agents.sources import NOWHERE, StoredRef


@dataclass(frozen=True, slots=True)
class PictureOrigin:
    """Where a picture of the web is from. What is not known is empty.

    `address` has its bytes, `page` shows it. For one of a page that was read, `snapshot` is that page as it
    is stored and `place` the picture's number in it, from 0.
    """

    address: str
    page: str = ""
    title: str = ""
    author: str = ""
    licence: str = ""
    licence_address: str = ""
    snapshot: StoredRef = NOWHERE
    place: int | None = None
