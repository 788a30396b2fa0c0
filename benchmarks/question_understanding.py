"""Scores how questions are understood, field by field and by language.

Usage: python -m benchmarks.question_understanding [--held-out] [--words-only] [--failures] [--folds N]

On the tuning half by cross-validation: what is scored was no part of what the weights were learned from. With
--held-out the weights of the package are run once on the other half, which nobody tunes on.
"""

import argparse
import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from agents.questions import Understanding, rules
from agents.questions.weights import read_weights
from agents.retrieval.encoders.sentences import load_sentence_encoder
from agents.types import Exchange, ImageRef, Question
from benchmarks.train_understanding import (
    EMBEDDED,
    ENCODER,
    FOLDER,
    SEED,
    asked_of_corpora,
    fit,
    training_set,
    vectors_of,
)

FIELDS = ("language", "asks", "intent", "expects", "dimension", "about", "picture", "constraints", "all")
PICTURE = ImageRef("0" * 64, 640, 480)

Line = Mapping[str, Any]


def question_of(line: Line) -> Question:
    """A line of the set as the agent gets it."""
    earlier = line["earlier"]
    exchanges = (Exchange(earlier["question"], earlier["answer"]),) if earlier else ()
    return Question(line["question"], (PICTURE,) if line["has_picture"] else (), exchanges)


def marks(line: Line, got: Understanding) -> dict[str, bool]:
    """Which fields are right in all asks; with another number of asks, none of theirs is."""
    wanted = line["asks"]
    pairs = list(zip(wanted, got.asks, strict=False)) if len(wanted) == len(got.asks) else []

    def right(name: str, attribute: str = "") -> bool:
        return bool(pairs) and all(_same(want[name], getattr(ask, attribute or name)) for want, ask in pairs)

    found = {
        "language": got.language == line["language"],
        "asks": bool(pairs),
        "intent": right("intent"),
        "expects": right("expects"),
        "dimension": right("dimension"),
        "about": right("about"),
        "picture": right("points_at_picture"),
        "constraints": right("constraints"),
    }
    return {**found, "all": all(found.values())}


def _same(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, list):
        return sorted(one.casefold() for one in wanted) == sorted(one.casefold() for one in got)
    return bool(wanted == got)


def folds(lines: Sequence[Line], count: int) -> Iterator[tuple[list[Line], list[Line]]]:
    """What to learn from and what to score, in each fold."""
    order = list(lines)
    random.Random(SEED).shuffle(order)
    for fold in range(count):
        yield [line for place, line in enumerate(order) if place % count != fold], order[fold::count]


def cross_validated(
    lines: Sequence[Line], count: int, words_only: bool
) -> Iterator[tuple[Line, Understanding]]:
    """Each line as it is understood by weights that were learned without it."""
    encoder = None if words_only else load_sentence_encoder(ENCODER)
    for learned_from, scored in folds(lines, count):
        every, asked = training_set(learned_from), asked_of_corpora(is_learned=True)
        points = None if encoder is None else vectors_of([*every[::EMBEDDED], *asked])
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "weights.npz"
            np.savez_compressed(file, **fit([*every, *asked], points, encoder.version if encoder else ""))
            learned = read_weights(file)
        for line in scored:
            yield line, rules.understand(question_of(line), encoder, learned)


def report(results: Sequence[tuple[Line, Understanding]], failures: bool) -> None:
    """Print a table: a row for each language, a column for each field."""
    rows: dict[str, list[dict[str, bool]]] = defaultdict(list)
    for line, got in results:
        found = marks(line, got)
        rows[line["language"]].append(found)
        rows["all"].append(found)
        if failures and not found["all"]:
            wrong = [name for name, is_right in found.items() if not is_right and name != "all"]
            print(f"{line['id']} {line['question']!r}: {', '.join(wrong)}")
            print(*(f"    {ask}" for ask in got.asks), sep="\n")
    print("| language | questions | " + " | ".join(FIELDS) + " |")
    print("|---" * (len(FIELDS) + 2) + "|")
    for language, found_rows in rows.items():
        cells = [f"{100 * sum(row[name] for row in found_rows) / len(found_rows):.0f} %" for name in FIELDS]
        print(f"| {language} | {len(found_rows)} | " + " | ".join(cells) + " |")


def main() -> None:
    """Score one half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="the half that nobody tunes on, run once")
    parser.add_argument("--words-only", action="store_true", help="without vectors, as with other encoders")
    parser.add_argument(
        "--failures", action="store_true", help="print what was read wrongly (tuning half only)"
    )
    parser.add_argument("--folds", type=int, default=5)
    chosen = parser.parse_args()
    name = "held_out.jsonl" if chosen.held_out else "tuning.jsonl"
    lines = [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    if chosen.held_out:
        encoder = None if chosen.words_only else load_sentence_encoder(ENCODER)
        results = [(line, rules.understand(question_of(line), encoder)) for line in lines]
    else:
        results = list(cross_validated(lines, chosen.folds, chosen.words_only))
    report(results, chosen.failures and not chosen.held_out)


if __name__ == "__main__":
    main()
