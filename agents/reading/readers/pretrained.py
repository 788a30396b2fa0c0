"""What readers share that transformers runs; they cost seconds a question."""

import threading
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from agents.messages import message as _
from agents.questions.types import Ask
from agents.reading.errors import ReaderUnavailable
from agents.reading.shortlist import shortlist
from agents.reading.spans import Span
from agents.reading.types import Candidate, Finding
from agents.retrieval.encoders.sentences.base import well_formed
from agents.retrieval.pretrained import load_pretrained, weights_checksum
from agents.retrieval.torch_compat import import_torch_library

BATCH_SIZE = 16
MAX_TOKENS = 384

Answered = tuple[float, Span | None]
"""A probability, and the words that answer in what was read."""


class PretrainedReader:
    """Shared by both kinds: loading, batches, one thread at a time."""

    kind: str
    auto_class: str

    def __init__(self, source: str) -> None:
        """Load the weights. Raises ReaderUnavailable for those that cannot be had."""
        named = _("The reader %(name)s", name=f"{self.kind}:{source}")
        # Tokenizers of several libraries have no offsets; those of AutoTokenizer have, where there are any.
        self._model, self._tokenizer = load_pretrained(
            source, self.auto_class, named=named, unavailable=ReaderUnavailable, beside="AutoTokenizer"
        )
        self._lock = threading.Lock()
        self.version = f"{self.kind}-{weights_checksum(self._model)}"

    def read(self, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> list[Finding]:
        """Findings, best first; what the shortlist leaves out scores 0."""
        question = ask.naming(subject)
        kept = shortlist(ask, subject, candidates)
        said: dict[int, Answered] = {}
        for start in range(0, len(kept), BATCH_SIZE):
            batch = kept[start : start + BATCH_SIZE]
            with self._lock:
                answered = list(self._answers(ask, question, [candidates[n] for n in batch]))
            said.update(zip(batch, answered, strict=True))
        nothing: Answered = (0.0, None)
        found = [
            Finding(each, score, score, span)
            for each, (score, span) in ((each, said.get(n, nothing)) for n, each in enumerate(candidates))
        ]
        return sorted(found, key=lambda finding: -finding.score)

    @abstractmethod
    def _answers(self, ask: Ask, question: str, candidates: Sequence[Candidate]) -> Iterator[Answered]:
        """What the model says of each candidate."""

    def _encoded(self, question: str, passages: Sequence[str], **options: Any) -> Any:
        return self._tokenizer(
            [well_formed(question)] * len(passages), [*map(well_formed, passages)],
            truncation="only_second", max_length=MAX_TOKENS, padding=True, return_tensors="pt", **options,
        )  # fmt: skip

    def _run(self, encoded: Any) -> Any:
        torch = import_torch_library("torch")
        with torch.inference_mode():
            return self._model(**{name: tensor.to(self._model.device) for name, tensor in encoded.items()})


def under_title(candidate: Candidate) -> tuple[str, int]:
    """What is read, and where the words begin in it."""
    before = "".join(f"{part}: " for part in (candidate.title, candidate.lead) if part)
    return before + candidate.words, len(before)
