"""Readers that transformers can run, from a folder or by a name on a model hub: they cost seconds a question.

Only tensors and plain data are read; no code of a model is run.
"""

import hashlib
import threading
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.questions.types import Ask
from agents.reading.errors import ReaderUnavailable
from agents.reading.shortlist import shortlist
from agents.reading.spans import Span, span_of
from agents.reading.types import Candidate, Finding
from agents.retrieval.torch_compat import best_device, import_torch_library

BATCH_SIZE = 16
MAX_TOKENS = 384
MAX_ANSWER_TOKENS = 40
_LOADING_ERRORS = (RuntimeError, OSError, ValueError, LookupError, AttributeError, TypeError, ImportError)
"""What the library lets through when weights are absent, broken, or of another kind of model."""

Answered = tuple[float, Span | None]
"""A probability, and the words that answer in what was read."""


class _TransformersReader:
    """Shared by both kinds: loading, batches, one thread at a time."""

    kind: str
    auto_class: str

    def __init__(self, source: str) -> None:
        """Load the weights. Raises ReaderUnavailable for those that cannot be had."""
        library = import_torch_library("transformers")
        try:
            # Tokenizers of several libraries have no offsets; the fast ones have.
            self._tokenizer = library.AutoTokenizer.from_pretrained(
                source, use_fast=True, trust_remote_code=False
            )
            model = getattr(library, self.auto_class).from_pretrained(
                source, trust_remote_code=False, use_safetensors=True
            )
        except _LOADING_ERRORS as error:
            raise ReaderUnavailable(
                f"The reader {self.kind}:{source} cannot be loaded: "
                f"{(str(error) or type(error).__name__).splitlines()[0]}. Give a folder with its "
                f"config.json, "
                "tokenizer and model.safetensors, or let this machine reach the model hub once."
            ) from error
        self._model = model.eval().to(best_device())
        self._lock = threading.Lock()
        self.version = f"{self.kind}-{_checksum(model)}"

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
            [question] * len(passages), list(passages), truncation="only_second", max_length=MAX_TOKENS,
            padding=True, return_tensors="pt", **options,
        )  # fmt: skip

    def _run(self, encoded: Any) -> Any:
        torch = import_torch_library("torch")
        with torch.inference_mode():
            return self._model(**{name: tensor.to(self._model.device) for name, tensor in encoded.items()})


class CrossEncoder(_TransformersReader):
    """A model that reads question and passage together and gives one number: its logistic is the score."""

    kind = "cross-encoder"
    auto_class = "AutoModelForSequenceClassification"

    def _answers(self, ask: Ask, question: str, candidates: Sequence[Candidate]) -> Iterator[Answered]:
        encoded = self._encoded(question, [_under_title(each)[0] for each in candidates])
        # The last of several labels is "relevant" by custom; one label is a logit.
        logits = self._run(encoded).logits[:, -1].float().cpu().numpy()
        for candidate, logit in zip(candidates, logits, strict=True):
            yield 1 / (1 + float(np.exp(-np.clip(logit, -30, 30)))), span_of(ask, candidate)


class ExtractiveReader(_TransformersReader):
    """A model for extractive question answering (Devlin et al., 2019): the best span against no answer."""

    kind = "extractive"
    auto_class = "AutoModelForQuestionAnswering"

    def _answers(self, ask: Ask, question: str, candidates: Sequence[Candidate]) -> Iterator[Answered]:
        passages = [_under_title(each) for each in candidates]
        encoded = self._encoded(question, [text for text, _ in passages], return_offsets_mapping=True)
        offsets = encoded.pop("offset_mapping").numpy()
        said = self._run(encoded)
        starts, ends = said.start_logits.float().cpu().numpy(), said.end_logits.float().cpu().numpy()
        for row, (_, first) in enumerate(passages):
            is_word = np.array([n == 1 for n in encoded.sequence_ids(row)]) & (offsets[row][:, 0] >= first)
            yield _best_span(starts[row], ends[row], offsets[row] - first, is_word)


def _best_span(
    starts: NDArray[np.float32],
    ends: NDArray[np.float32],
    offsets: NDArray[np.int64],
    is_word: NDArray[np.bool_],
) -> Answered:
    """The best span of the words, and how much surer it is than the first token, which stands for none."""
    if not is_word.any():
        return 0.0, None
    sums = np.where(is_word[:, None] & is_word[None, :], starts[:, None] + ends[None, :], -np.inf)
    length = np.arange(len(ends))[None, :] - np.arange(len(starts))[:, None]
    sums = np.where((length >= 0) & (length < MAX_ANSWER_TOKENS), sums, -np.inf)
    start, end = np.unravel_index(int(sums.argmax()), sums.shape)
    margin = float(sums[start, end] - starts[0] - ends[0])
    return 1 / (1 + float(np.exp(-np.clip(margin, -30, 30)))), (int(offsets[start][0]), int(offsets[end][1]))


def _under_title(candidate: Candidate) -> tuple[str, int]:
    """What is read, and where the words begin in it."""
    before = "".join(f"{part}: " for part in (candidate.title, candidate.lead) if part)
    return before + candidate.words, len(before)


def _checksum(model: Any) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(-1).float().numpy().tobytes())
    return digest.hexdigest()[:8]
