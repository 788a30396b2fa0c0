"""How much memory a web process has once every page was opened, and how long searches take: before and after.

    python benchmarks/web_memory.py [--before COMMIT] [--home FOLDER] [--searches 48]

In a copy of a home with the sample corpus and the built-in encoder (made for it, unless one is given) the
processes of the Procfile run as `make run` starts them. Whoever administers and curates follows the
links of all pages, to a few of each route, and then searches: by words that nobody asked before and by
pictures of the corpus, one caller and eight at once. `--before` measures another commit, too, over a copy of
the same home, in the same run.
"""

import argparse
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
import psutil

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching.web import free_port  # noqa: E402

PAGES_OF_A_ROUTE = 3
CALLERS = (1, 8)
WAIT_SECONDS = 300
MIB = 1024**2
WORDS = (
    "harbour rocket cat comet coffee grass brick moon camera clock tower horse galaxy page coin chart".split()
)
LINK = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)')
NUMBERED = re.compile(r"\d+|img_[0-9a-z]+|doc_[0-9a-z]+")
LEFT_OUT = re.compile(r"/(sign-out|static|admin/logout|media)\b|/export/")
"""What is no page: files, and what ends the session."""

SESSION = """
import json
from django.contrib.auth.models import Group, User
from django.test import Client
from webapp.corpora.models import Corpus, CorpusImage
person, _ = User.objects.get_or_create(username="measured", is_staff=True, is_superuser=True)
person.groups.add(Group.objects.get(name="curator"))
for corpus in Corpus.objects.all():
    corpus.curators.add(person)
client = Client()
client.force_login(person)
uids = list(CorpusImage.objects.kept().order_by("pk").values_list("uid", flat=True))
print(json.dumps({"session": client.cookies["sessionid"].value, "uids": uids}))
"""


@dataclass(frozen=True)
class Measured:
    """Of one commit: MiB of processes by what they are, and milliseconds of searches by kind and callers."""

    pages: int
    routes: int
    memory: dict[str, float]
    searches: dict[tuple[str, int], list[float]]


def main() -> None:
    """Print a table with a column for each commit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--before", default="")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--searches", type=int, default=48)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        trees = {"before": unpacked(options.before, place / "tree")} if options.before else {}
        trees["now"] = ROOT
        whole = options.home or made(place / "home")
        report({name: measure(tree, whole, options.searches) for name, tree in trees.items()})


def unpacked(commit: str, folder: Path) -> Path:
    """The tree of a commit."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def made(home: Path) -> Path:
    """A home with the sample corpus and a run."""
    question = ("ask", "What is a comet?", "--profile", "quick")
    for arguments in (("migrate", "--verbosity", "0"), ("corpus", "sample"), ("demo",), question):
        manage(ROOT, home, *arguments)
    return home


def manage(tree: Path, home: Path, *arguments: str) -> str:
    """What a command says."""
    command = [sys.executable, "manage.py", *arguments]
    ended = subprocess.run(command, cwd=tree, env=environment(tree, home), check=True, stdout=subprocess.PIPE)
    return ended.stdout.decode()


def environment(tree: Path, home: Path, port: int = 8000) -> dict[str, str]:
    """No setting but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIGHTLINE_")}
    ours = {"SIGHTLINE_HOME": str(home), "SIGHTLINE_PORT": str(port), "SIGHTLINE_LOG_LEVEL": "WARNING"}
    return kept | ours | {"PYTHONPATH": str(tree)}


def measure(tree: Path, whole: Path, searches: int) -> Measured:
    """Open every page of a copy of the home, then search."""
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        shutil.copytree(whole, home, ignore=shutil.ignore_patterns("*.lock", "vectors.json", "encoding.json"))
        manage(tree, home, "migrate", "--verbosity", "0")
        known = json.loads(manage(tree, home, "shell", "--verbosity", "0", "--command", SESSION))
        with served(tree, home) as (address, process):
            cookies = {"sessionid": known["session"]}
            client = httpx.Client(base_url=address, cookies=cookies, timeout=120, limits=httpx.Limits())
            with client:
                routes = opened_pages(client)
                taken = search_times(client, known["uids"], searches)
                return Measured(sum(routes.values()), len(routes), memory(process), taken)


@contextmanager
def served(tree: Path, home: Path) -> Iterator[tuple[str, psutil.Process]]:
    """The address of the pages, once all processes answer, and the process that started them."""
    port = free_port()
    log = home.parent / "serve.log"
    with log.open("w") as output:
        started = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=tree, env=environment(tree, home, port),
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while "Sightline is ready" not in log.read_text():
            if started.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text())
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}", psutil.Process(started.pid)
    finally:
        started.send_signal(signal.SIGINT)
        started.wait()


def opened_pages(client: httpx.Client) -> "Counter[str]":
    """Follow links from the first page; how many pages of each route were opened."""
    routes: Counter[str] = Counter()
    seen, waiting = {"/"}, deque(["/", "/search/?text=rocket", "/admin/"])
    while waiting:
        path = waiting.popleft()
        route = NUMBERED.sub("*", urlsplit(path).path)
        if routes[route] >= PAGES_OF_A_ROUTE or LEFT_OUT.search(path):
            continue
        answer = client.get(path)
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise RuntimeError(f"{path} answered {answer.status_code}.")
        routes[route] += 1
        if "html" not in answer.headers.get("content-type", ""):
            continue
        for found in LINK.findall(answer.text):
            link = urljoin(path, found.replace("&amp;", "&"))
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return +routes


def search_times(
    client: httpx.Client, uids: Sequence[str], searches: int
) -> dict[tuple[str, int], list[float]]:
    """Milliseconds of each search, by what was searched by and how many searched at once."""
    chance = random.Random(7)
    found: dict[tuple[str, int], list[float]] = {}
    for callers in CALLERS:
        words = [{"text": " ".join([*chance.sample(WORDS, 3), f"{number}"])} for number in range(searches)]
        pictures = [{"uid": chance.choice(uids)} for _ in range(searches)]
        for kind, asked in (("words", words), ("picture", pictures)):
            with ThreadPoolExecutor(callers) as pool:
                found[kind, callers] = list(pool.map(lambda query: milliseconds(client, query), asked))
    return found


def milliseconds(client: httpx.Client, query: dict[str, str]) -> float:
    """Of one search that answers with what it found."""
    begun = time.perf_counter()
    answer = client.get(f"/search/?{urlencode(query)}")
    if answer.status_code != httpx.codes.OK or 'class="problem"' in answer.text:
        raise RuntimeError(f"{query} was answered {answer.status_code}.")
    if 'class="notice declined"' in answer.text:
        raise RuntimeError(f"{query} was answered by words alone.")
    return 1000 * (time.perf_counter() - begun)


def memory(ancestor: psutil.Process) -> dict[str, float]:
    """Resident MiB of the web process, now and at most, and of the others by their command."""
    found: Counter[str] = Counter()
    for process in ancestor.children(recursive=True):
        command = " ".join(process.cmdline())
        role = next((role for role, part in ROLES.items() if part in command), "")
        if role and not command.startswith("/bin/sh"):
            found[role] += process.memory_info().rss / MIB
            if role == "web":
                found["web at most"] += peak_kib(process.pid) / 1024
    return dict(found)


ROLES = {
    "web": "manage.py web", "worker": "celery", "encoding": "manage.py encoding",
    "vectors": "chroma",
}  # fmt: skip


def peak_kib(pid: int) -> int:
    """The most that a process had resident."""
    [line] = [
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")
    ]
    return int(line.split()[1])


def report(measured: dict[str, Measured]) -> None:
    """A row for each measure."""
    print(f"{'':36}" + "".join(f"{name:>12}" for name in measured))
    for each in ("pages", "routes"):
        row(f"{each} opened", [getattr(found, each) for found in measured.values()], 0)
    for role in ("web", "web at most", "encoding", "worker"):
        row(f"MiB, {role}", [found.memory.get(role, 0) for found in measured.values()], 0)
    for kind, callers in next(iter(measured.values())).searches:
        taken = [sorted(found.searches[kind, callers]) for found in measured.values()]
        row(f"ms by {kind}, {callers} at once, median", [median(each) for each in taken], 1)
        row(f"ms by {kind}, {callers} at once, p95", [each[int(0.95 * len(each))] for each in taken], 1)


def row(name: str, values: Sequence[float], digits: int) -> None:
    print(f"{name:36}" + "".join(f"{value:12.{digits}f}" for value in values))


if __name__ == "__main__":
    main()
