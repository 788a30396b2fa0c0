"""Asking, the list of runs, and one run."""

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agents.errors import JournalError, UnreadablePicture
from webapp.accounts.roles import askers_only
from webapp.runs import access, journal, openings, services
from webapp.runs.forms import AskForm
from webapp.runs.models import Run
from webapp.runs.presenters import present_run

RUNS_PER_PAGE = 30
UNPROCESSABLE = 422


class SignedInRequest(HttpRequest):
    """What a view gets: the middleware lets nobody else through."""

    user: User


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The ask form above the person's runs."""
    return _home(request, AskForm(person=request.user))


@require_POST
@askers_only
def create(request: SignedInRequest) -> HttpResponse:
    """Take a question and show its run; what is wrong with it is said beside the form."""
    form = AskForm(request.POST, request.FILES, person=request.user)
    if not form.is_valid():
        return _home(request, form, status=UNPROCESSABLE)
    try:
        run = services.create(
            owner=request.user,
            question=form.cleaned_data["question"],
            pictures=[picture.read() for picture in form.cleaned_data["pictures"]],
            corpora=form.scope(),
            profile=form.cleaned_data["profile"],
        )
    except UnreadablePicture as error:
        form.add_error("pictures", str(error))
        return _home(request, form, status=UNPROCESSABLE)
    return redirect("runs:detail", pk=run.pk)


@require_safe
@never_cache
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: question, answer, citations, steps."""
    run = access.runs(request.user).filter(pk=pk).first()
    return _show_run(request, run, "runs/detail.html") if run else openings.send_to_reason(request, pk)


@require_safe
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the run page that changes; 204 when nothing came after `?after=` of a run still going."""
    run = get_object_or_404(access.runs(request.user), pk=pk)
    if request.GET.get("after") == f"{run.status}:{journal.last_seq(run)}":
        return HttpResponse(status=204)
    return _show_run(request, run, "runs/_progress.html")


def _show_run(request: HttpRequest, run: Run, template: str) -> HttpResponse:
    try:
        view = present_run(run)
    except JournalError as error:
        return render(request, "runs/unreadable.html", {"run": run, "error": error}, status=500)
    return render(request, template, {"view": view, "run": run})


def _home(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    steps = Count("events", filter=Q(events__kind="step_decided"))
    rows = access.runs(request.user).annotate(steps=steps).order_by("-pk").prefetch_related("corpora")
    page = Paginator(rows.select_related("owner"), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "runs/home.html", {"form": form, "page": page}, status=status)
