"""How long a page takes while thirty clients guess passwords, each time with another name.

    python benchmarks/sign_in_flood.py [--seconds 10]

One web process over SQLite. The same flood three times: with hashes on the threads of the pages and no limit
by address, as it was; with hashes beside them; and with the limit by address too, as it is.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Lock, Thread

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching.home import cookie_of, prepare  # noqa: E402
from benchmarks.watching.web import serving  # noqa: E402

CLIENTS = 30
NO_LIMIT = {"SIGHTLINE_SIGN_IN_FAILURES": "1000000"}
AS_IT_WAS = (
    "from webapp.settings import *\nPASSWORD_HASHERS = ['django.contrib.auth.hashers.PBKDF2PasswordHasher']\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as folder:
        prepare(Path(folder), "")
        Path(folder, "as_it_was.py").write_text(AS_IT_WAS)
        before = {"DJANGO_SETTINGS_MODULE": "as_it_was", "PYTHONPATH": os.pathsep.join([folder, str(ROOT)])}
        for name, clients, changes in (
            ("nobody guesses", 0, {}),
            ("hashes on the pages' threads, no limit", CLIENTS, before | NO_LIMIT),
            ("hashes beside the pages, no limit", CLIENTS, NO_LIMIT),
            ("hashes beside the pages, and the limit", CLIENTS, {}),
        ):
            measure(name, clients, changes, seconds)


def measure(name: str, clients: int, changes: dict[str, str], seconds: float) -> None:
    """Pages asked for one after the other, while clients guess."""
    _forget_failures()
    usual = dict(os.environ)
    os.environ |= changes
    try:
        with serving() as (address, _process):
            taken, answers = under_flood(f"http://{address}", clients, seconds)
    finally:
        os.environ.clear()
        os.environ |= usual
    p95 = quantiles(taken, n=20)[-1]
    told = ", ".join(f"{count} x {status}" for status, count in sorted(answers.items())) or "none"
    print(
        f"{name}: {len(taken)} pages, median {median(taken) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, "
        f"worst {max(taken) * 1000:.0f} ms; guesses {told}"
    )


def under_flood(address: str, clients: int, seconds: float) -> tuple[list[float], Counter[int]]:
    """Seconds that each page took, and how the guesses were answered."""
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

    with httpx.Client(base_url=address, headers={"Cookie": cookie_of()}, timeout=60) as reader:
        reader.get("/").raise_for_status()
        threads = [Thread(target=guess, args=(number,)) for number in range(clients)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        taken = _pages(reader, seconds)
        over.set()
        for thread in threads:
            thread.join()
    return taken, answers


def _pages(reader: httpx.Client, seconds: float) -> list[float]:
    taken = []
    until = time.perf_counter() + seconds
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
