"""The ask form, above what was asked lately, and a question that it takes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.types import SourcePolicy
from webapp.accounts.roles import askers_only
from webapp.corpora.errors import BadInput
from webapp.messages import error_text
from webapp.requests import UNPROCESSABLE, SignedInRequest, parse_ids
from webapp.runs import run_access
from webapp.runs.asking import uploads
from webapp.runs.asking.forms import AskForm
from webapp.runs.asking.suggestions import COUNT, are_being_tried, suggestions
from webapp.runs.execution import services
from webapp.runs.execution.spending import NothingLeft
from webapp.runs.presenting.previews import add_previews

RECENT = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The ask form above what may be asked and what was; `?question=&uid=&corpora=&sources=` fill it in."""
    given = {
        "question": request.GET.get("question", ""),
        "uid": request.GET.getlist("uid"),
        "corpora": parse_ids(request.GET.getlist("corpora")),
    }
    if (sources := request.GET.get("sources")) in set(SourcePolicy):
        given["sources"] = sources
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
            sources=form.cleaned_data["sources"],
        )
    except (BadInput, NothingLeft) as error:
        form.add_error(None, error_text(error))
        return _refuse(request, form)
    return redirect("runs:detail", pk=run.pk)


def _refuse(request: SignedInRequest, form: AskForm) -> HttpResponse:
    # A browser does not send its files again, so those that can be used wait for the next try.
    form.kept = [uploads.keep(request.user, picture).uid for picture in form.usable]
    return _home(request, form, status=UNPROCESSABLE)


def _home(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    own = run_access.runs(request.user).order_by("-pk").prefetch_related("corpora")
    recent = list(own.select_related("owner")[:RECENT])
    add_previews(recent)
    suggested = suggestions(request.user)
    context = {
        "form": form,
        "recent": recent,
        "is_busy": any(run.is_worked_on for run in recent),
        "suggestions": suggested,
        "are_being_tried": len(suggested) < COUNT and are_being_tried(request.user),
        "section": "ask",
    }
    return render(request, "runs/home.html", context, status=status)
