"""What every kind of result is asked for, so that nobody who asks need know the kinds."""

from collections.abc import Mapping

from agents.observations.hits import SeenHit


class Result:
    """What a tool gave back. A kind overrides what it has; most kinds have little of it."""

    __slots__ = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the records, documents and pictures that it shows."""
        return tuple(hit.id for hit in self.all_hits) or self.seen_uids

    @property
    def uids(self) -> tuple[str, ...]:
        """Every picture that it names, whether it was looked at or not."""
        return tuple(hit.uid for hit in self.all_hits if hit.uid) or self.seen_uids

    @property
    def seen_uids(self) -> tuple[str, ...]:
        """The pictures that were looked at or made."""
        return ()

    @property
    def pixel_uids(self) -> tuple[str, ...]:
        """The pictures whose pixels it shows; of those on a contact sheet, the sheet."""
        return self.seen_uids

    @property
    def made_from(self) -> Mapping[str, tuple[str, ...]]:
        """The pictures that were made from others, each with the UIDs of those."""
        return {}

    @property
    def all_hits(self) -> tuple[SeenHit, ...]:
        """The hits of all its queries, in their order; one that several found stands there each time."""
        return ()

    @property
    def is_empty(self) -> bool:
        """True when something was looked for and nothing was there."""
        return False
