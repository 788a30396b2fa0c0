"""The words of the built-in searcher's answer: quotes and captions, each with its evidence."""

from collections.abc import Iterator

from agents.messages import Message
from agents.messages import message as _
from agents.policies.case import Case
from agents.policies.closing import kept_so_far
from agents.policies.rules import Wanted
from agents.types import Evidence
from agents.verify.markers import inert


def finish(case: Case) -> Wanted:
    """The answer from the evidence kept, or why there is none; what a model had kept is always told."""
    sentences = [*_identities(case), *_quotes(case)]
    if not sentences or (case.facts and not any(case.kept_for(ask) for ask in case.facts)):
        if case.state.took_over and (kept := kept_so_far(case.state.memory)):
            return Wanted("finish", {"answer": kept})
        return Wanted("finish", {"reason": _why_nothing(case).stored()})
    return Wanted("finish", {"answer": " ".join([*sentences, *_open_ends(case)])})


def _identities(case: Case) -> Iterator[str]:
    for subject in case.subjects:
        kept = case.evidence(subject.match.uid) if subject.match else None
        if subject.match and kept:
            about = inert(subject.match.text.strip().rstrip("."))
            name = inert(subject.match.title.strip() or kept.title)
            detail = f": {about}" if about and about != name else ""
            verb = "matches" if subject.is_sure else "looks most like"
            yield f"The picture {verb} “{name}”{detail} [{kept.id}]."


def _quotes(case: Case) -> Iterator[str]:
    said: set[str] = set()
    for ask in case.asks:
        for evidence in case.kept_for(ask):
            if evidence.id not in said:
                yield f"{inert(_words_of(case, evidence)).rstrip(' .')} [{evidence.id}]."
            said.add(evidence.id)


def _words_of(case: Case, evidence: Evidence) -> str:
    if evidence.kind == "text":
        return " ".join(evidence.quote.split())
    hits = case.state.memory.pool.values()
    return next((f"{hit.title}: {hit.text}" for hit in hits if hit.uid == evidence.uid), evidence.title)


def _open_ends(case: Case) -> Iterator[str]:
    for ask in case.facts:
        if not case.kept_for(ask):
            yield f"On “{inert(ask.without(''))}” the corpora hold no clear answer."


def _why_nothing(case: Case) -> Message:
    if lacking := case.state.memory.words_only:
        return _(
            "Vectors of %(corpora)s are missing, so pictures and meanings could not all be compared there, "
            "and the words answer nothing clearly. Ask again once they are indexed.",
            corpora=", ".join(lacking),
        )
    if case.question.images and not any(subject.match for subject in case.subjects):
        return _(
            "No picture of these corpora matches the one in the question, and no text answers it clearly."
        )
    return _("The corpora that were searched hold nothing that answers this clearly enough.")
