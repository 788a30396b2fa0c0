"""Asking on, and asking again: a new run out of another one."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from agents.orders import ReviseUnderstanding
from agents.questions.types import Understanding
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.runs import orders, services
from webapp.runs.models import Run


@transaction.atomic
def ask_on(run: Run, *, question: str, owner: User, corpora: Sequence[Corpus]) -> Run:
    """A new run in the thread of another, with its profile. Raises what `services.create` raises."""
    asked = services.create(
        owner=owner, question=question, pictures=[], corpora=corpora, profile=run.profile
    )  # fmt: skip
    Run.objects.filter(pk=asked.pk).update(follows=run)
    return asked


@transaction.atomic
def ask_again(
    run: Run, *, owner: User, corpora: Sequence[Corpus], reading: Understanding | None = None
) -> Run:
    """The same question and pictures once more, as a run of its own; `corpora` are those that are left.

    With a `reading` it is understood that way from its first step on, and stays in the thread of `run`.

    Raises BadInput when none of its corpora is, and what `services.create` raises.
    """
    if not corpora and run.corpora.exists():
        raise BadInput(_("None of the corpora of this run can be asked any more; ask it in others."))
    asked = services.create(
        owner=owner, question=run.question, pictures=run.images, corpora=corpora, profile=run.profile
    )
    if reading is not None:
        orders.add(asked, ReviseUnderstanding(reading), owner)
        Run.objects.filter(pk=asked.pk).update(follows=run.follows)
    return asked
