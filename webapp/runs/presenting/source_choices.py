"""Where a question may look, as a person chooses it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agents.types import SourcePolicy


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """A choice in words."""

    title: str
    does: str


def source_choices() -> Sequence[tuple[str, SourceChoice]]:
    """Every choice by its name."""
    here = _("What was brought in here. No search engine is asked.")
    leaves = _("The words of its searches leave this installation.")
    web = _("Pages and pictures of the open web, and no corpus.")
    both = _("The corpora first, the web for what they lack.")
    return [
        (
            SourcePolicy.CORPORA.value,
            SourceChoice(_("Corpora"), here),
        ),
        (SourcePolicy.WEB.value, SourceChoice(_("Web"), f"{web} {leaves}")),
        (SourcePolicy.BOTH.value, SourceChoice(_("Corpora and web"), f"{both} {leaves}")),
    ]
