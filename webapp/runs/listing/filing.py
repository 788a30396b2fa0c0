"""A person's own order in their runs: names, tags, pins, deletion. Access is the caller's to check."""

from collections.abc import Sequence

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webapp.corpora.services.media_uses import remove_unused
from webapp.runs.models import Run, RunTag
from webapp.runs.steering import services as steering
from webapp.snapshots.services import remove_unmet

MAX_TAGS = 8
TAG_CHARACTERS = 40


class LabelForm(forms.Form):
    """What a run is called, and what it is filed under."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    tags = forms.CharField(label=gettext_lazy("Tags, by comma"), required=False, max_length=400)

    def clean_tags(self) -> list[str]:
        """Each tag once, in lower case."""
        words = (" ".join(tag.split()).lower() for tag in self.cleaned_data["tags"].split(","))
        tags = list(dict.fromkeys(word for word in words if word))
        if len(tags) > MAX_TAGS or any(len(tag) > TAG_CHARACTERS for tag in tags):
            limits = {"most": MAX_TAGS, "characters": TAG_CHARACTERS}
            raise forms.ValidationError(
                _("A run has at most %(most)d tags, each of at most %(characters)d characters.") % limits
            )
        return tags


@transaction.atomic
def label(run: Run, *, name: str, tags: Sequence[str]) -> None:
    """Call the run so, and file it under these tags alone."""
    Run.objects.filter(pk=run.pk).update(name=name)
    run.tags.exclude(name__in=tags).delete()
    RunTag.objects.bulk_create((RunTag(run=run, name=tag) for tag in tags), ignore_conflicts=True)


def turn_pin(run: Run) -> None:
    """Pin the run above the list, or let it back into its place."""
    Run.objects.filter(pk=run.pk).update(pinned=None if run.pinned else timezone.now())


@transaction.atomic
def delete(run: Run) -> None:
    """Remove the run with its journal, links and orders; one that goes on is cancelled first.

    Pictures and pages that nothing else uses go with it; forks, follow-ups and what it cost stay.
    """
    if run.status in Run.OPEN:
        steering.cancel(run)
    uids = list(run.media_uses.values_list("uid", flat=True))
    met = list(run.met_pages.values_list("snapshot", flat=True))
    run.delete()
    uids += remove_unmet(met)
    transaction.on_commit(lambda: remove_unused(uids))
