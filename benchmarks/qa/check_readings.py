"""Checks the form of the questions with readings in `understanding/`: values, phrases, ids and halves.

Usage: python -m benchmarks.qa.check_readings

It says which line is wrong and why, never what a question is, and ends with 1 if anything is.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.qa.build import read_lines

FOLDER = Path(__file__).with_name("understanding")
HALVES = ("tuning.jsonl", "held_out.jsonl")
FIELDS = {"id", "question", "language", "has_picture", "earlier", "asks"}
ASK_FIELDS = {"intent", "expects", "dimension", "about", "points_at_picture", "constraints"}
INTENTS = {"identity", "fact", "count", "list", "comparison", "yes_no", "about", "pictures"}
EXPECTED = {"number", "date", "place", "person", "colour", "reason", "use", "name", "any"}
DIMENSIONS = {
    *("length", "mass", "time", "money", "temperature", "share", "speed", "area", "volume", "count", "power"),
    "other",
}
EXPECTED_BY_INTENT = {"count": "number", "yes_no": "any", "about": "any", "pictures": "any"}

Fields = Mapping[str, Any]


def check(halves: Mapping[str, Sequence[Fields]]) -> Iterator[str]:
    """Yield what is wrong in the lines of each file, each as "file: id: what"."""
    mixes = [
        Counter((line["language"], line["asks"][0]["intent"]) for line in lines) for lines in halves.values()
    ]
    if any(mix != mixes[0] for mix in mixes):
        yield "the halves differ in their mix of languages and intents"
    every = [line for lines in halves.values() for line in lines]
    for field in ("id", "question"):
        repeated = [key for key, times in Counter(line[field] for line in every).items() if times > 1]
        if repeated:
            yield f"{len(repeated)} values of {field} stand there twice"
    for name, lines in halves.items():
        for line in lines:
            yield from (f"{name}: {line['id']}: {what}" for what in _line(line))


def _line(line: Fields) -> Iterator[str]:
    if set(line) != FIELDS or not line["asks"]:
        yield f"its fields should be {sorted(FIELDS)}, and it should ask something"
        return
    earlier = " ".join((line["earlier"] or {}).values())
    for ask in line["asks"]:
        if set(ask) != ASK_FIELDS:
            yield f"the fields of what it asks should be {sorted(ASK_FIELDS)}"
            continue
        yield from _values(ask)
        if not all(phrase in f"{line['question']} {earlier}" for phrase in ask["about"]):
            yield "what it is about does not stand in it"
        if not all(phrase in line["question"] for phrase in ask["constraints"]):
            yield "a constraint does not stand in it"
        if ask["points_at_picture"] and not line["has_picture"]:
            yield "points at a picture that it does not have"
        if not ask["about"] and not ask["points_at_picture"]:
            yield "is about nothing"


def _values(ask: Fields) -> Iterator[str]:
    if ask["intent"] not in INTENTS or ask["expects"] not in EXPECTED:
        yield "its intent or what it expects is unknown"
    if EXPECTED_BY_INTENT.get(ask["intent"], ask["expects"]) != ask["expects"]:
        yield f"{ask['intent']} does not go with {ask['expects']}"
    if ask["dimension"] not in (DIMENSIONS if ask["expects"] == "number" else {""}):
        yield "its dimension is unknown or goes with no number"


def main() -> None:
    """Check both halves."""
    wrong = list(check({half: read_lines(FOLDER / half) for half in HALVES}))
    print("\n".join(wrong) or "nothing is wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
