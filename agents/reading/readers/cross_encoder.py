"""A cross-encoder by transformers: question and passage are read together."""

from collections.abc import Iterator, Sequence

import numpy as np

from agents.questions.types import Ask
from agents.reading.readers.base import Materials, required_source
from agents.reading.readers.pretrained import Answered, PretrainedReader, under_title
from agents.reading.spans import span_of
from agents.reading.types import Candidate, Reader


def load(options: str, materials: Materials) -> Reader:
    """The reader of a folder or a name on the hub. Raises UnknownReader without one, ReaderUnavailable."""
    return CrossEncoderReader(required_source(CrossEncoderReader.kind, options))


class CrossEncoderReader(PretrainedReader):
    """A model that reads question and passage together and gives one number: its logistic is the score."""

    kind = "cross-encoder"
    auto_class = "AutoModelForSequenceClassification"

    def _answers(self, ask: Ask, question: str, candidates: Sequence[Candidate]) -> Iterator[Answered]:
        encoded = self._encoded(question, [under_title(each)[0] for each in candidates])
        # The last of several labels is "relevant" by custom; one label is a logit.
        logits = self._run(encoded).logits[:, -1].float().cpu().numpy()
        for candidate, logit in zip(candidates, logits, strict=True):
            yield 1 / (1 + float(np.exp(-np.clip(logit, -30, 30)))), span_of(ask, candidate)
