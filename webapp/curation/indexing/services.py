"""What curators ask of the index of a corpus: all of it anew, what failed again, another encoder beside."""

from django.db import transaction
from django.db.models import Q

from agents.messages import message as _
from webapp.corpora.curators_encoders import require_nameable
from webapp.corpora.errors import BadInput
from webapp.corpora.indexing import services as indexing
from webapp.corpora.models import Corpus, Passage
from webapp.requests import length_problem

MAX_ENCODER_NAME = 200
"""Characters of the setting that names an encoder."""

_NOT_INDEXED = {"indexed_by": "", "parts_by": "", "read_by": ""}


@transaction.atomic
def index_everything(corpus: Corpus) -> None:
    """Have a worker index all pictures and passages anew; searches use what is there until then."""
    corpus.images.update(**_NOT_INDEXED)
    Passage.objects.filter(document__corpus=corpus).update(indexed_by="")
    indexing.enqueue(corpus, corpus.encoder or None)


@transaction.atomic
def retry(corpus: Corpus, problem: int | None = None) -> None:
    """Have a worker try again what could not be indexed: all of it, or the file of one problem."""
    found = corpus.problems.filter(job__isnull=False)
    if problem is not None:
        found = found.filter(pk=problem)
    corpus.images.filter(path__in=found.values("path")).update(**_NOT_INDEXED)
    found.delete()
    indexing.enqueue(corpus, corpus.encoder or None)


def dismiss(corpus: Corpus, problem: int) -> None:
    """Take what an import said of a file off the list; it comes back if the file is refused again."""
    corpus.problems.filter(pk=problem, job__isnull=True).delete()


def build_beside(corpus: Corpus, name: str) -> None:
    """Have a worker build an index with another encoder, to be compared with the one that serves.

    The worker loads the encoder, and its job says what was wrong with that. Raises BadInput while one is
    built or waits already, for the encoder that serves and for one that curators may not name, UnknownEncoder
    for one that there is not.
    """
    under_way = Q(status__in=("queued", "running", "paused", "ready"), goes_live=False)
    if corpus.jobs.filter(under_way).exists():
        raise BadInput(_("An index is being built beside already, or waits to be compared."))
    if problem := length_problem(name, MAX_ENCODER_NAME):
        raise BadInput(problem)
    require_nameable(name)
    if name == corpus.encoder:
        raise BadInput(_("This corpus is indexed with %(encoder)s already.", encoder=name))
    indexing.build_beside(corpus, name)
