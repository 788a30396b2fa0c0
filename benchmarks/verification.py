"""How well the rules tell planted claims from true ones: precision and recall of "not supported".

    python benchmarks/verification.py [-v]

The pairs are claims about sentences of the sample corpus, half of them true paraphrases, half with another
fact, number, date or name. Ids are even in the development half, on which the constants of the rules were
chosen, and odd in the held-out half. The two claims about one quote are in the same half.

The rules are measured alone, and then as a run uses them: where they cannot tell, a verifier behind HTTP is
asked. Three scripts play it: one that compares letters, one that agrees to everything, and one that knows the
answer. What a real model adds lies somewhere between the last two.
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

from agents.verdicts import Verdict  # noqa: E402
from agents.verify.comparison import compare  # noqa: E402
from benchmarks.scripted_verifier import Says, agreeing, checking, overlapping  # noqa: E402

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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="Print what the rules judge wrongly.")
    options = parser.parse_args()
    halves: dict[str, list[Pair]] = {"development": [], "held out": []}
    for pair in read_pairs():
        halves["held out" if pair.is_held_out else "development"].append(pair)
    for half, pairs in halves.items():
        report(f"{half}, rules alone", score(pairs, by_rules))
        if options.verbose:
            report_errors(pairs)
    for name, says in verifiers(read_pairs()).items():
        for half, pairs in halves.items():
            report_with(f"{half}, and a verifier that {name}", pairs, says)


def verifiers(pairs: Iterable[Pair]) -> dict[str, Says]:
    """The scripts by what they do."""
    truth = {" ".join(pair.claim.split()): pair.is_swapped for pair in pairs}

    def knowing(claim: str, _evidence: str) -> Verdict:
        return Verdict.CONTRADICTED if truth[" ".join(claim.split())] else Verdict.SUPPORTED

    return {"compares letters": overlapping, "agrees to all": agreeing, "knows": knowing}


def report_with(name: str, pairs: list[Pair], says: Says) -> None:
    with checking(says) as checker:
        result = score(pairs, lambda pair: checker.verdict(pair.claim, pair.title, pair.quote))
        report(name, result, f", asked about {checker.asked} of {len(pairs)}")


def report(name: str, result: Score, more: str = "") -> None:
    print(f"{name}: precision {result.precision:.3f}, recall {result.recall:.3f}{more}")


def report_errors(half: list[Pair]) -> None:
    for pair in half:
        verdict, reason = compare(pair.claim, pair.quote, pair.title)
        if verdict.is_against is not pair.is_swapped:
            quote = " ".join(pair.quote.split())
            print(f"  {pair.id} {pair.kind}: {verdict}, {reason}\n    {pair.claim}\n    {quote}")


if __name__ == "__main__":
    main()
