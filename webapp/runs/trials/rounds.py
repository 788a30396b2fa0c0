"""Which corpora have questions that are still to be tried."""

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from webapp.corpora.models import Corpus, IndexJob


def untried_corpora() -> QuerySet[Corpus]:
    """Corpora that were indexed since all their questions were tried."""
    is_live = Q(jobs__status=IndexJob.Status.FINISHED, jobs__goes_live=True)
    seen = Coalesce("trial_round__job", 0)
    changed = Corpus.objects.filter(archived=None).annotate(newest=Max("jobs__pk", filter=is_live), seen=seen)
    return changed.filter(newest__gt=F("seen"))
