"""The search page, and the palette that every page opens with Ctrl+K."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agents.errors import SightlineError
from media_store import MediaError
from webapp import access
from webapp.corpora.models import Corpus
from webapp.messages import translated
from webapp.redaction import for_people
from webapp.requests import UNPROCESSABLE, SignedInRequest, length_problem
from webapp.runs import run_access
from webapp.runs.asking import uploads
from webapp.search.finding import Found, find
from webapp.search.places import groups

MAX_CHARACTERS = 500
UNAVAILABLE = 503


class SearchForm(forms.Form):
    """Words, the UID of a picture that the person may see, and the corpus to search; none means all."""

    text = forms.CharField(label=_("What to search for"), required=False, max_length=MAX_CHARACTERS)
    uid = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    corpus: "forms.ModelChoiceField[Corpus]" = forms.ModelChoiceField(
        label=_("Corpus"), required=False, queryset=Corpus.objects.none(), to_field_name="slug",
        empty_label=_("All corpora"),
    )  # fmt: skip

    def __init__(self, data: object, *, person: access.Person) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._person = person
        self.readable = access.askable_corpora(person).order_by("name")
        self.fields["corpus"].queryset = self.readable  # type: ignore[attr-defined]

    def clean_uid(self) -> str:
        """A picture that is not the person's to see is not searched by."""
        uid: str = self.cleaned_data["uid"]
        return uid if uid and run_access.media(self._person).filter(uid=uid).exists() else ""

    def found(self) -> Found | None:
        """What is found; None where nothing is asked for. Raises as `find`."""
        text, uid = self.cleaned_data.get("text", ""), self.cleaned_data.get("uid", "")
        if not self.is_valid() or not (text or uid):
            return None
        chosen = self.cleaned_data["corpus"]
        return find([chosen] if chosen else self.readable, text, uid)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def search(request: SignedInRequest) -> HttpResponse:
    """Search by `?text=`, by the picture `?uid=`, or by both; POST brings a picture to search by.

    The picture is kept, and leads to the page that searches by it; words that are too long are refused.
    """
    if request.method != "POST":
        return _page(request, SearchForm(request.GET, person=request.user))
    given = {name: request.POST.get(name, "") for name in ("text", "corpus")}
    file = request.FILES.get("picture")
    try:
        if file:
            given["uid"] = uploads.keep(request.user, file.read()).uid
    except MediaError as error:
        messages.error(request, translated(for_people(error)))
    form = SearchForm(given, person=request.user)
    if not form.is_valid():
        return _page(request, form)
    query = urlencode({name: value for name, value in given.items() if value})
    return redirect(f"{reverse('search:search')}?{query}")


def _page(request: SignedInRequest, form: SearchForm) -> HttpResponse:
    status = 200
    context: dict[str, object] = {"form": form, "names": dict(form.readable.values_list("slug", "name"))}
    if not form.is_valid():
        status = UNPROCESSABLE
    try:
        context["found"] = form.found()
    except (SightlineError, MediaError) as error:
        context["problem"], status = translated(for_people(error)), UNAVAILABLE
    return render(request, "search/search.html", context, status=status)


@require_safe
@never_cache
def palette(request: HttpRequest) -> HttpResponse:
    """The rows of the palette for `?q=`."""
    text = " ".join(request.GET.get("q", "").split())
    problem = length_problem(text, MAX_CHARACTERS)
    found = [] if problem else groups(request.user, text)
    return render(request, "search/_palette.html", {"groups": found, "problem": problem})
