"""The ask form, checked before anything is stored."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agents.errors import UnreadablePicture
from media_store import Prepared
from webapp import access
from webapp.corpora.models import Corpus
from webapp.messages import error_text
from webapp.requests import RowsField
from webapp.runs import run_access
from webapp.runs.execution import services
from webapp.runs.execution.services import MAX_PICTURES, MAX_QUESTION
from webapp.runs.execution.source_policies import default_sources, has_engines
from webapp.runs.presenting.profiles import profile_choices
from webapp.runs.presenting.source_choices import source_choices

# Systems that do not know the newer kinds would hide their files behind `image/*` alone.
ACCEPTED = "image/*,.heic,.heif,.avif,.tif,.tiff"


class PicturesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Picture files; only their number and size are checked here, the media store does the rest."""

    widget = PicturesInput

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MAX_PICTURES:
            limits = {"most": MAX_PICTURES, "count": len(files)}
            raise forms.ValidationError(_("Add at most %(most)s pictures; these are %(count)s.") % limits)
        limit_bytes = settings.ENV.max_upload_bytes
        for file in files:
            if file.size > limit_bytes:
                sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(limit_bytes)}
                text = _("%(name)s has %(size)s; a picture may have %(limit)s.")
                raise forms.ValidationError(text % {"name": file.name, **sizes})
        return [super(PicturesField, self).clean(file, initial) for file in files]


class UidsField(forms.Field):
    """UIDs of pictures that are stored already, in order; a form keeps them in hidden fields."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(value or []))


class AskForm(forms.Form):
    """A question in words, in pictures, or in both; no corpus chosen means all that the person may read."""

    question = forms.CharField(
        required=False,
        strip=True,
        max_length=MAX_QUESTION,
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": gettext_lazy("Words, pictures, or both"), "accesskey": "/"}
        ),
    )
    uid = UidsField(required=False)
    pictures = PicturesField(required=False, widget=PicturesInput(attrs={"accept": ACCEPTED}))
    corpora = RowsField(queryset=Corpus.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    profile = forms.ChoiceField(choices=profile_choices, initial="standard", widget=forms.RadioSelect)
    sources = forms.ChoiceField(
        choices=source_choices, initial=default_sources, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, person: access.Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.kept: Sequence[str] = ()
        self.readable = access.askable_corpora(person)
        self.fields["corpora"].queryset = self.readable  # type: ignore[attr-defined]

    @property
    def may_use_web(self) -> bool:
        """Whether there is a choice of sources at all."""
        return has_engines()

    def clean_uid(self) -> list[str]:
        """What is not the person's to see is not there."""
        uids: list[str] = self.cleaned_data["uid"]
        if len(self.there(uids)) < len(uids):
            raise forms.ValidationError(_("A picture of this question is not here any more. Add it again."))
        return uids

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        count = len(cleaned["pictures"]) + len(cleaned["uid"])
        if count > MAX_PICTURES:
            limits = {"most": MAX_PICTURES, "count": count}
            raise forms.ValidationError(_("Add at most %(most)s pictures; these are %(count)s.") % limits)
        if not cleaned["question"] and not count:
            raise forms.ValidationError(_("Write a question, add a picture, or both."))
        refused = next((each for each in self._opened if isinstance(each, UnreadablePicture)), None)
        if refused:
            self.add_error("pictures", error_text(refused))
        return cleaned

    @cached_property
    def _opened(self) -> "list[Prepared | UnreadablePicture]":
        """Each file of the form, as many as a question takes: decoded, or why it cannot be."""
        first = len(dict.fromkeys(self["uid"].value() or [])) + 1
        files = self.files.getlist("pictures")[:MAX_PICTURES]  # type: ignore[attr-defined]
        opened: list[Prepared | UnreadablePicture] = []
        for number, file in enumerate(files, start=first):
            try:
                file.seek(0)
                opened.append(services.prepare(number, file.read()))
            except UnreadablePicture as refusal:
                opened.append(refusal)
        return opened

    @property
    def usable(self) -> list[Prepared]:
        """The files of the form that are pictures."""
        return [picture for picture in self._opened if isinstance(picture, Prepared)]

    def waiting(self) -> list[str]:
        """UIDs of the pictures that the form shows, as far as the person may see them."""
        return self.there(list(dict.fromkeys([*(self["uid"].value() or []), *self.kept])))

    def there(self, uids: Sequence[str]) -> list[str]:
        """Those of the pictures that are there for the person."""
        seen = set(run_access.usable_media(self.person).filter(uid__in=uids).values_list("uid", flat=True))
        return [uid for uid in uids if uid in seen]

    def in_order(self) -> list[str | Prepared]:
        """The pictures: those that were uploaded before by UID, then the files of the form."""
        return [*self.cleaned_data["uid"], *self.usable]

    def scope(self) -> Sequence[Corpus]:
        """The corpora to search in."""
        return list(self.cleaned_data["corpora"]) or list(self.readable)
