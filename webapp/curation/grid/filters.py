"""Which pictures of a corpus the grid shows: a query string in, a narrower queryset out."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webapp.corpora.models import Corpus, CorpusImage, FileProblem, ImageTag
from webapp.curation.models import DuplicatePair
from webapp.query_filters import DayInput, QueryFilter

TINY_SIDE = 200
"""Pixels: below, a picture shows little."""
BLURRED = 60.0
"""Spread of the Laplacian below which a picture has no sharp edge."""
NONE = "-"
"""Stands for pictures that have no licence, or no language that was told."""

_WITH = [("", _("with or without")), ("with", _("with")), ("without", _("without"))]
_LOOKUPS = {
    "type": "mime",
    "width_min": "width__gte",
    "height_min": "height__gte",
    "bytes_min": "byte_count__gte",
    "bytes_max": "byte_count__lte",
    "source": "source__icontains",
}


def _begin_of(day: date) -> datetime:
    """Compared as a moment: the day of every row would have to be worked out, at ten times the cost."""
    return timezone.make_aware(datetime.combine(day, time.min))


FOR_CURATORS = ("ocr", "quality", "state", "duplicates", "found")
"""Filters that tell what is still to be done."""


class GridFilter(QueryFilter):
    """The filters of the grid.

    A reader has fewer of them, and sees no picture that is hidden from search.
    """

    text = forms.CharField(label=_("Words"), required=False, max_length=200)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=200)
    caption = forms.ChoiceField(label=_("Caption"), required=False, choices=_WITH)
    ocr = forms.ChoiceField(label=_("Text read in it"), required=False, choices=_WITH)
    license = forms.CharField(label=_("Licence (- for none)"), required=False, max_length=200)
    source = forms.CharField(label=_("Source"), required=False, max_length=200)
    type = forms.CharField(label=_("Type"), required=False, max_length=50)
    language = forms.CharField(label=_("Language (- for none)"), required=False, max_length=10)
    width_min = forms.IntegerField(label=_("Width from (pixels)"), required=False, min_value=1)
    height_min = forms.IntegerField(label=_("Height from (pixels)"), required=False, min_value=1)
    bytes_min = forms.IntegerField(label=_("Bytes from"), required=False, min_value=0)
    bytes_max = forms.IntegerField(label=_("Bytes to"), required=False, min_value=0)
    after = forms.DateField(label=_("Added from"), required=False, widget=DayInput)
    before = forms.DateField(label=_("Added until"), required=False, widget=DayInput)
    quality = forms.ChoiceField(
        label=_("Quality"), required=False,
        choices=[("", _("any quality")), ("tiny", _("tiny")), ("blurred", _("blurred"))],
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[
            ("", _("any state")), ("indexed", _("indexed")), ("waiting", _("waiting for the index")),
            ("problem", _("with a problem")), ("hidden", _("hidden from search")),
        ],
    )  # fmt: skip
    duplicates = forms.ChoiceField(
        label=_("Duplicates"), required=False,
        choices=[("", _("any")), ("copy", _("copies to look at")), ("similar", _("similar ones to look at"))],
    )  # fmt: skip
    found = forms.ChoiceField(
        label=_("Found"), required=False, choices=[("", _("any")), ("never", _("never came up"))]
    )
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("newest first")), ("oldest", _("oldest first"))]
    )

    def __init__(self, corpus: Corpus, data: Any, *, is_reader: bool = False) -> None:
        super().__init__(data)
        self.corpus = corpus
        rows = CorpusImage.objects
        self._all = (rows.searchable() if is_reader else rows.kept()).filter(corpus=corpus)
        for name in FOR_CURATORS if is_reader else ():
            del self.fields[name]
        self.is_valid()

    @property
    def is_oldest_first(self) -> bool:
        """Whether pages go from the oldest picture to the newest."""
        return self.cleaned_data.get("sort") == "oldest"

    def pictures(self) -> QuerySet[CorpusImage]:
        """The pictures that all valid filters leave, without an order."""
        found: QuerySet[CorpusImage] = self._all
        for name, value in self.given().items():
            if name in _LOOKUPS:
                found = found.filter(**{_LOOKUPS[name]: value})
            else:
                narrow = getattr(self, f"_by_{name}")
                found = found.filter(narrow(value))
        return found

    def _by_text(self, text: str) -> Q:
        """Every word, in any of what is written."""
        found = Q()
        for word in text.split():
            one = Q(title__icontains=word) | Q(caption__icontains=word) | Q(path__icontains=word)
            found &= one | Q(ocr_text__icontains=word)
        return found

    def _by_after(self, day: date) -> Q:
        return Q(created__gte=_begin_of(day))

    def _by_before(self, day: date) -> Q:
        return Q(created__lt=_begin_of(day + timedelta(days=1)))

    def _by_tag(self, tag: str) -> Q:
        return Q(pk__in=ImageTag.objects.filter(name=tag, image__corpus=self.corpus).values("image"))

    def _by_caption(self, wanted: str) -> Q:
        return ~Q(caption="") if wanted == "with" else Q(caption="")

    def _by_ocr(self, wanted: str) -> Q:
        return ~Q(ocr_text="") if wanted == "with" else Q(ocr_text="")

    def _by_license(self, name: str) -> Q:
        return Q(license="" if name == NONE else name)

    def _by_language(self, name: str) -> Q:
        return Q(language="" if name == NONE else name)

    def _by_quality(self, wanted: str) -> Q:
        if wanted == "tiny":
            return Q(width__lt=TINY_SIDE) | Q(height__lt=TINY_SIDE)
        return Q(sharpness__lt=BLURRED)

    def _by_state(self, wanted: str) -> Q:
        version = self.corpus.encoder_version
        match wanted:
            case "indexed":
                return Q(is_hidden=False, indexed_by=version) & ~Q(indexed_by="")
            case "waiting":
                return Q(is_hidden=False) & (~Q(indexed_by=version) | Q(indexed_by=""))
            case "hidden":
                return Q(is_hidden=True)
        problems = FileProblem.objects.filter(
            corpus=self.corpus, path=OuterRef("path"), kind=FileProblem.Kind.PROBLEM
        )
        return Q(Exists(problems))

    def _by_duplicates(self, kind: str) -> Q:
        pairs = DuplicatePair.objects.open_in(self.corpus, kind)
        return Q(pk__in=pairs.values("first").union(pairs.values("second")))

    def _by_found(self, _wish: str) -> Q:
        return Q(times_found=0)


def filtered(corpus: Corpus, query: QueryDict | str) -> QuerySet[CorpusImage]:
    """The pictures of a filter's query string; what is not valid in it narrows nothing."""
    data = QueryDict(query) if isinstance(query, str) else query
    return GridFilter(corpus, data).pictures()


def page_of(form: GridFilter, beyond: int | None, count: int) -> tuple[list[CorpusImage], int | None]:
    """The pictures behind one, by key, and the key to go on from: None at the end.

    Rows that come or go meanwhile shift nothing.
    """
    order = F("pk").asc() if form.is_oldest_first else F("pk").desc()
    rows = form.pictures().order_by(order)
    if beyond is not None:
        rows = rows.filter(pk__gt=beyond) if form.is_oldest_first else rows.filter(pk__lt=beyond)
    found = list(rows.defer("ocr_text", "labels")[: count + 1])
    page = found[:count]
    return page, page[-1].pk if len(found) > count else None
