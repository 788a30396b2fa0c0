"""Making share links, and the pages that they open without a sign-in."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agents.errors import JournalError
from agents.sources import SourceRef, document_ref
from media_store import UnknownImage
from webapp.accounts.roles import askers_only
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.media.renditions import rendition_named
from webapp.media.stores import open_media_store
from webapp.messages import error_text
from webapp.requests import UNPROCESSABLE, SignedInRequest, parse_integer
from webapp.runs import run_access
from webapp.runs.models import Run, Share
from webapp.runs.presenting.links import SharedLinks
from webapp.runs.presenting.presenters import present_run
from webapp.runs.sharing import services as sharing
from webapp.runs.sources.quotes import reach_of, surround
from webapp.runs.sources.views import parse_box

CREATED, GONE = 201, 410
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@askers_only
def shares(request: SignedInRequest, pk: int) -> HttpResponse:
    """The links of a run; a POST makes one, and its answer is the only page that ever shows it."""
    run = run_access.own_run(request.user, pk)
    if request.method != "POST":
        return _panel(request, run)
    try:
        token = sharing.share(run, request.user, parse_integer(request.POST.get("days")) or 0)
    except BadInput as error:
        return _panel(request, run, status=UNPROCESSABLE, problem=error_text(error))
    address = request.build_absolute_uri(reverse("runs:shared", args=[token]))
    return _panel(request, run, status=CREATED, address=address)


@require_POST
@askers_only
def revoke(request: SignedInRequest, pk: int, share: int) -> HttpResponse:
    """Close one link of a run."""
    run = run_access.own_run(request.user, pk)
    sharing.revoke(get_object_or_404(run.shares, pk=share))
    return _panel(request, run) if request.headers.get("HX-Request") else redirect("runs:shares", pk=pk)


def _by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to whoever has its link, and to nobody's cache, log of referrers or search engine."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **arguments: object) -> HttpResponse:
        try:
            response = view(request, sharing.open_share(token), SharedLinks(token), **arguments)
        except sharing.LinkEnded:
            response = render(request, "runs/shared_ended.html", status=GONE)
        for name, value in PRIVATE.items():
            response[name] = value
        return response

    return login_not_required(require_safe(opened))


@_by_link
def shared(request: HttpRequest, share: Share, links: SharedLinks) -> HttpResponse:
    """The run: question, answer, citations, steps."""
    context = {"share": share, "run": share.run, "links": links}
    try:
        view = present_run(share.run)
    except JournalError:
        return render(request, "runs/shared_unreadable.html", context, status=500)
    if view.words_only:
        # Refusals of earlier versions named those that lacked vectors, private ones too.
        names = _names_for_everybody(view.words_only)
        message = view.message.replace(", ".join(view.words_only), ", ".join(names))
        view = replace(view, words_only=tuple(names), message=message)
    names = _names_for_everybody(share.run.corpora.order_by("name").values_list("slug", flat=True))
    searched_in = _("in %(corpora)s") % {"corpora": ", ".join(names)} if names else _("in no corpus")
    return render(request, "runs/shared.html", {**context, "view": view, "searched_in": searched_in})


def _names_for_everybody(slugs: Iterable[str]) -> list[str]:
    """Corpora as whoever has a link may know them: open ones by name, all others as a count."""
    slugs = list(slugs)
    found = dict(Corpus.objects.filter(slug__in=slugs, is_private=False).values_list("slug", "name"))
    names = [found[slug] for slug in slugs if slug in found]
    if private := len(slugs) - len(names):
        names.append(
            ngettext("%(count)s private corpus", "%(count)s private corpora", private) % {"count": private}
        )
    return names


@_by_link
def shared_picture(request: HttpRequest, share: Share, links: SharedLinks, uid: str) -> HttpResponse:
    """One of the run's pictures large; `?box=x0,y0,x1,y1` (0..1000) outlines a region."""
    sharing.require_picture(share, uid)
    context = {"share": share, "links": links, "uid": uid, "box": parse_box(request.GET.get("box"))}
    return render(request, "runs/shared_picture.html", context)


@_by_link
def shared_document(request: HttpRequest, share: Share, links: SharedLinks, pk: int) -> HttpResponse:
    """A passage of a document of a corpus, under the address that links of earlier versions have."""
    return _shared_source(request, share, links, document_ref(pk))


@_by_link
def shared_source(
    request: HttpRequest, share: Share, links: SharedLinks, kind: str, key: str
) -> HttpResponse:
    """A passage of a source of any kind."""
    return _shared_source(request, share, links, SourceRef(kind, key))


def _shared_source(request: HttpRequest, share: Share, links: SharedLinks, ref: SourceRef) -> HttpResponse:
    """A passage that the run quotes, `?start=&end=`, with a little around it; without one, the first."""
    quoted = sharing.quotes_of(share, ref)
    wanted = (request.GET.get("start"), request.GET.get("end"))
    chosen = next((each for each in quoted if wanted == (str(each.start), str(each.end))), None)
    if chosen is None and wanted != (None, None):
        raise Http404("This run does not quote this passage.")
    evidence = chosen or quoted[0]
    context = {
        "share": share,
        "links": links,
        "evidence": evidence,
        "text": surround(evidence, reach_of(share.author).text_of(ref)),
        "others": [each for each in quoted if each is not evidence],
    }
    return render(request, "runs/shared_source.html", context)


@_by_link
def shared_media(request: HttpRequest, share: Share, links: SharedLinks, uid: str, name: str) -> HttpResponse:
    """The bytes of one of the run's pictures. They are not to be kept: the link may be revoked."""
    sharing.require_picture(share, uid)
    wanted, store = rendition_named(name), open_media_store()
    try:
        facts, content = store.rendition_facts(uid, wanted), store.rendition(uid, wanted)
    except UnknownImage:
        raise Http404("There is no such picture.") from None
    return HttpResponse(content, content_type=facts.mime)


def _panel(request: HttpRequest, run: Run, status: int = 200, **said: str) -> HttpResponse:
    """The dialog alone for htmx, on a page of its own for everybody else."""
    template = "runs/_sharing.html" if request.headers.get("HX-Request") else "runs/shares.html"
    return render(request, template, {"run": run, "sharing": sharing.panel(run), **said}, status=status)
