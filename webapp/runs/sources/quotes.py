"""What a run keeps as evidence, and how much of the corpora may stand around it outside of the pages."""

from dataclasses import dataclass

from django.db.models import QuerySet

from agents.replay import AgentState
from agents.retrieval.passages import Span
from agents.sources import SourceRef
from agents.types import Evidence
from webapp import access
from webapp.corpora.models import MediaUse
from webapp.runs import run_access
from webapp.runs.source_kinds import source_of_person

CONTEXT = 300
"""Characters shown on each side of a quote, at most."""

_PARAGRAPH = "\n\n"
_CUT_BEFORE, _CUT_AFTER = "… ", " …"


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in three parts; the middle one is what is quoted."""

    before: str
    quote: str
    after: str

    @property
    def span(self) -> Span | None:
        """Where the quote stands; None without one."""
        start = len(self.before)
        return Span(start, start + len(self.quote)) if self.quote else None


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody may read and see."""

    person: access.Person | None
    media: QuerySet[MediaUse]

    def text_of(self, ref: SourceRef) -> str:
        """The stored text of a source; empty when it is gone, or out of reach."""
        found = source_of_person(self.person, ref)
        return found.text if found else ""

    def has_picture(self, uid: str) -> bool:
        return self.media.filter(uid=uid).exists()


def reach_of(person: access.Person | None) -> Reach:
    """What a person may read; without one, everything, as on the command line."""
    if person is None:
        return Reach(None, MediaUse.objects.all())
    return Reach(person, run_access.media(person))


def evidence_of(state: AgentState) -> list[Evidence]:
    """The evidence of a run, each once: first what its answer cites, then what it only kept."""
    cited = [citation.evidence for citation in state.answer.citations] if state.answer else []
    by_place: dict[tuple[object, ...], Evidence] = {}
    for evidence in (*cited, *state.memory.evidence.values()):
        by_place.setdefault(evidence.place, evidence)
    return list(by_place.values())


def surround(evidence: Evidence, text: str) -> MarkedText:
    """The quote with what its paragraph says around it; alone when it no longer stands there."""
    start, end = evidence.start, evidence.end
    if start is None or end is None or text[start:end] != evidence.quote:
        return MarkedText("", evidence.quote, "")
    _other, gap, before = text[max(0, start - CONTEXT) : start].rpartition(_PARAGRAPH)
    if not gap and start > CONTEXT:
        before = _CUT_BEFORE + before.partition(" ")[2]
    after, gap, _other = text[end : end + CONTEXT].partition(_PARAGRAPH)
    if not gap and end + CONTEXT < len(text):
        after = after.rpartition(" ")[0] + _CUT_AFTER
    return MarkedText(before, evidence.quote, after)
