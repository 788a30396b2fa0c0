"""The embedded broker: a folder of messages, each there completely or not at all.

Kombu's own transport opens a message under its final name and then writes it. A worker that looks in between
takes an empty file, fails to read it and ends; the message is lost. A worker whose folder is gone ends, too.
Here folders are made again, and the sweeper delivers what waits again, since rows are the truth.
"""

from contextlib import suppress
from pathlib import Path
from queue import Empty
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
            if not folder.exists():
                self._make_again()
            fresh.write_text(dumps(payload), encoding="utf-8")
            fresh.replace(folder / name)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
            raise ChannelError(f"Cannot add {name} to the folder of messages ({error.strerror}).") from error

    def _get(self, queue: str, *_arguments: Any) -> Any:
        """The next message of a queue. Raises Empty, also for a folder that had to be made again."""
        try:
            return super()._get(queue)
        except FileNotFoundError:
            self._make_again()
            raise Empty from None

    def _size(self, queue: str) -> int:
        try:
            return int(super()._size(queue))
        except FileNotFoundError:
            return 0

    def get_table(self, exchange: str) -> list[Any]:
        """Which queues an exchange leads to; where that file is gone, those that this process knows."""
        found: list[Any] = super().get_table(exchange)
        if not found and self._bindings(exchange):
            self._make_again()
            found = super().get_table(exchange)
        return found

    def _make_again(self) -> None:
        """Make the folders again, and write down again what leads where, as far as this process knows."""
        for folder in (self.data_folder_in, self.data_folder_out, self.processed_folder, self.control_folder):
            Path(folder).mkdir(parents=True, exist_ok=True)
        for exchange in list(self.state.exchanges or {}):
            for routing_key, pattern, queue in self._bindings(exchange):
                self._queue_bind(exchange, routing_key, pattern, queue)

    def _bindings(self, exchange: str) -> list[tuple[str, Any, str]]:
        return list((self.state.exchanges or {}).get(exchange, {}).get("table", ()))


class Transport(filesystem.Transport):
    """Kombu's transport through a folder, with these channels."""

    Channel = WholeFilesChannel
