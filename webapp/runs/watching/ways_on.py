"""What a person can do once a run has ended without an answer."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from agents.assessment import Nearest
from agents.types import SourcePolicy
from webapp import access
from webapp.corpora.models import Corpus
from webapp.runs import run_access
from webapp.runs.asking.suggestions import related
from webapp.runs.execution import wiring
from webapp.runs.models import Run
from webapp.runs.presenting.presenters import RunView

DEEPER = "deep"
"""The profile of a search that goes deeper."""

MAX_REWORDED = 1500
"""Characters of a question that goes back into the ask box by its address."""


class Way(StrEnum):
    """How a question is asked again."""

    SAME = ""
    DEEPER = "deeper"
    OTHERS = "others"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class WaysOn:
    """Which buttons there are. `reword` is the address of the ask box with the question in it."""

    is_deeper: bool
    other_corpora: int
    from_nearest: bool
    reword: str


def ways_on(run: Run, nearest: Collection[Nearest]) -> WaysOn:
    """The ways for whoever may steer the run."""
    searched = set(run.corpora.values_list("pk", flat=True))
    askable = set(run_access.askable_by_owner(run).values_list("pk", flat=True))
    others = askable - searched if searched else set()
    reword = ""
    if len(run.question) <= MAX_REWORDED:
        query = {"question": run.question, "uid": run.images, "corpora": sorted(searched) if others else []}
        if run.sources != SourcePolicy.CORPORA:
            query["sources"] = run.sources
        reword = f"{reverse('runs:home')}?{urlencode(query, doseq=True)}"
    return WaysOn(
        run.profile != DEEPER,
        len(others),
        bool(nearest) and wiring.policy_name() == wiring.MODEL,
        reword,
    )


def what_next(view: RunView) -> dict[str, Any]:
    """What the templates of an ended run show to whoever may steer it; nothing before its end."""
    if view.is_active:
        return {}
    if view.answer:
        return {"related": related(view)}
    return {"ways": ways_on(view.run, [shown.find for shown in view.nearest])}


def other_corpora(run: Run, person: access.Person) -> list[Corpus]:
    """Those that the person may ask and the run did not search."""
    return list(access.askable_corpora(person).exclude(pk__in=run.corpora.values("pk")))


def hint_of(nearest: Collection[Nearest]) -> str:
    """The order of a run that is to answer from what came nearest."""
    titles = ", ".join(f"“{title}”" for title in dict.fromkeys(find.title[:120] for find in nearest))
    return f"Answer from these, as far as they go, and say what they leave open: {titles}."
