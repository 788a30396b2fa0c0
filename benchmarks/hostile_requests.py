"""Every hostile value in every place of every route, in a fresh random order, until the time is over.

    python benchmarks/hostile_requests.py [--seconds 60] [--seed N]

The suite tries a sample with fixed seeds; this tries all there is, given the time. Over SQLite, as a visitor,
a reader, a curator and an administrator, who share the time. Exits with 1 when a request is answered with an
error of ours; the seed repeats the order.
"""

import argparse
import logging
import os
import secrets
import sys
from pathlib import Path
from random import Random
from time import perf_counter

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.web.hostile_requests import WIRE, Attempt, attempts, targets  # noqa: E402
from tests.web.test_hostile_requests import FORMS, PEOPLE, Person, make_things, make_users  # noqa: E402


def main() -> None:
    """Print a line for each person, and each fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    call_command("migrate", verbosity=0)
    logging.disable(logging.CRITICAL)
    users = make_users()
    things = make_things(users["curator"], users["administrator"])
    faults: dict[str, str] = {}
    for name in PEOPLE:
        person = Person(users.get(name), things)
        tries = all_attempts(name, person)
        Random(options.seed).shuffle(tries)
        until, done = perf_counter() + options.seconds / len(PEOPLE), 0
        for attempt in tries:
            if perf_counter() > until:
                break
            faults |= person.faults([attempt])
            done += 1
        print(f"{name:14} {done:7} of {len(tries):7} requests, {len(faults)} faults so far", flush=True)
    for asked, error in faults.items():
        print(f"{asked}\n    {error}")
    sys.exit(1 if faults else 0)


def all_attempts(name: str, person: Person) -> list[Attempt]:
    """The whole product: each value in each argument, query and field of each route."""
    found: list[Attempt] = []
    for target in targets():
        if target.name.startswith("admin:") and name != "administrator":
            continue
        form = FORMS.get(target.name, {})
        arguments = person.arguments_of(target)
        found += attempts(target, person.survey(target), arguments, form, lambda: WIRE)
    return found


if __name__ == "__main__":
    main()
