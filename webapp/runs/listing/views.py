"""The list of runs with its saved views, and two runs beside each other."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agents.errors import JournalError
from webapp.messages import error_text
from webapp.requests import UNPROCESSABLE, SignedInRequest, parse_id
from webapp.runs import run_access
from webapp.runs.asking.views import create
from webapp.runs.listing import saved_views
from webapp.runs.listing.comparing import compare_runs
from webapp.runs.listing.filters import RunFilter
from webapp.runs.listing.saved_views import SavedViewForm
from webapp.runs.presenting.previews import add_previews

RUNS_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: SignedInRequest) -> HttpResponse:
    """All runs: POST adds one, GET lists them."""
    return create(request) if request.method == "POST" else trajectories(request)


@require_safe
@never_cache
def trajectories(request: HttpRequest) -> HttpResponse:
    """The list; filters, order and page are in the query string."""
    return _list(request, RunFilter(request.GET, person=request.user))


@require_POST
def save_view(request: SignedInRequest) -> HttpResponse:
    """Keep the filters of the list under a name."""
    form = SavedViewForm(request.POST, person=request.user)
    if not form.is_valid():
        return _list(request, form.filters, form)
    view = saved_views.save(request.user, **form.cleaned_data)
    return redirect(f"{reverse('runs:trajectories')}?{view.query}")


@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved view; the runs stay."""
    saved_views.forget(get_object_or_404(run_access.saved_views(request.user), pk=pk))
    return redirect("runs:trajectories")


@require_safe
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """Two runs side by side; `?run=&run=`, as the list sends it, leads to `?left=&right=`."""
    ticked = request.GET.getlist("run")
    if len(ticked) == 2:
        return redirect(f"{reverse('runs:compare')}?{urlencode({'left': ticked[0], 'right': ticked[1]})}")
    left, right = parse_id(request.GET.get("left")), parse_id(request.GET.get("right"))
    if ticked or left == right or not (left and right):
        problem = _("Choose two different runs: tick two rows of the list, or give two numbers here.")
        return _no_comparison(request, problem, UNPROCESSABLE)
    runs = [get_object_or_404(run_access.runs(request.user), pk=pk) for pk in (left, right)]
    try:
        context = {"comparison": compare_runs(*runs), "left": left, "right": right}
    except JournalError as error:
        return _no_comparison(request, error_text(error), status=500)
    return render(request, "runs/compare.html", context)


def _no_comparison(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    given = {"left": request.GET.get("left", ""), "right": request.GET.get("right", "")}
    return render(request, "runs/compare.html", {"problem": problem, **given}, status=status)


def _list(request: HttpRequest, form: RunFilter, save_form: SavedViewForm | None = None) -> HttpResponse:
    is_valid = form.is_valid() and save_form is None
    opened = run_access.runs(request.user).filter(pk=OuterRef("pk"))
    rows = form.narrow(run_access.runs(request.user)).annotate(may_open=Exists(opened))
    rows = rows.select_related("owner").prefetch_related("corpora", "tags")
    page = Paginator(rows, RUNS_PER_PAGE).get_page(request.GET.get("page"))
    add_previews(run for run in page.object_list if run.may_open)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "query": form.query(),
        "page": page,
        "is_busy": any(run.is_worked_on for run in page.object_list),
        "views": run_access.saved_views(request.user),
        "save_form": save_form,
        "has_runs": run_access.runs(request.user).exists(),
    }
    response = render(request, "runs/trajectories.html", context, status=200 if is_valid else UNPROCESSABLE)
    response["HX-Push-Url"] = f"{reverse('runs:trajectories')}?{form.query()}".rstrip("?")
    return response
