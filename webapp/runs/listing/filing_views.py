"""Naming, tagging, pinning and deleting a run from the list or its page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from webapp.accounts.roles import askers_only
from webapp.requests import UNPROCESSABLE, SignedInRequest, back_to
from webapp.runs import run_access
from webapp.runs.listing import filing
from webapp.runs.models import Run
from webapp.runs.watching.views import show_run


@require_POST
@askers_only
def label(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the run a name and tags; empty ones take them away."""
    run, form = _run(request, pk), filing.LabelForm(request.POST)
    if not form.is_valid():
        problems = " ".join(str(problem) for errors in form.errors.values() for problem in errors)
        return show_run(request, run, UNPROCESSABLE, problems, label_form=form)
    filing.label(run, **form.cleaned_data)
    return _back(request)


@require_POST
@askers_only
def pin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pin the run above the list, or unpin it."""
    filing.turn_pin(_run(request, pk))
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@askers_only
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask whether the run shall go, then remove it."""
    run = _run(request, pk)
    if request.method != "POST":
        return render(
            request, "runs/delete.html", {"run": run, "shares": run.shares.filter(revoked=None).count()}
        )
    filing.delete(run)
    messages.success(request, _("The run was deleted."))
    return redirect("runs:trajectories")


def _run(request: HttpRequest, pk: int) -> Run:
    return run_access.own_run(request.user, pk)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that the form stood on, by its path."""
    return redirect(back_to(request, reverse("runs:trajectories")))
