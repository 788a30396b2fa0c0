"""Cross-encoders by transformers: query and text are read together.

As in Nogueira and Cho (2019, arXiv:1901.04085).
"""

import threading
from collections.abc import Sequence

from agents.messages import message as _
from agents.retrieval.encoders.sentences.base import well_formed
from agents.retrieval.pretrained import load_pretrained
from agents.retrieval.rerankers.base import Found, Reranker
from agents.retrieval.rerankers.errors import RerankerUnavailable, UnknownReranker
from agents.retrieval.torch_compat import import_torch_library

BATCH_SIZE = 16
MAX_TOKENS = 384
"""Of query and text together; what follows in a longer text is not read."""


def load(options: str) -> Reranker:
    """Load a folder or a name on the hub, such as "BAAI/bge-reranker-base".

    Raises UnknownReranker without a name, RerankerUnavailable for weights that cannot be had.
    """
    if not options:
        raise UnknownReranker(_("A reranker is written transformers:<folder or name on a model hub>."))
    return CrossEncoderReranker(options)


class CrossEncoderReranker(Reranker):
    """A model for sequence classification; the logistic of its last logit is the score."""

    def __init__(self, source: str) -> None:
        """Load the weights. Raises RerankerUnavailable."""
        self.name = f"transformers:{source}"
        self._model, self._tokenizer = load_pretrained(
            source, "AutoModelForSequenceClassification", beside="AutoTokenizer",
            named=_("The reranker %(name)s", name=self.name), unavailable=RerankerUnavailable,
        )  # fmt: skip
        self._lock = threading.Lock()  # A tokenizer changes state at every call.

    def order(self, query: str, found: Sequence[Found]) -> list[int]:
        scores = self.scores(query, found)
        return sorted(range(len(found)), key=lambda place: -scores[place])

    def scores(self, query: str, found: Sequence[Found]) -> list[float]:
        """How well each serves the query, 0..1, whatever else was found."""
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(found)), key=lambda place: len(found[place].words))
        scores = [0.0] * len(found)
        torch = import_torch_library("torch")
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            texts = [well_formed(found[n].words) for n in batch]
            with self._lock, torch.inference_mode():
                encoded = self._tokenizer(
                    [well_formed(query)] * len(texts), texts, truncation=True,
                    max_length=MAX_TOKENS, padding=True, return_tensors="pt",
                ).to(self._model.device)  # fmt: skip
                # The last of several labels is "relevant" by custom; one label is a logit.
                logits = self._model(**encoded).logits[:, -1].float()
                found_scores = torch.sigmoid(logits).cpu()
            for place, score in zip(batch, found_scores, strict=True):
                scores[place] = float(score)
        return scores
