"""Times and costs in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy

from agents.budget import Meter
from agents.retrieval.writings import Source
from agents.types import Usage
from webapp.runs.models import Run
from webapp.runs.presenting.presenters import seconds_of, waited_of

register = template.Library()

NOTICEABLE_SECONDS = 1.0

_PAST = {
    "year": npgettext_lazy("ago", "%(num)d year", "%(num)d years", "num"),
    "month": npgettext_lazy("ago", "%(num)d month", "%(num)d months", "num"),
    "week": npgettext_lazy("ago", "%(num)d week", "%(num)d weeks", "num"),
    "day": npgettext_lazy("ago", "%(num)d day", "%(num)d days", "num"),
    "hour": npgettext_lazy("ago", "%(num)d hour", "%(num)d hours", "num"),
    "minute": npgettext_lazy("ago", "%(num)d minute", "%(num)d minutes", "num"),
}
"""Times in the case that "ago" takes: `vor 2 Tagen`, not `vor 2 Tage`."""

_SOURCES = {
    Source.TEXT: gettext_lazy("text"),
    Source.TITLE: gettext_lazy("title"),
    Source.CAPTION: gettext_lazy("caption"),
    Source.TAGS: gettext_lazy("tags"),
    Source.NOTE: gettext_lazy("note"),
    Source.ALTERNATIVE: gettext_lazy("alternative text"),
    Source.FILE: gettext_lazy("file name"),
    Source.LABEL: gettext_lazy("likely label"),
    Source.READ: gettext_lazy("text read in it"),
}


@register.filter
def ago(moment: datetime) -> str:
    """`just now`, `3 minutes ago`; one unit is enough, the exact time stands in the title."""
    if (timezone.now() - moment).total_seconds() < 60:
        return _("just now")
    units: dict[str, Any] = _PAST  # lazy: of the language that is asked for
    return _("%(time)s ago") % {"time": timesince(moment, depth=1, time_strings=units)}


@register.filter
def stand(sources: Sequence[str]) -> str:
    """Where the words that matched stand: `caption, file name`."""
    return ", ".join(str(_SOURCES[Source(each)]) for each in sources)


@register.filter
def spent(usage: Usage) -> str:
    """What models took: `12,480 tokens, $0.04`; the price only as far as it is known."""
    tokens = _("%(count)s tokens") % {"count": number_format(usage.tokens, force_grouping=True)}
    if not usage.cost_usd:
        return tokens
    more = _(" or more") if usage.unpriced_calls else ""
    return f"{tokens}, ${number_format(usage.cost_usd, 2, force_grouping=True)}{more}"


@register.filter
def metered(meter: Meter) -> str:
    """How much of a budget is used: `12 of 30 steps`, `$0.02 of $1.00`."""
    words = {
        "steps": _("%(used)s of %(limit)s steps"),
        "calls": _("%(used)s of %(limit)s calls"),
        "tokens": _("%(used)s of %(limit)s tokens"),
        "dollars": _("$%(used)s of $%(limit)s"),
        "seconds": _("%(used)s of %(limit)s seconds"),
    }
    decimals = 2 if meter.unit == "dollars" else 0
    amounts = {"used": meter.used, "limit": meter.limit}
    return words[meter.unit] % {
        name: number_format(amount, decimals, force_grouping=True) for name, amount in amounts.items()
    }


@register.filter
def took(run: Run) -> str:
    """How long an ended run took, with its unit."""
    return _duration(seconds_of(run) or 0.0)


@register.filter
def waited(run: Run) -> str:
    """How long a run waited for a worker, with its unit; nothing where nobody would notice."""
    seconds = waited_of(run)
    return _duration(seconds) if seconds >= NOTICEABLE_SECONDS else ""


def _duration(seconds: float) -> str:
    return (
        f"{number_format(seconds, 1)} s" if seconds < 60 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
    )
