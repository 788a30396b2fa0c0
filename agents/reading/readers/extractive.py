"""Extractive question answering by transformers: the best span of a passage against no answer."""

from collections.abc import Iterator, Sequence

import numpy as np

from agents.questions.types import Ask
from agents.reading.readers.base import Materials, required_source
from agents.reading.readers.pretrained import Answered, PretrainedReader, under_title
from agents.reading.types import Candidate, Reader

MAX_ANSWER_TOKENS = 40


def load(options: str, materials: Materials) -> Reader:
    """The reader of a folder or a name on the hub. Raises UnknownReader without one, ReaderUnavailable."""
    return ExtractiveReader(required_source(ExtractiveReader.kind, options))


class ExtractiveReader(PretrainedReader):
    """A model for extractive question answering (Devlin et al., 2019): the best span against no answer."""

    kind = "extractive"
    auto_class = "AutoModelForQuestionAnswering"

    def _answers(self, ask: Ask, question: str, candidates: Sequence[Candidate]) -> Iterator[Answered]:
        """The best span of each, and how much surer it is than the first token, which stands for none."""
        passages = [under_title(each) for each in candidates]
        encoded = self._encoded(question, [text for text, _ in passages], return_offsets_mapping=True)
        offsets = encoded.pop("offset_mapping").numpy()
        said = self._run(encoded)
        starts, ends = said.start_logits.float().cpu().numpy(), said.end_logits.float().cpu().numpy()
        for row, (_, first) in enumerate(passages):
            is_word = np.array([n == 1 for n in encoded.sequence_ids(row)]) & (offsets[row][:, 0] >= first)
            if not is_word.any():
                yield 0.0, None
                continue
            sums = starts[row][:, None] + ends[row][None, :]
            length = np.arange(sums.shape[1])[None, :] - np.arange(sums.shape[0])[:, None]
            is_span = is_word[:, None] & is_word[None, :] & (length >= 0) & (length < MAX_ANSWER_TOKENS)
            sums = np.where(is_span, sums, -np.inf)
            start, end = np.unravel_index(int(sums.argmax()), sums.shape)
            margin = float(sums[start, end] - starts[row][0] - ends[row][0])
            span = int(offsets[row][start][0] - first), int(offsets[row][end][1] - first)
            yield 1 / (1 + float(np.exp(-np.clip(margin, -30, 30)))), span
