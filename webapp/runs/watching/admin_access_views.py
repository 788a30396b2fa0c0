"""An administrator is asked for the reason before somebody else's run opens."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from webapp.requests import UNPROCESSABLE, SignedInRequest
from webapp.runs import run_access
from webapp.runs.watching import admin_access
from webapp.runs.watching.admin_access import MAX_REASON_CHARACTERS, MIN_REASON_CHARACTERS


class OpeningForm(forms.Form):
    """Why a run has to be opened."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=MIN_REASON_CHARACTERS,
        max_length=MAX_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Give a reason: the run opens with one, and not without."),
            "min_length": _("Say more: a reason has at least %(limit_value)d characters."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def open_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask an administrator for the reason, keep it, and go on to the run."""
    run = get_object_or_404(run_access.openable_runs(request.user).select_related("owner"), pk=pk)
    form = OpeningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        admin_access.open_run(run, request.user, form.cleaned_data["reason"])
        return redirect("runs:detail", pk=pk)
    context = {"run": run, "form": form, "hours": run_access.OPEN_FOR.seconds // 3600}
    return render(request, "runs/open.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def send_to_reason(request: HttpRequest, pk: int) -> HttpResponse:
    """For a run that is not open: an administrator may say why; raises Http404 for everybody else."""
    get_object_or_404(run_access.openable_runs(request.user), pk=pk)
    return redirect("runs:open", pk=pk)
