"""The embedded broker: a folder of messages, each there completely or not at all.

Kombu's own transport opens a message under its final name and then writes it. A worker that looks in between
takes an empty file, fails to read it and ends; the message is lost.
"""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class WholeFilesChannel(filesystem.Channel):
    """Messages get their name once they are written."""

    # The two bases disagree on the name of what is put.
    def _put(self, queue: str, payload: dict[str, Any], **_kwargs: Any) -> None:  # type: ignore[override]
        """Put a message onto a queue. Raises ChannelError when the folder does not take it."""
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        fresh = folder / f".{name}.part"
        try:
            fresh.write_text(dumps(payload), encoding="utf-8")
            fresh.replace(folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add {name} to the folder of messages ({error.strerror}).") from error


class Transport(filesystem.Transport):
    """Kombu's transport through a folder, with these channels."""

    Channel = WholeFilesChannel
