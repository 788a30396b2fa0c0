"""Every hostile value in every place of every route, on both databases.

    python benchmarks/hostile_requests.py [--database NAME] [--person NAME] [--share N] [--processes N]
                                          [--seed N] [--table FILE]

The suite tries a sample with fixed seeds; this tries all there is, as a visitor, a reader, a curator and an
administrator. Given a share of less than 1, it tries a random sample, which the seed repeats. Each process
has a database of its own, tries a part of what one person can, and tells twice a minute how far it is.
Exits with 1 when a request is answered with an error of ours, or when nothing at all is allowed to somebody.
"""

import argparse
import gc
import logging
import multiprocessing
import os
import secrets
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import Random
from time import monotonic

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402

from tests.support.databases import DATABASES, database  # noqa: E402
from tests.web.hostile_requests import WIRE, Attempt, attempts  # noqa: E402
from tests.web.test_hostile_requests import (  # noqa: E402
    FORMS,
    PEOPLE,
    Person,
    fault_of,
    make_things,
    make_users,
    targets_of,
)

CLASSES = (2, 3, 4, 5)
TOLD_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Part:
    """What one process tries: each `of`-th attempt of one person, on one database."""

    database: str
    person: str
    number: int
    of: int
    seed: int
    share: float

    def __str__(self) -> str:
        return f"{self.database} {self.person} {self.number + 1}/{self.of}"


@dataclass
class Tally:
    """How many attempts there are, and how those that were made were answered."""

    attempts: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.attempts += other.attempts
        self.statuses += other.statuses
        self.faults += other.faults


def main() -> None:
    """Print each fault, and a table with a row for each person on each database."""
    options = parse()
    databases = [options.database] if options.database else DATABASES
    people = [options.person] if options.person else list(PEOPLE)
    print(f"seed {options.seed}", flush=True)
    tallies = {pair: Tally() for pair in product(databases, people)}
    parts = [
        Part(name, person, number, options.processes, options.seed, options.share)
        for (name, person), number in product(tallies, range(options.processes))
    ]
    # Spawned, for a process that was forked would share the database of this one.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.processes, mp_context=spawn, max_tasks_per_child=1) as processes:
        for part, tally in zip(parts, processes.map(try_part, parts), strict=True):
            tallies[part.database, part.person].add(tally)
            print(*tally.faults, sep="\n", end="\n" if tally.faults else "", flush=True)
    table = table_of(tallies)
    print(table)
    if options.table:
        options.table.write_text(f"{table}\n")
    unanswered = [pair for pair, tally in tallies.items() if not tally.statuses[2]]
    if unanswered:
        print(f"None of these was allowed anything: {unanswered}")
    sys.exit(1 if unanswered or any(tally.faults for tally in tallies.values()) else 0)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--database", choices=DATABASES, help="only this one")
    parser.add_argument("--person", choices=PEOPLE, help="only this one")
    parser.add_argument("--share", type=float, default=1.0, help="of all attempts, 0..1")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    parser.add_argument("--table", type=Path, help="written in Markdown at the end")
    return parser.parse_args()


def table_of(tallies: dict[tuple[str, str], Tally]) -> str:
    """In Markdown."""
    rows = [["database", "person", "attempts", "made", *(f"{status}xx" for status in CLASSES)]]
    rows += [["---", "---", *["---:"] * (2 + len(CLASSES))]]
    for (name, person), tally in tallies.items():
        numbers = [tally.attempts, tally.statuses.total(), *(tally.statuses[status] for status in CLASSES)]
        rows.append([name, person, *(f"{number:,}" for number in numbers)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def try_part(part: Part) -> Tally:
    """One person's attempts in a random order, on a database of this process alone."""
    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS = ["testserver"]  # Else the client is refused, whatever it asks.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Thousands sign in here.
    with database(part.database):
        users = make_users()
        things = make_things(users["curator"], users["administrator"])
        person = Person(users.get(part.person), things)
        return try_all(part, person)


def try_all(part: Part, person: Person) -> Tally:
    """The part's attempts; a line on stderr now and then."""
    tries = all_attempts(part.person, person)
    Random(part.seed).shuffle(tries)
    tries = tries[part.number :: part.of]
    tally = Tally(len(tries))
    made = tries[: round(len(tries) * part.share)]
    gc.freeze()  # What lives until the end need not be looked through for garbage again and again.
    told = monotonic()
    for number, attempt in enumerate(made):
        if monotonic() - told > TOLD_SECONDS:
            told = monotonic()
            print(f"{part}: {number:,} of {len(made):,}", file=sys.stderr, flush=True)
        response = person.send(attempt)
        tally.statuses[response.status_code // 100] += 1
        if response.status_code >= 500:
            told_of = (f"{part.database} {part.person}", *fault_of(attempt, response))
            tally.faults.append("\n    ".join(told_of))
            print(tally.faults[-1], file=sys.stderr, flush=True)
    return tally


def all_attempts(name: str, person: Person) -> list[Attempt]:
    """The whole product: each value in each argument, query and field of each route."""
    found: list[Attempt] = []
    for target in targets_of(name):
        form = FORMS.get(target.name, {})
        arguments = person.arguments_of(target)
        found += attempts(target, person.survey(target), arguments, form, lambda: WIRE)
    return found


if __name__ == "__main__":
    main()
