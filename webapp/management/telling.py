"""A run's events as lines for a terminal."""

from collections.abc import Iterator

from agents.events import AnswerGiven, CallFinished, Event, Outcome, RunEnded, RunStarted, StepDecided
from agents.observations import (
    EvidenceKept,
    HitsFound,
    Observation,
    PictureSeen,
    SearchesDone,
    SeenHit,
    TextRead,
)
from agents.types import Citation

SHOWN_HITS = 3


def tell(event: Event) -> Iterator[str]:
    """Lines that say what happened; none for what a person need not see."""
    match event:
        case RunStarted(question, profile, policy, corpora):
            pictures = f" with {len(question.images)} picture(s)" if question.images else ""
            yield f"Question{pictures}, in {', '.join(corpora)} · {profile} · {policy} policy"
        case StepDecided(step, intent):
            yield f"\n{step}. {intent}"
        case CallFinished(_, observation):
            yield from _observation(observation)
        case AnswerGiven(answer):
            yield f"\n{answer.text}\n"
            yield from map(_citation, answer.citations)
        case RunEnded(Outcome.DECLINED, message):
            yield f"\nNo answer. {message}"


def _observation(observation: Observation) -> Iterator[str]:
    took = f"({observation.seconds:.2f} s)"
    match observation.data:
        case None:
            yield f"   ✗ {observation.error.message if observation.error else ''} {took}"
        case PictureSeen(uid=uid) as look:
            labels = ", ".join(f"{label.name} {label.probability:.0%}" for label in look.labels[:3])
            text = f' · text "{" ".join(look.text.split())[:60]}"' if look.text else ""
            yield f"   look {uid} {look.width}×{look.height}: {labels or 'no labels'}{text} {took}"
        case HitsFound(hits=hits, uid=uid):
            yield f"   search by {uid or 'words'} {took}"
            yield from _hits(hits)
        case SearchesDone(searches):
            for found in searches:
                yield f"   search “{found.query}” {took}"
                yield from _hits(found.hits)
        case TextRead() as text:
            yield f"   read “{text.title}”, characters {text.start}-{text.end} of {text.length} {took}"
        case EvidenceKept(evidence):
            shown = evidence.title if evidence.kind == "image" else f"“{' '.join(evidence.quote.split())}”"
            yield f"   keep [{evidence.id}] {shown} {took}"


def _hits(hits: tuple[SeenHit, ...]) -> Iterator[str]:
    if not hits:
        yield "      nothing good enough"
    for hit in hits[:SHOWN_HITS]:
        channels = ", ".join(f"{c.name} #{c.rank}" for c in hit.channels)
        yield f"      {hit.score:.2f}  {hit.title or hit.file}  ({channels})"
    if len(hits) > SHOWN_HITS:
        yield f"      and {len(hits) - SHOWN_HITS} more"


def _citation(citation: Citation) -> str:
    evidence = citation.evidence
    place = (
        f"{evidence.file}, characters {evidence.start}-{evidence.end}" if evidence.quote else evidence.file
    )
    return f"[{citation.marker}] {evidence.title} ({place})"
