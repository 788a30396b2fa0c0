"""What becomes of a pair: one picture is kept, with what was said of the other, or both are."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from webapp.corpora.models import CorpusImage
from webapp.curation.changes import services
from webapp.curation.changes.values import NOTES, current
from webapp.curation.models import Change, DuplicatePair

Decision = DuplicatePair.Decision
_FILLED = ("title", "caption", "alt", "source", "source_url", "license")


class DecidedMeanwhile(Exception):
    """Somebody else has decided about this pair."""


def decide(pair: DuplicatePair, person: User, decision: DuplicatePair.Decision) -> None:
    """Keep both, or one: then it takes over what was said of the other, which goes to the trash.

    Raises DecidedMeanwhile, and VectorsUnavailable.
    """
    with transaction.atomic():
        open_pair = DuplicatePair.objects.select_for_update().filter(pk=pair.pk, decision=Decision.OPEN)
        if not open_pair.update(decision=decision, decided=timezone.now(), decided_by=person):
            raise DecidedMeanwhile
        pair.refresh_from_db()
        if decision == Decision.KEPT_FIRST:
            _merge(pair.first, pair.second, person)
        elif decision == Decision.KEPT_SECOND:
            _merge(pair.second, pair.first, person)


def reopen(pair: DuplicatePair) -> None:
    """Take a decision back; what lies in the trash stays there, and can be restored."""
    DuplicatePair.objects.filter(pk=pair.pk).update(decision=Decision.OPEN, decided=None, decided_by=None)


def _merge(kept: CorpusImage, other: CorpusImage, person: User) -> None:
    kept.refresh_from_db()
    values = {
        name: getattr(other, name) for name in _FILLED if not getattr(kept, name) and getattr(other, name)
    }
    values["tags"] = list(dict.fromkeys([*kept.tags, *other.tags]))
    values[NOTES] = [*current(kept, [NOTES])[NOTES], *current(other, [NOTES])[NOTES]]
    services.edit(kept, person, values, kept.edition, Change.Action.MERGE)
    services.begin(kept.corpus, person, Change.Action.TRASH, {}, CorpusImage.objects.filter(pk=other.pk))
