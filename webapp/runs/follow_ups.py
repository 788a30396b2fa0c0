"""Asking on: a new run in the thread of another."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from webapp.corpora.models import Corpus
from webapp.runs import services
from webapp.runs.models import Run


@transaction.atomic
def ask_on(run: Run, *, question: str, owner: User, corpora: Sequence[Corpus]) -> Run:
    """A new run in the thread of another, with its profile. Raises what `services.create` raises."""
    asked = services.create(
        owner=owner, question=question, pictures=[], corpora=corpora, profile=run.profile
    )  # fmt: skip
    Run.objects.filter(pk=asked.pk).update(follows=run)
    return asked
