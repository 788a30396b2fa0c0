"""Every hostile value in every place of every route, on both databases.

    python benchmarks/hostile_requests.py [--database NAME] [--person NAME] [--seconds N] [--seed N]

The suite tries a sample with fixed seeds; this tries all there is, as a visitor, a reader, a curator and an
administrator. Given seconds, it stops then, and what it has tried is a random sample, which the seed repeats.
Exits with 1 when a request is answered with an error of ours, or when nothing at all is allowed to somebody.
"""

import argparse
import logging
import os
import secrets
import sys
from collections import Counter
from pathlib import Path
from random import Random
from time import perf_counter

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


def main() -> None:
    """Print a line for each person on each database, and each fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=DATABASES, help="only this one")
    parser.add_argument("--person", choices=PEOPLE, help="only this one")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for each person")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    columns = "".join(f"{status}xx".rjust(8) for status in CLASSES)
    print(f"{'database':10}{'person':14}{'of':>8}{'requests':>10}{columns}", flush=True)
    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS = ["testserver"]  # Else the client is refused, whatever it asks.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Thousands sign in here.
    faults = 0
    for name in [options.database] if options.database else DATABASES:
        with database(name):
            people = [options.person] if options.person else list(PEOPLE)
            faults += try_all(name, people, options.seed, options.seconds)
    sys.exit(1 if faults else 0)


def try_all(where: str, people: list[str], seed: int, seconds: float) -> int:
    """Each person's attempts in a random order; how many were answered with an error of ours."""
    users = make_users()
    things = make_things(users["curator"], users["administrator"])
    faults = 0
    for name in people:
        person = Person(users.get(name), things)
        tries = all_attempts(name, person)
        Random(seed).shuffle(tries)
        until, statuses = perf_counter() + seconds, Counter[int]()
        for attempt in tries:
            if perf_counter() > until:
                break
            response = person.send(attempt)
            statuses[response.status_code // 100] += 1
            if response.status_code >= 500:
                print(*fault_of(attempt, response), sep="\n    ", flush=True)
        counts = "".join(f"{statuses[status]:8}" for status in CLASSES)
        print(f"{where:10}{name:14}{len(tries):8}{statuses.total():10}{counts}", flush=True)
        if not statuses[2]:
            sys.exit(f"None of the requests of the {name} was allowed.")
        faults += statuses[5]
    return faults


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
