"""Who or what the pictures of a question show, as far as the corpora know."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.memory import WorkingMemory
from agents.observations import SeenHit, TextRead
from agents.policies.question import subject_tokens
from agents.retrieval.fusion import COPIES
from agents.retrieval.tokens import tokenise
from agents.types import Question

LOOKS = ("looks", COPIES)
"""The channels that compare pictures by how they look, whole and place by place."""

SURE = 0.85
"""Their score from which two pictures are taken for the same."""

ALONE = 0.5, 0.12
"""A lower score will do when it reaches the first, and the next picture is behind it by the second."""

LIKELY = 0.35
"""Probability of a label from which it goes into a query."""

LONGEST_WRITING = 12
"""Words read in a picture that go into its name."""

STEP = 0.7
"""What is left of nearness one mention further away."""

_TAIL = re.compile(r"\s*(?:[,;:(|–—]|\s-\s).*$")


@dataclass(frozen=True, slots=True)
class Subject:
    """What one picture of the question shows: a matching picture of a corpus, or a guess from its pixels."""

    uid: str
    name: str
    match: SeenHit | None = None

    @property
    def is_sure(self) -> bool:
        """True when the match is beyond doubt, not only the best there is."""
        return self.match is not None and looks(self.match) >= SURE


def subjects(question: Question, memory: WorkingMemory) -> tuple[Subject, ...]:
    """One for each picture of the question that was searched by; name is empty when nothing is known."""
    return tuple(_subject(image.uid, memory) for image in question.images)


def name_of(text: str) -> str:
    """The short name in a title or a caption: what stands before its first comma."""
    return _TAIL.sub("", text).strip() or text.strip()


def looks(hit: SeenHit) -> float:
    """How much a picture that was found looks like the one it was searched by, 0..1."""
    return max((channel.score for channel in hit.channels if channel.name in LOOKS), default=0.0)


def nearness(found: Sequence[Subject], name: str, texts: Sequence[TextRead]) -> dict[int, float]:
    """How near each text is to the subject, 0..1, by document id.

    1: it shows the picture or its title names the subject. Less: its text names the subject, or its title
    stands in a text that is near.
    """
    shown = {document for subject in found if subject.match for document in subject.match.documents}
    wanted = subject_tokens(name)
    near = {text.document: 1.0 if text.document in shown else _share(wanted, text) for text in texts}
    for text in texts:
        linked = max(
            (near[t.document] for t in texts if t is not text and _mentions(t, text.title)), default=0.0
        )
        near[text.document] = max(near[text.document], STEP * linked)
    return near


def _share(wanted: frozenset[str], text: TextRead) -> float:
    if not wanted:
        return 0.0
    in_title = len(wanted & frozenset(tokenise(text.title))) / len(wanted)
    in_text = len(wanted & frozenset(tokenise(text.text))) / len(wanted)
    return max(in_title, STEP * in_text)


def _mentions(text: TextRead, title: str) -> bool:
    return title.lower() in text.text.lower()


def _subject(uid: str, memory: WorkingMemory) -> Subject:
    match = next(_matches(uid, memory), None)
    look = memory.looks.get(uid)
    written = " ".join(look.text.split()[:LONGEST_WRITING]) if look else ""
    if match:
        return Subject(uid, name_of(match.title) or written or name_of(match.text), match)
    likely = [label.name for label in look.labels[:1] if label.probability >= LIKELY] if look else []
    return Subject(uid, " ".join([*likely, written]).strip())


def _matches(uid: str, memory: WorkingMemory) -> Iterator[SeenHit]:
    for found in (search.found for search in memory.searches):
        ranked = sorted(found.hits, key=lambda hit: -looks(hit))
        if found.uid == uid and ranked and _stands_out(*map(looks, ranked[:2])):
            yield ranked[0]


def _stands_out(best: float, second: float = 0.0) -> bool:
    least, lead = ALONE
    return best >= SURE or (best >= least and best - second >= lead)
