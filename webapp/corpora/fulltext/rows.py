"""Rows out of a database, for SQL that no model stands for."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# Any: what a column holds is known to the statement alone, and so is what its parameters may be.
Row = tuple[Any, ...]


def fetch(connection: BaseDatabaseWrapper, sql: str, parameters: Sequence[Any]) -> list[Row]:
    """All the rows that a statement answers; `%s` stands for each parameter in turn."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[Row] = cursor.fetchall()
    return rows
