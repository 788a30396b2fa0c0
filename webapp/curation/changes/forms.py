"""What a person may do to many pictures at once."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from webapp import access
from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.services.tags import TAG_LENGTH
from webapp.curation.bulk_actions import ACTIONS
from webapp.curation.grid.filters import filtered
from webapp.curation.models import Change
from webapp.requests import parse_ids

Action = Change.Action
_MAX_TEXT = {Action.CAPTION: 10_000, Action.LICENSE: 200, Action.SOURCE: 500}


class BulkForm(forms.Form):
    """An action and the pictures it is for: those that are named, or all that a filter leaves."""

    action = forms.ChoiceField(choices=[*ACTIONS, (Action.RESTORE, "")])
    tags = forms.CharField(required=False, max_length=2_000)
    text = forms.CharField(required=False, max_length=10_000)
    target = forms.ModelChoiceField(Corpus.objects.none(), required=False)
    all = forms.BooleanField(required=False)
    query = forms.CharField(required=False, max_length=2_000)

    def __init__(self, corpus: Corpus, person: access.Person, data: QueryDict) -> None:
        super().__init__(data)
        self._corpus, self._named = corpus, data.getlist("ids")
        targets = access.curated_corpora(person).exclude(pk=corpus.pk)
        self.fields["target"].queryset = targets  # type: ignore[attr-defined]

    @property
    def images(self) -> QuerySet[CorpusImage]:
        """The pictures that are meant."""
        if self.cleaned_data["all"]:
            return filtered(self._corpus, self.cleaned_data["query"])
        named = [part for value in self._named for part in value.split(",")]
        rows = CorpusImage.objects.filter(corpus=self._corpus)
        return rows.filter(pk__in=parse_ids(named))

    @property
    def detail(self) -> dict[str, Any]:
        """What the action is done with."""
        match self.cleaned_data["action"]:
            case Action.ADD_TAGS | Action.REMOVE_TAGS:
                return {"tags": self._tags()}
            case Action.CAPTION | Action.LICENSE | Action.SOURCE:
                return {"text": self.cleaned_data["text"]}
            case Action.MOVE | Action.COPY:
                return {"corpus": self.cleaned_data["target"].pk}
        return {}

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for an action that lacks what it is done with."""
        found = super().clean() or {}
        action = found.get("action")
        if action in (Action.ADD_TAGS, Action.REMOVE_TAGS) and not self._tags():
            raise forms.ValidationError(_("Nothing was changed: name at least one tag."))
        if action in (Action.MOVE, Action.COPY) and not found.get("target"):
            raise forms.ValidationError(_("Nothing was changed: choose a corpus that you look after."))
        if len(found.get("text", "")) > _MAX_TEXT.get(action, 10_000):  # type: ignore[arg-type]
            raise forms.ValidationError(_("Nothing was changed: this text is too long."))
        return found

    def _tags(self) -> list[str]:
        found = (" ".join(tag.split())[:TAG_LENGTH] for tag in self.cleaned_data.get("tags", "").split(","))
        return list(dict.fromkeys(tag for tag in found if tag))
