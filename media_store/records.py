"""The file beside each picture that says what is known of it."""

import json
from dataclasses import asdict, dataclass

from media_store.boxes import Box
from media_store.errors import InvalidBox, MediaStoreUnavailable
from media_store.facts import ImageFacts
from media_store.messages import message as _

VERSION = 2
"""How pictures are made from files. 1: of several frames the first, 16 bits taken at their word."""
_READ_VERSIONS = range(1, VERSION + 1)


@dataclass(frozen=True, slots=True)
class Record:
    """The facts of a picture, the key of what it was first made from, and the version that made it."""

    facts: ImageFacts
    source: str
    version: int = VERSION

    def to_json(self) -> bytes:
        """The record as it is written."""
        return json.dumps({"version": self.version, "source": self.source, **asdict(self.facts)}).encode()


def read_record(written: bytes) -> Record:
    """Read what `Record.to_json` wrote; raises MediaStoreUnavailable for anything else."""
    try:
        fields = json.loads(written)
        version, source, box = fields.pop("version"), fields.pop("source"), fields.pop("box")
        if version not in _READ_VERSIONS:
            raise MediaStoreUnavailable(
                _(
                    "The media store was written in version %(written)s, but this program reads up to "
                    "%(read)s. Run the program that wrote it, or a later one.",
                    written=str(version),
                    read=VERSION,
                )
            )
        return Record(ImageFacts(**fields, box=Box(**box) if box else None), source, version)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidBox) as error:
        raise MediaStoreUnavailable(
            _(
                "The record of a picture in the media store is damaged: %(error)s. Restore it from a backup.",
                error=str(error),
            )
        ) from error
