"""Texts out of a run without its inner names; the `view` of the context knows what these stand for."""

from collections.abc import Iterable

from django import template
from django.template.context import Context

from webapp.runs.presenting.wording import Names

register = template.Library()


@register.simple_tag(takes_context=True)
def plain(context: Context, text: str) -> str:
    """The text with titles and numbers of sources in place of ids."""
    return _names(context).plain(text)


@register.simple_tag(takes_context=True)
def name_of(context: Context, item: str) -> str:
    """What the id of a find or of a piece of evidence stands for."""
    return _names(context).of_item(item)


@register.simple_tag(takes_context=True)
def goal_numbers(context: Context, keys: str | Iterable[str]) -> str:
    """The number of a goal by its key, or the numbers of several."""
    return _names(context).of_goals([keys] if isinstance(keys, str) else keys)


def _names(context: Context) -> Names:
    view = context.get("view")
    return view.names if view else Names()
