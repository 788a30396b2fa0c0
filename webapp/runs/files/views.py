"""One run as a file to keep."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agents.errors import JournalError
from webapp.accounts.roles import askers_only
from webapp.messages import error_text
from webapp.runs import run_access
from webapp.runs.files.writing import FileFormat, write_file
from webapp.runs.sources.quotes import reach_of


@require_safe
@askers_only
def export(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Download a run as `json`, `markdown` or `html`."""
    run = run_access.own_run(request.user, pk)
    if form not in list(FileFormat):
        raise Http404("There is no such format.")
    try:
        file = write_file(run, FileFormat(form), reach_of(request.user))
    except JournalError as error:
        return render(request, "runs/unreadable.html", {"run": run, "error": error_text(error)}, status=500)
    headers = {
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(file.text, content_type=file.media_type, headers=headers)
