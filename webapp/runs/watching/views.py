"""The page of a run: its steps, its tree and its timeline."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agents.errors import JournalError
from webapp.accounts.roles import may_ask
from webapp.messages import error_text
from webapp.requests import parse_integer
from webapp.runs import run_access
from webapp.runs.models import Run
from webapp.runs.presenting import tree_and_timeline
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.presenters import present, present_run
from webapp.runs.presenting.threads import shown_before
from webapp.runs.presenting.understandings import READING, as_typed
from webapp.runs.watching import admin_access, admin_access_views
from webapp.runs.watching.ways_on import what_next

STEPS_AT_ONCE = 40
"""Of a run that has ended; further ones are loaded as they come into view."""


@require_safe
@never_cache
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: question, answer, citations, steps."""
    run = run_access.runs(request.user).filter(pk=pk).first()
    return show_run(request, run) if run else admin_access_views.send_to_reason(request, pk)


@require_safe
@never_cache
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Further steps of a run, from the one behind `?after=` on, and up to `?through=` at least."""
    run = get_object_or_404(run_access.runs(request.user), pk=pk)
    after, through = (parse_integer(request.GET.get(name)) or 0 for name in ("after", "through"))
    context = run_context(request, run, after, max(after + STEPS_AT_ONCE, through))
    return render(request, "runs/_earlier.html", context)


@require_safe
@never_cache
def step_events(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What the journal says of a step, as JSON."""
    run = get_object_or_404(run_access.runs(request.user), pk=pk)
    record = Notebook.of(run).records.get(number)
    if record is None:
        raise Http404("There is no such step.")
    rows = run.events.filter(seq__gte=record.first, seq__lte=record.last).order_by("seq")
    events = [{"seq": row.seq, "kind": row.kind, "payload": row.payload} for row in rows]
    return JsonResponse({"run": run.pk, "step": number, "events": events}, json_dumps_params={"indent": 2})


@require_safe
@never_cache
def tree(request: HttpRequest, pk: int) -> HttpResponse:
    """The trajectory as aims, steps and calls, with the forks where they left."""
    run = get_object_or_404(run_access.runs(request.user), pk=pk)
    return _shape(request, run, "tree")


@require_safe
@never_cache
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The trajectory over time."""
    run = get_object_or_404(run_access.runs(request.user), pk=pk)
    return _shape(request, run, "timeline")


def _shape(request: HttpRequest, run: Run, shape: str) -> HttpResponse:
    try:
        notebook = Notebook.of(run)
    except JournalError as error:
        return render(request, "runs/unreadable.html", {"run": run, "error": error_text(error)}, status=500)
    view = present(notebook)
    context = {"run": run, "view": view, "shape": shape}
    if shape == "tree":
        forks = tree_and_timeline.forks_by_step(run_access.runs(request.user).filter(parent=run), notebook)
        context |= {"branches": tree_and_timeline.branches(view), "forks": forks}
    else:
        context |= {"timeline": tree_and_timeline.timeline(view)}
    return render(request, f"runs/{shape}.html", context)


def show_run(
    request: HttpRequest, run: Run, status: int = 200, problem: str = "", place: str = "", **more: object
) -> HttpResponse:
    """The page of a run, with what a person wanted of it and did not get.

    The form at `place` says the problem, and holds what was typed into it.
    """
    try:
        context = run_context(request, run, 0, STEPS_AT_ONCE)
    except JournalError as error:
        return render(request, "runs/unreadable.html", {"run": run, "error": error_text(error)}, status=500)
    if place.startswith(READING) and context["view"].understanding:
        context["view"] = replace(
            context["view"], understanding=as_typed(context["view"].understanding, request.POST.dict())
        )
    extra = {
        "openings": admin_access.openings_of(run),
        "problem": problem,
        "thread": shown_before(run, request.user),
        "refused": {"place": place, "problem": problem, "given": request.POST},
        **more,
    }
    return render(request, "runs/detail.html", context | extra, status=status)


def run_context(request: HttpRequest, run: Run, after: int, through: int) -> dict[str, Any]:
    """A run for its templates, with the steps from `after` to `through`; all those of one that goes on.

    Raises JournalError when it cannot be read.
    """
    view = present_run(run)
    shown = view.steps if view.is_active else view.steps[after:through]
    next_after = shown[-1].number if shown and shown[-1].number < len(view.steps) else 0
    may_cancel = may_ask(request.user)
    may_steer = may_cancel and run_access.own_runs(request.user).filter(pk=run.pk).exists()
    return {
        "view": view,
        "run": run,
        "steps": shown,
        "next_after": next_after,
        "may_cancel": may_cancel,
        "may_steer": may_steer,
        **(what_next(view) if may_steer else {}),
    }
