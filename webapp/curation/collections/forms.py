"""What a person may say about a corpus as a whole."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webapp.accounts import roles
from webapp.corpora.models import Corpus

MAX_SLUG = 60


class NamesField(forms.CharField):
    """Names with commas between them, of rows that exist."""

    def __init__(self, rows: QuerySet[Any], name: str, unknown: Any, **options: Any) -> None:
        super().__init__(required=False, **options)
        self._rows, self._name, self._unknown = rows, name, unknown

    def prepare_value(self, value: Any) -> Any:
        """Rows as their names."""
        if value is None or isinstance(value, str):
            return value
        return ", ".join(str(getattr(row, self._name)) for row in value)

    def clean(self, value: Any) -> list[Model]:
        """The rows, in the order of their names."""
        wanted = {name.strip() for name in (super().clean(value) or "").split(",")} - {""}
        found = list(self._rows.filter(**{f"{self._name}__in": wanted}).order_by(self._name))
        missing = sorted(wanted - {str(getattr(row, self._name)) for row in found})
        if missing:
            raise ValidationError(self._unknown % {"names": ", ".join(missing)})
        return found


class NewCorpusForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """A corpus to be made; an empty short name is taken from the name, or numbered where no letter fits."""

    slug = forms.CharField(
        max_length=MAX_SLUG, required=False, label=gettext_lazy("Short name"),
        help_text=gettext_lazy(
            "For addresses: lower-case letters, digits, hyphens. One is chosen where it is empty."
        ),
        widget=forms.TextInput(attrs={"data-most": MAX_SLUG}),
    )  # fmt: skip

    class Meta:
        model = Corpus
        fields = ("name", "slug", "description", "is_private")
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 3})}
        labels: ClassVar = {
            "name": gettext_lazy("Name"),
            "description": gettext_lazy("What it holds"),
            "is_private": gettext_lazy("Only for people and groups that are named"),
        }
        help_texts: ClassVar = {
            "is_private": gettext_lazy(
                "Without this tick everybody who signs in can read it and ask about it."
            ),
        }

    def clean_slug(self) -> str:
        """Raises ValidationError for one that is taken."""
        # As static/naming.js proposes it while the name is typed.
        proposed = slugify(self.cleaned_data.get("name", "").replace("_", "-"))[:MAX_SLUG].strip("-")
        slug = self.cleaned_data["slug"] or proposed or _numbered()
        if Corpus.objects.filter(slug=slug).exists():
            raise ValidationError(_("There is a corpus “%(slug)s” already. Choose another.") % {"slug": slug})
        return str(slug)


def _numbered() -> str:
    """The first short name of this kind that is free."""
    taken = set(Corpus.objects.filter(slug__startswith="corpus-").values_list("slug", flat=True))
    return next(slug for number in count(1) if (slug := f"corpus-{number}") not in taken)


class CorpusForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """Name, description and access of a corpus."""

    readers = NamesField(
        User.objects.filter(is_active=True), "username", gettext_lazy("There is nobody named: %(names)s."),
        label=gettext_lazy("People who may read it"),
    )  # fmt: skip
    reader_groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"), to_field_name="name", required=False,
        label=gettext_lazy("Groups that may read it"), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    curators = NamesField(
        User.objects.filter(is_active=True), "username", gettext_lazy("There is nobody named: %(names)s."),
        label=gettext_lazy("People who look after it"),
    )  # fmt: skip

    class Meta:
        model = Corpus
        fields = ("name", "description", "is_private", "readers", "reader_groups", "curators")
        labels = NewCorpusForm.Meta.labels
        widgets = NewCorpusForm.Meta.widgets
        help_texts = NewCorpusForm.Meta.help_texts

    def clean_curators(self) -> Sequence[Model]:
        """Raises ValidationError for somebody whose role does not let them curate."""
        found: Iterable[Any] = self.cleaned_data["curators"]
        unable = [person.username for person in found if not roles.may_curate(person)]
        if unable:
            raise ValidationError(
                _("Not curators: %(names)s. An administrator can give them the role.")
                % {"names": ", ".join(unable)}
            )
        return list(found)
