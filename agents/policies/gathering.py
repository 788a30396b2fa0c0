"""Everything that a run has met and that may answer, as candidates for the reader."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agents.answers.material import PictureMatch
from agents.policies.subjects import nearness
from agents.reading import Candidate, CandidateKind
from agents.reading.candidates import candidates_in, captions_in
from agents.replay import AgentState
from agents.sources import SourceRef
from agents.types import Evidence


def candidates_of(state: AgentState, subject: str, shown: Sequence[PictureMatch]) -> Iterator[Candidate]:
    """Sentences and rows of the texts that were read, and captions of the pictures that were found."""
    memory = state.memory
    near = nearness(shown, subject, memory.texts)
    # Two stretches of one text may overlap: each place comes once.
    seen: set[tuple[SourceRef | None, int | None, str]] = set()
    for text in memory.texts:
        found = candidates_in(
            text.text, text.title, source=text.source, offset=text.start, nearness=near[text.source]
        )
        for candidate in found:
            key = (candidate.source, candidate.start, candidate.said)
            if key not in seen and candidate.text != text.title:
                seen.add(key)
                yield candidate
    matched = {each.uid for each in shown}
    for each in shown:
        yield from each.captions
    for hit in memory.pool.values():
        if hit.kind == "image" and hit.text and hit.uid not in matched:
            yield from captions_in(hit.text, hit.title, hit.uid)
    if state.took_over:  # A model may have kept what no rule would have found.
        for kept in memory.evidence.values():
            if kept.kind == "text":
                yield replace(candidate_of(kept), nearness=near.get(kept.source, 0.0))


def candidate_of(piece: Evidence) -> Candidate:
    """A kept piece as something to read."""
    if piece.kind == "image":
        words = piece.note or piece.title
        return Candidate(CandidateKind.CAPTION, words, piece.title, uid=piece.uid, box=piece.box)
    return Candidate(
        CandidateKind.SENTENCE, piece.quote, piece.title,
        source=piece.source, start=piece.start, end=piece.end,
    )  # fmt: skip
