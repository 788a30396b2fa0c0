"""What a person might ask: about pictures of the corpora that they may read, others each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.corpora.models import CorpusImage
from webapp.runs import access

COUNT = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question with its picture."""

    question: str
    uid: str


def suggestions(person: access.Person) -> Sequence[Suggestion]:
    """Questions about titled pictures that a document shows, the same for a day."""
    shown = access.pictures(person).exclude(title="").filter(documents__isnull=False)
    ids = list(shown.order_by("pk").values_list("pk", flat=True).distinct()[:1_000])
    chance = Random(f"{person.pk} {timezone.now():%Y-%m-%d}")
    chosen = CorpusImage.objects.in_bulk(chance.sample(ids, min(COUNT, len(ids))))
    return [_about(image) for image in chosen.values()]


def _about(image: CorpusImage) -> Suggestion:
    return Suggestion(_("What is known about %(title)s?") % {"title": image.title}, image.uid)
