"""A worker that kills itself in the middle of an import, at the same place each time.

    python -m tests.curation.mortal_worker COUNT ARGUMENT...

The arguments are Celery's. It dies when it is about to write further pictures beside COUNT or more, of which
the last are not committed yet.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from celery.bin.celery import main
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def die_beside(pictures: int) -> None:
    """Have every connection of this process end it at a statement that writes pictures beside so many."""

    def execute(next_one: Execute, sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith('INSERT INTO "corpora_corpusimage" '):
            with context["connection"].cursor() as cursor:
                cursor.execute("SELECT count(*) FROM corpora_corpusimage")
                if cursor.fetchone()[0] >= pictures:
                    os.kill(os.getpid(), signal.SIGKILL)
        return next_one(sql, values, many, context)

    def take(connection: BaseDatabaseWrapper, **_given: object) -> None:
        connection.execute_wrappers.append(execute)

    connection_created.connect(take, weak=False)


if __name__ == "__main__":
    die_beside(int(sys.argv.pop(1)))
    main()
