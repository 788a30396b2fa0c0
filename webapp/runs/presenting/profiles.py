"""The profiles as a person chooses between them: what each does, and where it stops."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agents.profile import PROFILES, Mode
from webapp.runs.execution import wiring


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """A profile in words; `does` is empty where the built-in rules work in the same way under each."""

    title: str
    does: str
    limits: str


def profile_choices() -> Sequence[tuple[str, ProfileChoice]]:
    """Every profile by its name, the smallest first."""
    has_model = wiring.policy_name() == wiring.MODEL
    works = {
        Mode.QUICK: _("Searches once, or not at all where that is not needed, and answers."),
        Mode.SINGLE: _("Searches, looks and reads until it can answer."),
        Mode.PLAN: _("Divides the question into goals and works on them side by side."),
    }
    limits = _("At most %(steps)s steps and %(time)s.")
    if has_model:
        limits = _("At most %(steps)s steps, %(time)s and $%(usd)s.")
    choices = []
    for profile in PROFILES.values():
        minutes = round(profile.max_seconds / 60)
        facts = {
            "steps": profile.max_steps,
            "time": ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes},
            "usd": number_format(profile.max_usd, 2),
        }
        does = works[profile.mode] if has_model else ""
        choices.append((profile.name, ProfileChoice(profile_title(profile.name), does, limits % facts)))
    return choices


def profile_title(name: str) -> str:
    """What a profile is called; its key where it has no name."""
    titles = {"quick": _("Quick"), "standard": _("Standard"), "deep": _("Deep")}
    return titles.get(name, name.capitalize())
