"""Which of a person's runs used a source, and what they cut out of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from agents.errors import JournalError
from agents.events import AnswerGiven, from_payload
from agents.sources import SourceRef
from agents.types import Evidence
from media_store import Box, ImageFacts, UnknownImage
from webapp import access
from webapp.corpora.models import MediaUse
from webapp.media.stores import open_media_store
from webapp.runs import run_access
from webapp.runs.models import Run, RunEvent
from webapp.snapshots.models import MetPicture

RUNS_SHOWN = 20
ORIGINS_SHOWN = 10
_PICTURES_LOOKED_THROUGH = 300
"""The newest pictures of the person's runs; each is one small file to read, once in a process."""


@dataclass(frozen=True, slots=True)
class DerivedPicture:
    """A picture that a run made of another one; only a crop has a box, in 0..1000 units of its parent."""

    uid: str
    operation: str
    box: Box | None

    @property
    def width(self) -> int:
        return self.box.x1 - self.box.x0 if self.box else 0

    @property
    def height(self) -> int:
        return self.box.y1 - self.box.y0 if self.box else 0


def runs_citing(person: access.Person, ref: SourceRef) -> list[Run]:
    """The newest runs of the person whose answer cites the source."""
    # Journals of earlier versions know documents by their numbers alone.
    written = f'"{ref}"' if ref.document is None else f'"document": {ref.document}'
    found = _citing(person, written, lambda evidence: evidence.source == ref)
    return list(islice(found, RUNS_SHOWN))


def runs_using(person: access.Person, uid: str) -> QuerySet[Run]:
    """The newest runs of the person that were asked with the picture, looked at it, made it or cite it."""
    cited = [run.pk for run in _citing(person, f'"uid": "{uid}"', lambda evidence: evidence.uid == uid)]
    used = run_access.runs(person).filter(media_uses__uid=uid).values("pk")
    return run_access.runs(person).filter(Q(pk__in=used) | Q(pk__in=cited)).order_by("-pk")[:RUNS_SHOWN]


def derived_from(person: access.Person, uid: str) -> list[DerivedPicture]:
    """What the person's runs made of a picture, newest first."""
    of_a_corpus = MediaUse.objects.filter(uid=OuterRef("uid"), corpus__isnull=False)
    uses = MediaUse.objects.filter(~Exists(of_a_corpus), run__in=run_access.runs(person)).order_by("-pk")
    candidates = dict.fromkeys(uses.values_list("uid", flat=True)[:_PICTURES_LOOKED_THROUGH])
    found = []
    for candidate in candidates:
        try:
            facts = _facts(candidate)
        except UnknownImage:
            continue  # It was removed from the store; the run that made it is still there.
        if facts.parent == uid:
            found.append(DerivedPicture(candidate, facts.operation or "", facts.box))
    return found


def origins_of(person: access.Person, uid: str) -> list[MetPicture]:
    """Where a picture of the web is from, each address once, as far as the person's runs met it there."""
    met = MetPicture.objects.filter(uid=uid, run__in=run_access.runs(person)).order_by("pk")
    return list({origin.address: origin for origin in met}.values())[:ORIGINS_SHOWN]


def _citing(person: access.Person, written: str, is_meant: Callable[[Evidence], bool]) -> Iterator[Run]:
    """Runs of the person, newest first, whose answer cites what is meant, `written` so in a payload."""
    answers = RunEvent.objects.filter(run__in=run_access.runs(person), kind="answer_given")
    # The database cannot look into a list of citations; it picks out the few answers that are worth it.
    worth = answers.annotate(text=Cast("payload", TextField())).filter(text__contains=written)
    for event in worth.select_related("run").order_by("-run"):
        try:
            answer = from_payload(event.kind, event.payload)
        except JournalError:
            continue  # The page of that run says what is wrong with its journal.
        cited = answer.answer.citations if isinstance(answer, AnswerGiven) else ()
        if any(is_meant(citation.evidence) for citation in cited):
            yield event.run


@lru_cache(maxsize=4096)
def _facts(uid: str) -> ImageFacts:
    """Kept, since what a picture was made from never changes."""
    return open_media_store().facts(uid)
