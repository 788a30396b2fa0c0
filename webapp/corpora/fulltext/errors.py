"""
ConfigurationError (agents.errors)
└── UnsupportedDatabase    the database is neither SQLite nor PostgreSQL
"""

from agents.errors import ConfigurationError


class UnsupportedDatabase(ConfigurationError):
    """The database is neither SQLite nor PostgreSQL."""

    def __init__(self, vendor: str) -> None:
        super().__init__(
            f"There is no full-text search for {vendor!r} databases. Use a PostgreSQL or an SQLite database."
        )
