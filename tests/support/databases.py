"""The product's tables in a program of benchmarks/, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from tests.fixtures.postgres import database_at, empty_database, postgres_server
from webapp.runs.execution.wiring import _search_over

DATABASES = ("sqlite", "postgres")


@contextmanager
def database(name: str) -> Iterator[None]:
    """Let it be the default database, with nothing in it."""
    ContentType.objects.clear_cache()
    _search_over.cache_clear()  # It holds on to the database that it was made for.
    if name == "sqlite":
        call_command("migrate", verbosity=0)
        yield
        return
    with postgres_server() as server, empty_database(server) as url, database_at(url, "default"):
        call_command("migrate", verbosity=0)
        yield
