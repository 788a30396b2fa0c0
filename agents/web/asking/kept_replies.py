"""What engines found before, kept on disk for a while: a question asked twice is paid for once."""

import hashlib
import json
import logging
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from agents.web.engines.protocol import EngineSetting, Freshness, SearchKind, WebQuery, WebResult

logger = logging.getLogger(__name__)

HOUR_SECONDS = 3600.0
_FORM = 1
"""To be raised when what is kept changes its form."""


@dataclass(frozen=True, slots=True)
class KeptReply:
    """Results with the moment at which the engine gave them, in seconds since 1970."""

    at: float
    results: tuple[WebResult, ...]


_REPLIES = TypeAdapter(KeptReply)


@dataclass(frozen=True, slots=True)
class KeptReplies:
    """Replies of engines as files of `folder`, at most `max_bytes` of them, for `max_seconds` each."""

    folder: Path
    max_seconds: float
    max_bytes: int
    clock: Callable[[], float] = time.time

    def find(self, setting: EngineSetting, query: WebQuery) -> KeptReply | None:
        """What this engine found for the same query, if that is not too long ago."""
        try:
            kept = _REPLIES.validate_json(self._path(setting, query).read_bytes())
        except (OSError, ValidationError):
            return None
        age_seconds = self.clock() - kept.at
        return kept if 0 <= age_seconds < self._lasts_seconds(query) else None

    def keep(self, setting: EngineSetting, query: WebQuery, results: tuple[WebResult, ...]) -> None:
        """Keep what was found. A reply without results may be a bad moment of the engine, and is not kept."""
        if not results or self.max_seconds <= 0 or self.max_bytes <= 0:
            return
        path = self._path(setting, query)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(_REPLIES.dump_json(KeptReply(self.clock(), results)))
            fresh.replace(path)
            self._make_room()
        except OSError as error:
            logger.warning("A reply of %s could not be kept: %s", setting.name, error.strerror)

    def _lasts_seconds(self, query: WebQuery) -> float:
        is_current = query.kind is SearchKind.NEWS or query.freshness is Freshness.DAY
        return min(self.max_seconds, HOUR_SECONDS) if is_current else self.max_seconds

    def _path(self, setting: EngineSetting, query: WebQuery) -> Path:
        # No key, no price: the same query at the same place has the same results.
        named = [_FORM, setting.name, setting.address, setting.language, asdict(query)]
        return self.folder / f"{hashlib.sha256(json.dumps(named).encode()).hexdigest()}.json"

    def _make_room(self) -> None:
        """Take away what is too old, and the oldest of what is too much."""
        now, files = self.clock(), []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # Another process made room meanwhile.
                    if entry.is_file():
                        status = entry.stat()
                        files.append((status.st_mtime, status.st_size, entry.path))
        left_bytes = self.max_bytes
        for written_at, size_bytes, path in sorted(files, reverse=True):
            left_bytes -= size_bytes
            if left_bytes < 0 or now - written_at > self.max_seconds:
                Path(path).unlink(missing_ok=True)
