"""Vectors in a file of SQLite: what one run encoded, the next need not encode again."""

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from agents.reading.kept import Vector

MAX_ROWS = 200_000
"""About 180 MB at 384 dimensions in half precision; what was made first goes first."""
MAX_TOKEN_ROWS = 20_000
"""The same where each row holds the vectors of a sentence's tokens: about 250 MB."""
PRUNED_ROWS = 20_000
BUSY_SECONDS = 2.0
_MAX_IN_ONE_QUERY = 500
_TABLE = (
    "CREATE TABLE IF NOT EXISTS vectors "
    "(number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, vector BLOB NOT NULL)"
)


class VectorFile:
    """A cache in a file that several processes share. A file that cannot be read or written caches nothing.

    It holds hashes of texts and vectors, no text. Half precision moves a cosine by less than 0.001.
    """

    def __init__(self, path: Path, max_rows: int = MAX_ROWS) -> None:
        self._path = path
        self._max_rows = max_rows
        self._lock = threading.Lock()

    def get(self, keys: Sequence[str]) -> Mapping[str, Vector]:
        """Those that are in the file."""
        found: dict[str, Vector] = {}
        try:
            with self._lock, closing(self._open()) as connection:
                for start in range(0, len(keys), _MAX_IN_ONE_QUERY):
                    part = keys[start : start + _MAX_IN_ONE_QUERY]
                    marks = ",".join("?" * len(part))
                    rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
                    found.update(
                        (key, np.frombuffer(blob, np.float16).astype(np.float32)) for key, blob in rows
                    )
        except (sqlite3.Error, OSError, ValueError):
            return {}
        return found

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Write these into the file; the oldest rows go when there are too many."""
        rows = [(key, vector.astype(np.float16).tobytes()) for key, vector in vectors.items()]
        try:
            with self._lock, closing(self._open()) as connection, connection:
                connection.executemany("INSERT OR IGNORE INTO vectors (key, vector) VALUES (?, ?)", rows)
                (count,) = connection.execute("SELECT COUNT(*) FROM vectors").fetchone()
                if count > self._max_rows:
                    excess = count - self._max_rows + min(PRUNED_ROWS, self._max_rows // 10)
                    connection.execute(
                        "DELETE FROM vectors WHERE number IN (SELECT number FROM vectors ORDER BY number "
                        "LIMIT ?)",
                        (excess,),
                    )
        except (sqlite3.Error, OSError):
            return

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(_TABLE)
        return connection
