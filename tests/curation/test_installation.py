"""What curators begin, with every process there: a worker killed in the middle, searches during a switch."""

import re
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from PIL import Image

from tests.browser.names import PASSWORD
from tests.corpora.installation import WORKER, Installation
from tests.corpora.processes import Home
from tests.support.waiting import PATIENCE_SECONDS, free_port, wait_until

pytestmark = pytest.mark.processes


COUNT = 300
SEARCHERS = 3
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def installation(tmp_path: Path, migrated_file: Path) -> Iterator[Installation]:
    """Pages and vectors over an empty corpus that cleo looks after; no worker yet."""
    made = Installation(Home(tmp_path / "home").migrated(migrated_file), free_port(), {})
    made.settings["SIGHTLINE_PORT"] = str(made.port)
    try:
        people = f"""
from django.contrib.auth.models import Group, User
from webapp.corpora.models import Corpus
cleo = User.objects.create_user("cleo", password={PASSWORD!r})
cleo.groups.add(Group.objects.get(name="curator"))
Corpus.objects.create(slug="coast", name="Coast").curators.add(cleo)
"""
        made.manage("shell", "--no-imports", "--command", people)
        made.serve()
        yield made
    finally:
        made.stop()


@pytest.fixture
def cleo(installation: Installation) -> Iterator[httpx.Client]:
    """The curator, signed in."""
    with httpx.Client(base_url=installation.url, follow_redirects=True, timeout=PATIENCE_SECONDS) as client:
        post(client, "/sign-in/", {"username": "cleo", "password": PASSWORD})
        yield client


def test_an_import_whose_worker_is_killed_twice_is_complete_and_has_nothing_twice(
    installation: Installation, cleo: httpx.Client
) -> None:
    gather(cleo, COUNT)
    worker = mortal_worker(installation, 100)
    wait_until(lambda: states(installation) == ["checked"])
    post(cleo, "/corpora/coast/imports/1/step/", {"wish": "bring"}, page="/corpora/coast/imports/1/")
    brought = [0]
    for successor in (partial(mortal_worker, installation, 200), partial(installation.start, *WORKER)):
        assert worker.wait(PATIENCE_SECONDS) == -signal.SIGKILL
        assert states(installation) == ["importing"]
        brought.append(count(installation, "corpora_corpusimage"))
        worker = successor()
    assert 0 < brought[1] < brought[2] < COUNT
    wait_until(lambda: states(installation) == ["finished"])
    assert count(installation, "corpora_corpusimage") == COUNT
    assert count(installation, "corpora_mediause") == COUNT
    wait_until(lambda: count(installation, "corpora_corpusimage", "indexed_by <> ''") == COUNT)
    status = installation.home.ask("corpus", "status", "coast")
    assert (status["images"], status["indexed_images"], status["problems"]) == (COUNT, COUNT, [])


def mortal_worker(installation: Installation, pictures: int) -> "subprocess.Popen[bytes]":
    """A worker that is killed when it writes pictures beside so many."""
    return installation.start("-m", "tests.curation.mortal_worker", str(pictures), *WORKER[2:])


def test_a_switch_of_encoders_fails_no_search_of_many_at_a_time(
    installation: Installation, cleo: httpx.Client
) -> None:
    gather(cleo, 200)
    installation.start(*WORKER)
    wait_until(lambda: states(installation) == ["checked"])
    post(cleo, "/corpora/coast/imports/1/step/", {"wish": "bring"}, page="/corpora/coast/imports/1/")
    wait_until(lambda: encoder(installation) != "")
    hits: list[int] = []
    is_over = Event()
    with ThreadPoolExecutor(SEARCHERS) as pool:
        searches = [
            pool.submit(search_until, is_over, hits, installation, cleo.cookies) for _ in range(SEARCHERS)
        ]
        try:
            switch(installation, cleo)
            answered = len(hits)
            wait_until(lambda: len(hits) > answered + SEARCHERS or any(each.done() for each in searches))
        finally:
            is_over.set()
    for search in searches:
        search.result()
    assert min(hits) > 0


def switch(installation: Installation, cleo: httpx.Client) -> None:
    """Build beside, use that, and wait until the old index is gone."""
    page = "/corpora/coast/jobs/"
    before = encoder(installation)
    post(cleo, f"{page}index/", {"what": "beside", "encoder": "hashing:8"}, page=page)
    wait_until(lambda: count(installation, "corpora_indexjob", "status = 'ready'") == 1)
    pk = column(installation, "SELECT id FROM corpora_indexjob WHERE status = 'ready'")[0]
    assert encoder(installation) == before
    post(cleo, f"{page}{pk}/decide/", {"wish": "use"}, page=page)
    wait_until(lambda: encoder(installation) != before)
    wait_until(lambda: count(installation, "corpora_corpusimage", f"indexed_by <> '{before}'") == 200)


def search_until(is_over: Event, hits: list[int], installation: Installation, cookies: httpx.Cookies) -> None:
    """One search after the other until it is over; `hits` takes how many each found."""
    with httpx.Client(base_url=installation.url, cookies=cookies, timeout=PATIENCE_SECONDS) as client:
        while not is_over.is_set():
            answer = client.get("/corpora/coast/search/", params={"text": "picture"})
            assert answer.status_code == 200
            assert 'class="problem"' not in answer.text
            hits.append(answer.text.count('name="image"'))


def gather(cleo: httpx.Client, pictures: int) -> None:
    """Send an archive of drawn pictures and have it looked through."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for number in range(pictures):
            drawn = BytesIO()
            Image.new("RGB", (48, 32), (number % 256, number // 256, 90)).save(drawn, "PNG")
            archive.writestr(f"picture-{number}.png", drawn.getvalue())
    files = {"files": ("all.zip", packed.getvalue())}
    post(cleo, "/corpora/coast/imports/", {"kind": "zip"}, files=files)


def post(client: httpx.Client, address: str, data: dict[str, str], page: str = "", files: Any = None) -> None:
    """Send a form of a page, which is the address itself unless another is named."""
    token = TOKEN.search(client.get(page or address).text)
    assert token
    answer = client.post(address, data={**data, "csrfmiddlewaretoken": token[1]}, files=files)
    assert answer.status_code == 200, answer.text[:500]


def states(installation: Installation) -> list[str]:
    return column(installation, "SELECT state FROM curation_import")


def encoder(installation: Installation) -> str:
    return str(column(installation, "SELECT encoder_version FROM corpora_corpus")[0])


def count(installation: Installation, table: str, condition: str = "1") -> int:
    return int(column(installation, f"SELECT count(*) FROM {table} WHERE {condition}")[0])  # noqa: S608


def column(installation: Installation, query: str) -> list[Any]:
    database = installation.home.path / "sightline.sqlite3"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        return [row[0] for row in connection.execute(query)]
