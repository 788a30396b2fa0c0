"""States in the words of the interface."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agents.messages import read_message
from agents.plan import GoalStatus
from webapp.messages import translated
from webapp.runs.presenting.profiles import profile_title
from webapp.runs.presenting.wording import importance_words
from webapp.web_search import kept_ago

register = template.Library()
register.filter(importance_words)
register.filter(kept_ago)


@register.filter
def said(text: Any) -> str:  # a text, a message, or either as JSON
    """A message in the language of the reader; any other text as it was written."""
    try:
        return translated(read_message(text))
    except ValueError:
        return str(text)


@register.filter
def status_words(status: str) -> str:
    """The status of a run."""
    return {
        "queued": _("waiting"),
        "running": _("running"),
        "paused": _("paused"),
        "finished": _("finished"),
        "declined": _("declined"),
        "cancelled": _("cancelled"),
        "interrupted": _("interrupted"),
        "failed": _("failed"),
    }[status]


@register.filter
def goal_words(status: str) -> str:
    """Where the work on a goal stands."""
    return _(GoalStatus(status).words.template)


@register.filter
def verdict_words(verdict: str) -> str:
    """What the check of a citation found."""
    return {
        "supported": _("It supports what is said"),
        "quoted": _("Quoted word for word"),
        "contradicted": _("It says otherwise"),
        "unsupported": _("It does not say this"),
        "unchecked": _("Not checked"),
    }[verdict]


@register.filter
def channel_words(name: str) -> str:
    """What a hit was found by."""
    return {
        "exact": pgettext("found by", "exact words"),
        "words": pgettext("found by", "words"),
        "meaning": pgettext("found by", "meaning"),
        "depicts": pgettext("found by", "what it shows"),
        "looks": pgettext("found by", "looks"),
        "concept": pgettext("found by", "concept"),
        "copies": pgettext("found by", "same picture"),
    }.get(name, name)


@register.filter
def profile_words(name: str) -> str:
    """What a profile is called."""
    return profile_title(name)


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    """What something is called, or its key where it has no name."""
    return names.get(key, key)


@register.filter
def after_title(text: str, title: str) -> str:
    """A passage as it stands below its title, with which the first of a document begins."""
    return text[len(title) :].lstrip() if title and text.startswith(f"{title}\n") else text


@register.filter
def written(value: Any) -> str:
    """What a field holds, as a person wrote it: tags with commas, the words of notes, nothing for none."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(each["text"] if isinstance(each, dict) else each) for each in value)
    return "" if value is None else str(value)


@register.filter
def forks_at(number: int, forks: dict[int, list[Any]]) -> list[Any]:
    """The forks that left after a step."""
    return forks.get(number, [])


@register.filter
def web_address(address: str) -> bool:
    """Whether a browser may be led there: not to `javascript:` and other schemes."""
    return address.lower().startswith(("https://", "http://"))
