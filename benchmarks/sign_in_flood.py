"""How long a page takes while thirty clients guess passwords, each time with another name.

    python benchmarks/sign_in_flood.py [--seconds 10]
    python benchmarks/sign_in_flood.py --honest [--seconds 10]

One web process over SQLite. The same flood three times: with hashes on the threads of the pages and no limit
by address, as it was; with hashes beside them; and with the limit by address too, as it is. With `--honest`:
how sign-ins with the right password from another address fare meanwhile, without and with kept places.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Lock, Thread
from typing import TypeVar

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching.home import cookie_of, prepare  # noqa: E402
from benchmarks.watching.web import serving  # noqa: E402

CLIENTS = 30
Measured = TypeVar("Measured")
NO_LIMIT = {"SIGHTLINE_SIGN_IN_FAILURES": "1000000"}
AS_IT_WAS = (
    "from webapp.settings import *\nPASSWORD_HASHERS = ['django.contrib.auth.hashers.PBKDF2PasswordHasher']\n"
)
NO_KEPT_PLACES = """
from webapp.settings import *
from webapp.accounts import hashing
hashing._shared, hashing._kept = hashing._Queue(hashing.MAX_WAITING), hashing._Queue(0)
"""
PASSWORD = "a long enough password"
ELSEWHERE = "127.0.0.2"
"""The address that honest sign-ins come from; the flood comes from 127.0.0.1."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--honest", action="store_true")
    options = parser.parse_args()
    seconds = options.seconds
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as folder:
        prepare(Path(folder), "")
        Path(folder, "as_it_was.py").write_text(AS_IT_WAS)
        Path(folder, "no_kept_places.py").write_text(NO_KEPT_PLACES)
        before = {"DJANGO_SETTINGS_MODULE": "as_it_was", "PYTHONPATH": os.pathsep.join([folder, str(ROOT)])}
        if options.honest:
            without = before | {"DJANGO_SETTINGS_MODULE": "no_kept_places"}
            measure_honest("no place is kept", without | NO_LIMIT, seconds)
            measure_honest("some places are kept", NO_LIMIT, seconds)
            return
        for name, clients, changes in (
            ("nobody guesses", 0, {}),
            ("hashes on the pages' threads, no limit", CLIENTS, before | NO_LIMIT),
            ("hashes beside the pages, no limit", CLIENTS, NO_LIMIT),
            ("hashes beside the pages, and the limit", CLIENTS, {}),
        ):
            measure(name, clients, changes, seconds)


@contextmanager
def served_with(changes: dict[str, str]) -> Iterator[str]:
    """The address of a web process with other settings, which has seen no failure yet."""
    _forget_failures()
    usual = dict(os.environ)
    os.environ |= changes
    try:
        with serving() as (address, _process):
            yield f"http://{address}"
    finally:
        os.environ.clear()
        os.environ |= usual


def measure_honest(name: str, changes: dict[str, str], seconds: float) -> None:
    """Sign-ins with the right password from another address, one after the other, while clients guess."""
    from django.contrib.auth.models import User

    User.objects.filter(username="honest").delete()
    User.objects.create_user("honest", password=PASSWORD)
    with served_with(changes) as address:

        def sign_in(until: float) -> tuple[list[float], Counter[int]]:
            taken: list[float] = []
            answers = Counter[int]()
            while (began := time.perf_counter()) < until or not taken:
                answers[sign_in_once(address)] += 1
                taken.append(time.perf_counter() - began)
            return taken, answers

        (taken, answers), guesses = under_flood(address, CLIENTS, seconds, sign_in)
    told = ", ".join(f"{count} x {status}" for status, count in sorted(answers.items()))
    flood = ", ".join(f"{count} x {status}" for status, count in sorted(guesses.items()))
    print(f"{name}: honest sign-ins {told}, median {median(taken):.2f} s; guesses {flood}", flush=True)


def sign_in_once(address: str) -> int:
    """The status of one sign-in by a browser of its own; 302 is a success."""
    transport = httpx.HTTPTransport(local_address=ELSEWHERE)
    with httpx.Client(base_url=address, timeout=60, transport=transport) as client:
        client.get("/sign-in/")
        form = {"username": "honest", "password": PASSWORD}
        form["csrfmiddlewaretoken"] = client.cookies["csrftoken"]
        return client.post("/sign-in/", data=form).status_code


def measure(name: str, clients: int, changes: dict[str, str], seconds: float) -> None:
    """Pages asked for one after the other, while clients guess."""
    with (
        served_with(changes) as address,
        httpx.Client(base_url=address, headers={"Cookie": cookie_of()}, timeout=60) as reader,
    ):
        reader.get("/").raise_for_status()
        taken, answers = under_flood(address, clients, seconds, lambda until: _pages(reader, until))
    p95 = quantiles(taken, n=20)[-1]
    told = ", ".join(f"{count} x {status}" for status, count in sorted(answers.items())) or "none"
    print(
        f"{name}: {len(taken)} pages, median {median(taken) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, "
        f"worst {max(taken) * 1000:.0f} ms; guesses {told}"
    )


def under_flood(
    address: str, clients: int, seconds: float, work: Callable[[float], Measured]
) -> tuple[Measured, Counter[int]]:
    """What came of the work, which is told when to end, and how the guesses were answered."""
    over, answers, lock = Event(), Counter[int](), Lock()

    def guess(number: int) -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            client.get("/sign-in/")
            attempt = 0
            while not over.is_set():
                attempt += 1
                form = {"username": f"guest-{number}-{attempt}", "password": "letmein123"}
                form["csrfmiddlewaretoken"] = client.cookies["csrftoken"]
                status = client.post("/sign-in/", data=form).status_code
                with lock:
                    answers[status] += 1

    threads = [Thread(target=guess, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    measured = work(time.perf_counter() + seconds)
    over.set()
    for thread in threads:
        thread.join()
    return measured, answers


def _pages(reader: httpx.Client, until: float) -> list[float]:
    taken: list[float] = []
    while (began := time.perf_counter()) < until or len(taken) < 3:
        reader.get("/").raise_for_status()
        taken.append(time.perf_counter() - began)
        time.sleep(0.05)
    return taken


def _forget_failures() -> None:
    from webapp.accounts.models import SignInFailure

    SignInFailure.objects.all().delete()


if __name__ == "__main__":
    main()
