"""What a person may say about one picture."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webapp.corpora.importing.manifests import is_web_address
from webapp.corpora.models import CorpusImage
from webapp.corpora.models.pictures import UNITS
from webapp.corpora.services.tags import TAG_LENGTH
from webapp.curation.changes.values import FIELD_NAMES


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """The fields of a picture; `edition` is the one that the person read."""

    tags = forms.CharField(
        label=FIELD_NAMES["tags"], required=False, max_length=4_000,
        help_text=gettext_lazy("With commas between them."),
    )  # fmt: skip
    source_url = forms.URLField(
        label=FIELD_NAMES["source_url"], required=False, max_length=2_000, assume_scheme="https"
    )
    edition = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    class Meta:
        model = CorpusImage
        fields = (
            "title", "caption", "alt", "tags", "source", "source_url", "license", "focal_x", "focal_y",
        )  # fmt: skip
        labels = FIELD_NAMES
        help_texts: ClassVar = {
            "alt": gettext_lazy("What stands in for the picture where it is not seen."),
            "focal_x": gettext_lazy("0 to 1000. A click on the picture sets it."),
        }
        widgets: ClassVar = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "alt": forms.Textarea(attrs={"rows": 2}),
            "license": forms.TextInput(attrs={"list": "licenses"}),
        }

    def __init__(self, data: Any, *, image: CorpusImage) -> None:
        initial = {"tags": ", ".join(image.tags), "edition": image.edition}
        super().__init__(data, instance=image, initial=initial)

    def clean_tags(self) -> list[str]:
        """Each once, with single spaces."""
        found = (" ".join(tag.split())[:TAG_LENGTH] for tag in self.cleaned_data["tags"].split(","))
        return list(dict.fromkeys(tag for tag in found if tag))

    def clean_source_url(self) -> str:
        """Raises ValidationError for what is no address of the web: pages link to it."""
        address = str(self.cleaned_data["source_url"])
        if address and not is_web_address(address):
            raise ValidationError(_("This is no address of the web: it begins with http:// or https://."))
        return address

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for half of a focal point."""
        found = super().clean() or {}
        if (found.get("focal_x") is None) != (found.get("focal_y") is None):
            raise ValidationError(_("A focal point has two numbers, or none."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NoteForm(forms.Form):
    """Words about a region; its corners are in thousandths of the picture's sides."""

    left = forms.IntegerField(label=gettext_lazy("Left"), min_value=0, max_value=UNITS)
    top = forms.IntegerField(label=gettext_lazy("Top"), min_value=0, max_value=UNITS)
    right = forms.IntegerField(label=gettext_lazy("Right"), min_value=0, max_value=UNITS)
    bottom = forms.IntegerField(label=gettext_lazy("Bottom"), min_value=0, max_value=UNITS)
    text = forms.CharField(label=gettext_lazy("What is there"), max_length=2_000)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a region without an inside."""
        found = super().clean() or {}
        if found.get("right", 1) <= found.get("left", 0) or found.get("bottom", 1) <= found.get("top", 0):
            raise ValidationError(_("A region lies between its left and right, and its top and bottom."))
        return found
