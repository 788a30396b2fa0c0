"""`manage.py migrate`: the tables of this version, and then full-text indexes with its tokens."""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from webapp.management.cli import progress_bar

_PARTIAL = ("app_label", "plan", "check_unapplied", "fake", "prune")
"""Options after which there may be tables of an older version."""


class Command(migrate.Command):
    """Django's command, which is what people run to open a home of an older version."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["database"] == DEFAULT_DB_ALIAS and not any(options[name] for name in _PARTIAL):
            from webapp.corpora.indexing.retokenising import outdated, retokenise

            for corpus in outdated():
                with progress_bar(f"Indexing the words of {corpus.slug} for this version") as progress:
                    retokenise(corpus, progress)
