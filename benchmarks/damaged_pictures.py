"""Damages pictures of twelve kinds at random and says what became of them, and how long the slowest took.

    .venv/bin/python benchmarks/damaged_pictures.py [COUNT [SEED]]

Without a seed every run tries others; what surprised is kept in a folder, with the seed that makes it again.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random, SystemRandom
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from media_store import MediaError, MediaStore
from media_store.processes.pool import BROKE, shared_decoders
from media_store.processes.worker import UNFORESEEN
from tests.support.damaged_pictures import KINDS, damaged, sound


def main(count: int, seed: int) -> None:
    """Try `count` files and print a table."""
    random = Random(seed)
    store = MediaStore("memory://damaged")
    outcomes, slowest, surprises = dict[str, Counter[str]](), dict[str, float](), 0
    for _ in range(count):
        kind = random.choice(KINDS)
        data = damaged(sound(kind, random), random)
        began = perf_counter()
        outcome = attempt(store, data)
        slowest[kind] = max(slowest.get(kind, 0.0), perf_counter() - began)
        outcomes.setdefault(kind, Counter())[outcome] += 1
        if outcome.startswith("unexpected"):
            surprises += 1
            Path(tempfile.gettempdir(), f"damaged-{seed}-{surprises}").write_bytes(data)
    print(f"seed {seed}: {count} files, {surprises} unexpected\n")
    print(f"{'kind':<12} {'slowest':>8}  outcomes")
    for kind in sorted(outcomes):
        print(f"{kind:<12} {slowest[kind]:>7.2f}s  {dict(outcomes[kind].most_common())}")
    shared_decoders().close()


def attempt(store: MediaStore, data: bytes) -> str:
    """Put a file and look at it; what came of that in a word."""
    try:
        facts = store.put(data)
        return "read" if store.image(facts.uid).size == (facts.width, facts.height) else "unexpected size"
    except MediaError as error:
        return f"unexpected: {error}" if str(error) in (BROKE, UNFORESEEN) else type(error).__name__
    except Exception as error:  # noqa: BLE001  # what this program looks for
        return f"unexpected {type(error).__name__}"


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 2_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else SystemRandom().randrange(2**32),
    )
