"""How well the rules tell planted claims from true ones: precision and recall of "not supported".

    python benchmarks/verification.py [-v]

The pairs are claims about sentences of the sample corpus, half of them true paraphrases, half with another
fact, number, date or name. Ids are even in the development half, on which the constants of the rules were
chosen, and odd in the held-out half. The two claims about one quote are in the same half.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from agents.verify.comparison import compare  # noqa: E402
from agents.verify.verdicts import Verdict  # noqa: E402

PAIRS = Path(__file__).parent / "claim_pairs.jsonl"


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and a quote; `kind` says how it was reworded or what was changed."""

    id: int
    claim: str
    quote: str
    title: str
    label: str
    kind: str

    @property
    def is_swapped(self) -> bool:
        return self.label == "swapped"

    @property
    def is_held_out(self) -> bool:
        return self.id % 2 == 1


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of pairs: flagged and swapped, flagged and true, not flagged and swapped."""

    hits: int
    false_alarms: int
    misses: int

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.misses)


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """The planted pairs in the order of their ids."""
    return [Pair(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def by_rules(pair: Pair) -> Verdict:
    """The rules' verdict, without a question."""
    return compare(pair.claim, pair.quote, pair.title)[0]


def score(pairs: Iterable[Pair], verdict_of: Callable[[Pair], Verdict]) -> Score:
    """Flagged is what the evidence does not support; an unchecked claim is not flagged."""
    outcomes = Counter((verdict_of(pair).is_against, pair.is_swapped) for pair in pairs)
    return Score(outcomes[True, True], outcomes[True, False], outcomes[False, True])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="Print what was judged wrongly.")
    options = parser.parse_args()
    pairs = read_pairs()
    for name, held_out in (("development", False), ("held out", True)):
        half = [pair for pair in pairs if pair.is_held_out is held_out]
        report(name, half)
        if options.verbose:
            report_errors(half)


def report(name: str, half: list[Pair]) -> None:
    result = score(half, by_rules)
    verdicts = Counter((pair.label, by_rules(pair).value) for pair in half)
    print(f"{name}: {len(half)} pairs, precision {result.precision:.3f}, recall {result.recall:.3f}")
    for (label, verdict), count in sorted(verdicts.items()):
        print(f"  {label:10}{verdict:14}{count:4}")


def report_errors(half: list[Pair]) -> None:
    for pair in half:
        verdict, reason = compare(pair.claim, pair.quote, pair.title)
        if verdict.is_against is not pair.is_swapped:
            quote = " ".join(pair.quote.split())
            print(f"  {pair.id} {pair.kind}: {verdict}, {reason}\n    {pair.claim}\n    {quote}")


if __name__ == "__main__":
    main()
