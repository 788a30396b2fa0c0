"""Asking, the list of runs, and one run."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agents.errors import JournalError, UnreadablePicture
from webapp import access
from webapp.accounts.roles import askers_only, may_ask
from webapp.corpora.errors import BadInput
from webapp.messages import error_text
from webapp.requests import parse_ids, parse_integer
from webapp.runs.asking import uploads
from webapp.runs.asking.forms import AskForm
from webapp.runs.asking.suggestions import suggestions
from webapp.runs.execution import services, threads
from webapp.runs.execution.spending import NothingLeft
from webapp.runs.listing import filing
from webapp.runs.models import Run
from webapp.runs.presenting import tree_and_timeline as shapes
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.presenters import present, present_run
from webapp.runs.presenting.ways_on import what_next
from webapp.runs.watching import admin_access as openings

RECENT = 5
STEPS_AT_ONCE = 40
"""Of a run that has ended; further ones are loaded as they come into view."""

UNPROCESSABLE = 422


class SignedInRequest(HttpRequest):
    """What a view gets: the middleware lets nobody else through."""

    user: User


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The ask form above what may be asked and what was; `?question=&uid=&corpora=` fill it in."""
    given = {
        "question": request.GET.get("question", ""),
        "uid": request.GET.getlist("uid"),
        "corpora": parse_ids(request.GET.getlist("corpora")),
    }
    return _home(request, AskForm(person=request.user, initial=given))


@require_POST
@askers_only
def create(request: SignedInRequest) -> HttpResponse:
    """Take a question and show its run; what is wrong with it is said beside the form."""
    form = AskForm(request.POST, request.FILES, person=request.user)
    if not form.is_valid():
        return _refuse(request, form)
    try:
        run = services.create(
            owner=request.user,
            question=form.cleaned_data["question"],
            pictures=form.in_order(),
            corpora=form.scope(),
            profile=form.cleaned_data["profile"],
        )
    except UnreadablePicture as error:
        form.add_error("pictures", error_text(error))
        return _refuse(request, form)
    except (BadInput, NothingLeft) as error:
        form.add_error(None, error_text(error))
        return _refuse(request, form)
    return redirect("runs:detail", pk=run.pk)


@require_safe
@never_cache
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: question, answer, citations, steps."""
    run = access.runs(request.user).filter(pk=pk).first()
    return show_run(request, run) if run else openings.send_to_reason(request, pk)


@require_safe
@never_cache
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Further steps of a run, from the one behind `?after=` on, and up to `?through=` at least."""
    run = get_object_or_404(access.runs(request.user), pk=pk)
    after, through = (parse_integer(request.GET.get(name)) or 0 for name in ("after", "through"))
    context = run_context(request, run, after, max(after + STEPS_AT_ONCE, through))
    return render(request, "runs/_earlier.html", context)


@require_safe
@never_cache
def step_events(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What the journal says of a step, as JSON."""
    run = get_object_or_404(access.runs(request.user), pk=pk)
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
    run = get_object_or_404(access.runs(request.user), pk=pk)
    return _shape(request, run, "tree")


@require_safe
@never_cache
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The trajectory over time."""
    run = get_object_or_404(access.runs(request.user), pk=pk)
    return _shape(request, run, "timeline")


def _shape(request: HttpRequest, run: Run, shape: str) -> HttpResponse:
    try:
        notebook = Notebook.of(run)
    except JournalError as error:
        return render(request, "runs/unreadable.html", {"run": run, "error": error_text(error)}, status=500)
    view = present(notebook)
    context = {"run": run, "view": view, "shape": shape}
    if shape == "tree":
        forks = shapes.forks_by_step(access.runs(request.user).filter(parent=run), notebook)
        context |= {"branches": shapes.branches(view), "forks": forks}
    else:
        context |= {"timeline": shapes.timeline(view)}
    return render(request, f"runs/{shape}.html", context)


def show_run(request: HttpRequest, run: Run, status: int = 200, problem: str = "") -> HttpResponse:
    """The page of a run, with what a person wanted of it and did not get."""
    try:
        context = run_context(request, run, 0, STEPS_AT_ONCE)
    except JournalError as error:
        return render(request, "runs/unreadable.html", {"run": run, "error": error_text(error)}, status=500)
    extra = {
        "openings": openings.openings_of(run),
        "problem": problem,
        "refused_question": request.POST.get("question", ""),
        "refused_hint": request.POST.get("text", "") if request.POST.get("wish") == "hint" else "",
        "thread": threads.shown_before(run, request.user),
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
    may_steer = may_cancel and access.own_runs(request.user).filter(pk=run.pk).exists()
    return {
        "view": view,
        "run": run,
        "steps": shown,
        "next_after": next_after,
        "may_cancel": may_cancel,
        "may_steer": may_steer,
        **(what_next(view) if may_steer else {}),
    }


def own_run(person: access.Person, pk: int) -> Run:
    """A run to steer, share or save. Raises Http404, and PermissionDenied for one that was opened to read."""
    run = get_object_or_404(access.runs(person), pk=pk)
    if not access.own_runs(person).filter(pk=pk).exists():
        raise PermissionDenied(
            _("You opened this run to read it: only its owner steers, forks, shares and saves it.")
        )
    return run


def _refuse(request: SignedInRequest, form: AskForm) -> HttpResponse:
    # A browser does not send its files again, so those that can be used wait for the next try.
    form.kept = uploads.keep_usable(request.user, form.files.getlist("pictures"))
    return _home(request, form, status=UNPROCESSABLE)


def _home(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    own = access.runs(request.user).order_by("-pk").prefetch_related("corpora")
    recent = list(own.select_related("owner")[:RECENT])
    filing.add_previews(recent)
    context = {"form": form, "recent": recent, "suggestions": suggestions(request.user), "section": "ask"}
    return render(request, "runs/home.html", context, status=status)
