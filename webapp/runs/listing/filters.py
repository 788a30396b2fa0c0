"""Which runs the list shows, and in which order: a query string in, a narrower queryset out."""

from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agents.profile import PROFILES
from webapp import access
from webapp.query_filters import DayInput, QueryFilter
from webapp.runs import run_access
from webapp.runs.models import Run, RunEvent, RunTag, ToolUse
from webapp.runs.presenting.profiles import profile_title
from webapp.runs.presenting.wording import verb_of

NEWEST = "-created"
STATUSES = [
    (Run.Status.QUEUED, _("waiting")),
    (Run.Status.RUNNING, _("running")),
    (Run.Status.PAUSED, _("paused")),
    (Run.Status.FINISHED, _("finished")),
    (Run.Status.DECLINED, _("declined")),
    (Run.Status.CANCELLED, _("cancelled")),
    (Run.Status.INTERRUPTED, _("interrupted")),
    (Run.Status.FAILED, _("failed")),
]
PICTURES = [("with", _("with pictures")), ("without", _("without pictures"))]
SORTS = [
    (NEWEST, _("newest first")),
    ("created", _("oldest first")),
    ("-cost", _("most expensive first")),
    ("cost", _("cheapest first")),
    ("-steps", _("most steps first")),
    ("steps", _("fewest steps first")),
    ("-seconds", _("longest first")),
    ("seconds", _("shortest first")),
]
_LOOKUPS = {
    "status": "status__in",
    "corpus": "corpora__slug",
    "profile": "profile",
    "tool": "tool_uses__tool",
    "tag": "tags__name",
    "since": "created__date__gte",
    "until": "created__date__lte",
    "cost_min": "cost_usd__gte",
    "cost_max": "cost_usd__lte",
    "steps_min": "step_count__gte",
    "steps_max": "step_count__lte",
}
_ORDERS = {"created": F("pk"), "cost": F("cost_usd"), "steps": F("step_count"), "seconds": F("seconds")}
_RANGES = [("since", "until"), ("cost_min", "cost_max"), ("steps_min", "steps_max")]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that sorts: the query string of a click on it, and the way it sorts now."""

    query: str
    direction: Literal["none", "ascending", "descending"]


def _any(label: Any) -> list[tuple[str, Any]]:  # a lazy translation
    return [("", label)]


def profiles() -> list[tuple[str, Any]]:
    """The choices between profiles, in the language of the reader."""
    return [*_any(_("any profile")), *((name, profile_title(name)) for name in PROFILES)]


class RunFilter(QueryFilter):
    """The filters of the list of runs."""

    usual_sort = NEWEST

    text = forms.CharField(label=_("Words"), required=False, max_length=200)
    status = forms.MultipleChoiceField(
        label=_("Status"), required=False, choices=STATUSES, widget=forms.CheckboxSelectMultiple
    )
    corpus = forms.ChoiceField(label=_("Corpus"), required=False)
    profile = forms.ChoiceField(label=_("Profile"), required=False, choices=profiles)
    tool = forms.ChoiceField(label=_("Tool used"), required=False)
    pictures = forms.ChoiceField(
        label=_("Pictures"), required=False, choices=[*_any(_("any pictures")), *PICTURES]
    )
    since = forms.DateField(label=_("Asked from"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Asked until"), required=False, widget=DayInput)
    cost_min = forms.DecimalField(
        label=_("Cost from ($)"), required=False, min_value=0, max_digits=14, decimal_places=8
    )
    cost_max = forms.DecimalField(
        label=_("Cost to ($)"), required=False, min_value=0, max_digits=14, decimal_places=8
    )
    steps_min = forms.IntegerField(label=_("Steps from"), required=False, min_value=0, max_value=1_000_000)
    steps_max = forms.IntegerField(label=_("Steps to"), required=False, min_value=0, max_value=1_000_000)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, data: Any, *, person: access.Person) -> None:
        super().__init__(data)
        self.person = person
        corpora = access.corpora(person).values_list("slug", "name")
        tools = ToolUse.objects.filter(run__in=run_access.runs(person)).order_by("tool")
        self._offer("corpus", _("any corpus"), list(corpora))
        tags = RunTag.objects.filter(run__in=run_access.runs(person)).order_by("name")
        filed = list(tags.values_list("name", "name").distinct())
        self.has_tags = bool(filed)
        self._offer("tag", _("any tag"), filed)
        names = tools.values_list("tool", flat=True).distinct()
        self._offer("tool", _("any tool"), [(name, verb_of(name)) for name in names])

    def clean_status(self) -> list[str]:
        return [status for status, _words in STATUSES if status in self.cleaned_data["status"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for low, high in _RANGES:
            least, most = cleaned.get(low), cleaned.get(high)
            if least is not None and most is not None and least > most:
                self.add_error(high, _("The end of the range lies before its beginning."))
                cleaned.pop(low)
        return self.cleaned_data

    @property
    def order(self) -> str:
        """The order that is asked for, a key of SORTS."""
        return str(self.cleaned_data.get("sort") or NEWEST)

    @property
    def selects(self) -> list[forms.BoundField]:
        """The fields that are one choice of a list, without the order."""
        names = ["corpus", "profile", "tool", "pictures"]
        return [self[name] for name in (*names, *(["tag"] if self.has_tags else []))]

    @property
    def ranges(self) -> list[forms.BoundField]:
        """The fields that are ends of ranges."""
        return [self[name] for ends in _RANGES for name in ends]

    def narrow(self, rows: QuerySet[Run]) -> QuerySet[Run]:
        """Those of the rows that pass every filter, in the order that is asked for."""
        for name, value in self.given().items():
            match name:
                case "text":
                    for word in value.split():
                        rows = rows.filter(self._mentions(word))
                case "pictures":
                    rows = rows.exclude(images=[]) if value == "with" else rows.filter(images=[])
                case _ if name in _LOOKUPS:
                    rows = rows.filter(**{_LOOKUPS[name]: value})
        column = _ORDERS[self.order.lstrip("-")]
        order = column.desc(nulls_last=True) if self.order.startswith("-") else column.asc(nulls_last=True)
        pins = [F("pinned").desc(nulls_last=True)] if self.order == NEWEST else []
        return rows.annotate(seconds=F("finished") - Coalesce("worked_since", "started")).order_by(
            *pins, order, "-pk"
        )

    def headings(self) -> dict[str, Heading]:
        """The columns that sort, by name: the first click shows the greatest first, the second the least."""
        found = {}
        for column in _ORDERS:
            if self.order == f"-{column}":
                found[column] = Heading(self.query(sort=column), "descending")
            elif self.order == column:
                found[column] = Heading(self.query(sort=f"-{column}"), "ascending")
            else:
                found[column] = Heading(self.query(sort=f"-{column}"), "none")
        return found

    def _offer(self, name: str, label: Any, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [*_any(label), *choices]  # type: ignore[attr-defined]

    def _mentions(self, word: str) -> Q:
        """In the question or the name, or in the answer of a run that the person may open."""
        answers = RunEvent.objects.filter(
            run=OuterRef("pk"), kind="answer_given", payload__answer__text__icontains=word
        )
        opened = Q(pk__in=run_access.runs(self.person).values("pk"))
        return Q(question__icontains=word) | Q(name__icontains=word) | (opened & Q(Exists(answers)))
