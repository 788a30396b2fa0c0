"""A run's events as lines for a terminal."""

from collections.abc import Iterator

from agents.events import (
    AnswerGiven,
    CallFinished,
    ClaimsChecked,
    Event,
    ModelAsked,
    ModelFailed,
    Outcome,
    QuestionUnderstood,
    RulesTookOver,
    RunEnded,
    RunStarted,
    StepDecided,
    StepSetAside,
)
from agents.observations import (
    EvidenceKept,
    HitsFound,
    Observation,
    PictureSeen,
    PicturesSeen,
    SearchesDone,
    SeenHit,
    TextRead,
)
from agents.questions.telling import told
from agents.types import Citation

SHOWN_HITS = 3


def tell(event: Event) -> Iterator[str]:
    """Lines that say what happened; none for what a person need not see."""
    match event:
        case RunStarted():
            yield from _start(event)
        case QuestionUnderstood(understanding):
            yield f"Asked ({understanding.language}): {told(understanding)}"
        case ModelAsked(role=role, model=model, ledger=ledger):
            yield f"   ask the {role} {model}, {ledger.total:,} tokens"
        case ModelFailed(role=role, reason=reason):
            yield f"   ✗ {role}: {reason}"
        case RulesTookOver(reason):
            yield f"\nThe built-in rules go on from here. {reason}"
        case StepDecided(step, intent, goal=goal, problem=problem):
            yield f"\n{step}. {f'[{goal}] ' if goal else ''}{intent}"
            if problem:
                yield f"   ✗ {problem}"
        case StepSetAside(step, reason):
            yield f"   step {step} is set aside. {reason}"
        case CallFinished(_, observation):
            yield from _observation(observation)
        case ending:
            yield from _end(ending)


def _start(started: RunStarted) -> Iterator[str]:
    images = started.question.images
    pictures = f" with {len(images)} picture(s)" if images else ""
    yield f"Question{pictures}, in {', '.join(started.corpora)} · {started.profile} · {started.policy} policy"
    if started.models:
        yield f"Models: {', '.join(dict.fromkeys(started.models.values()))}"


def _end(event: Event) -> Iterator[str]:
    """What leads to the end: the check of the draft, the answer, or why there is none."""
    match event:
        case ClaimsChecked(verdicts=verdicts, ruling=ruling):
            against = [verdict for verdict in verdicts if verdict.verdict.is_against]
            yield f"   check {len(verdicts)} claims: {len(against)} not supported, {ruling}"
            yield from (f"   ✗ {verdict.sentence} {verdict.reason}" for verdict in against)
        case AnswerGiven(answer):
            yield f"\n{answer.text}\n"
            if answer.is_from_model:
                yield "From the model's own knowledge, without a search. Nothing here was checked."
            yield from map(_citation, answer.citations)
        case RunEnded(Outcome.DECLINED, message):
            yield f"\nNo answer. {message}"
        case RunEnded(Outcome.FINISHED, message) if message:
            yield message


def _observation(observation: Observation) -> Iterator[str]:
    took = f"({observation.seconds:.2f} s)"
    match observation.data:
        case None:
            yield f"   ✗ {observation.error.message if observation.error else ''} {took}"
        case PictureSeen() as look:
            yield f"   {_look(look)} {took}"
        case PicturesSeen(pictures=pictures):
            yield from (f"   {_look(look)} {took}" for look in pictures)
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


def _look(look: PictureSeen) -> str:
    labels = ", ".join(f"{label.name} {label.probability:.0%}" for label in look.labels[:3])
    text = f' · text "{" ".join(look.text.split())[:60]}"' if look.text else ""
    return f"look {look.uid} {look.width}×{look.height}: {labels or 'no labels'}{text}"


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
