"""How much memory a web process has once every page was opened, and how long searches take: before and after.

    python benchmarks/web_memory.py [--before COMMIT] [--home FOLDER] [--searches 48]

In a copy of a home with the sample corpus and the built-in encoder (made for it, unless one is given) the
processes of the Procfile run as `make run` starts them. Whoever administers and curates follows the links of
all pages, to a few of each route, and then searches: by words that nobody asked before and by pictures of the
corpus, one caller and eight at once, while the worker stands still. `--before` measures another commit, too,
over a copy of the same home: it is asked by turns with this one.
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
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
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
CALLERS, BLOCK = (1, 8), 8
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
        report(measure(trees, whole, options.searches, place))


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


@dataclass
class Site:
    """The processes of one commit, over a home of their own."""

    client: httpx.Client
    process: psutil.Process
    uids: list[str]
    routes: "Counter[str]"
    searches: dict[tuple[str, int], list[float]]

    def measured(self) -> Measured:
        return Measured(sum(self.routes.values()), len(self.routes), memory(self.process), self.searches)


def measure(trees: dict[str, Path], whole: Path, searches: int, place: Path) -> dict[str, Measured]:
    """Open every page of each, then search in each by turns, while their workers stand still."""
    with ExitStack() as stack:
        sites = {
            name: stack.enter_context(site(tree, whole, place / f"home of {name}"))
            for name, tree in trees.items()
        }
        for each in sites.values():
            each.routes += opened_pages(each.client)
        for each in sites.values():
            for process in each.process.children(recursive=True):
                if "celery" in command_of(process):
                    process.suspend()
                    stack.callback(process.resume)
        for callers in CALLERS:
            for start in range(0, searches, BLOCK):
                for each in sites.values():
                    search(each, callers, range(start, start + BLOCK))
        return {name: each.measured() for name, each in sites.items()}


@contextmanager
def site(tree: Path, whole: Path, home: Path) -> Iterator[Site]:
    """The processes of a tree over a copy of the home, with somebody who has signed in."""
    shutil.copytree(whole, home, ignore=shutil.ignore_patterns("*.lock", "vectors.json", "encoding.json"))
    manage(tree, home, "migrate", "--verbosity", "0")
    known = json.loads(manage(tree, home, "shell", "--verbosity", "0", "--command", SESSION))
    cookies = {"sessionid": known["session"]}
    with (
        served(tree, home) as (address, process),
        httpx.Client(base_url=address, cookies=cookies, timeout=120) as client,
    ):
        yield Site(client, process, known["uids"], Counter(), defaultdict(list))


@contextmanager
def served(tree: Path, home: Path) -> Iterator[tuple[str, psutil.Process]]:
    """The address of the pages, once all processes answer, and the process that started them."""
    port = free_port()
    log = home.with_suffix(".log")
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


def search(site: Site, callers: int, numbers: Sequence[int]) -> None:
    """Note the milliseconds of some searches by words and by picture, with so many at once."""
    chance = random.Random(f"{callers} {numbers}")
    words = [{"text": " ".join([*chance.sample(WORDS, 3), f"{callers}{number}"])} for number in numbers]
    pictures = [{"uid": chance.choice(site.uids)} for _ in numbers]
    for kind, asked in (("words", words), ("picture", pictures)):
        with ThreadPoolExecutor(callers) as pool:
            site.searches[kind, callers] += pool.map(lambda query: milliseconds(site.client, query), asked)


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
        command = command_of(process)
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


def command_of(process: psutil.Process) -> str:
    """Empty for one that has ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


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
