"""What users may spend on models in a month, and what they have spent."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F

from agents.errors import SightlineError
from agents.messages import message as _
from agents.types import Usage
from webapp.runs.models import Run, Spending


class NothingLeft(SightlineError):
    """A user has spent what a month allows."""


def charge(run: Run, usage: Usage) -> None:
    """Write down what a reply cost, for the run and for its owner's month."""
    added = {"tokens": F("tokens") + usage.tokens, "cost_usd": F("cost_usd") + usage.cost_usd}
    Run.objects.filter(pk=run.pk).update(model_calls=F("model_calls") + usage.model_calls, **added)
    if run.owner_id is None:
        return
    month = Spending.objects.filter(user_id=run.owner_id, month=_this_month())
    if not month.update(**added):  # The first reply of a month has no row to add to.
        Spending.objects.get_or_create(user_id=run.owner_id, month=_this_month())
        month.update(**added)


def allowance_usd(user_id: int | None) -> Decimal | None:
    """Dollars that are left this month, 0 when the tokens are used up; None without any limit."""
    limit_usd, limit_tokens = settings.ENV.monthly_usd, settings.ENV.monthly_tokens
    if user_id is None or not (limit_usd or limit_tokens):
        return None
    row = spent_this_month(user_id)
    if limit_tokens and row.tokens >= limit_tokens:
        return Decimal(0)
    return max(Decimal(0), limit_usd - row.cost_usd) if limit_usd else None


def spent_this_month(user_id: int) -> Spending:
    """What the user has spent this month; a row of zeros that is not stored when that is nothing."""
    return Spending.objects.filter(user_id=user_id, month=_this_month()).first() or Spending()


def require_allowance(user: User | None) -> None:
    """Raise NothingLeft when the user may spend nothing more this month."""
    left = allowance_usd(user.pk if user else None)
    if left is not None and left <= 0:
        raise NothingLeft(
            _(
                "What you may spend on models this month is used up. Ask again next month, or have "
                "an administrator raise the limit."
            )
        )


def _this_month() -> date:
    return datetime.now(UTC).date().replace(day=1)
