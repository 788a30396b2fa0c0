"""Asking on, and asking again: a new run out of another one."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from agents.orders import Wish
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.runs.execution import orders, services
from webapp.runs.models import Run


@transaction.atomic
def ask_on(
    run: Run, *, question: str, owner: User, corpora: Sequence[Corpus], pictures: Sequence[str] = ()
) -> Run:
    """A new run in the thread of another, with its profile, sources, and those of `pictures` that stay.

    Raises what `services.create` raises.
    """
    asked = services.create(
        owner=owner, question=question, pictures=pictures, corpora=corpora, profile=run.profile,
        sources=run.sources,
    )  # fmt: skip
    Run.objects.filter(pk=asked.pk).update(follows=run)
    return asked


@transaction.atomic
def ask_again(
    run: Run, *, owner: User, corpora: Sequence[Corpus], profile: str = "", wish: Wish | None = None
) -> Run:
    """The same question and pictures once more over `corpora`, as a run of its own in the same thread.

    With another profile, or with a wish that holds from its first step on, where they are given. Raises
    BadInput when no corpus is left, and what `services.create` raises.
    """
    if not corpora and run.corpora.exists():
        raise BadInput(_("None of the corpora of this run can be asked any more; ask it in others."))
    asked = services.create(
        owner=owner, question=run.question, pictures=run.images, corpora=corpora,
        profile=profile or run.profile, sources=run.sources,
    )  # fmt: skip
    Run.objects.filter(pk=asked.pk).update(follows=run.follows)
    if wish:
        orders.add(asked, wish, owner)
    return asked
