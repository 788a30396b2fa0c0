"""An installation to be looked at: pages on a free port, people, and runs that are written on demand.

    python -m tests.browser.site

The environment names the home. Each line on stdin is a JSON list, the name of a function below and its
arguments; each answer is a line of JSON. The first line that is printed is the address.
"""

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

import django
import uvicorn

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402

from agents.events import Event, RunEnded  # noqa: E402
from tests.browser import hostile_run  # noqa: E402
from tests.browser.hostile import HOSTILE  # noqa: E402
from tests.browser.names import PASSWORD, PEOPLE  # noqa: E402
from tests.web import drawn  # noqa: E402
from webapp.asgi import application  # noqa: E402
from webapp.corpora.models import Corpus  # noqa: E402
from webapp.runs import bell, claims, journal, services, steering  # noqa: E402
from webapp.runs.models import Run  # noqa: E402

SERVER = uvicorn.Server(
    uvicorn.Config(application, host="127.0.0.1", port=0, lifespan="off", access_log=False, log_config=None)
)


def prepare() -> None:
    """People and a corpus."""
    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, password=PASSWORD)
    drawn.make_corpus()


def begin(owner: str, question: str = "When was this lit?") -> int:
    """The id of a run that a worker seems to have."""
    run = drawn.make_run(
        User.objects.get(username=owner), Corpus.objects.get(slug="coast"), question=question,
        status=Run.Status.RUNNING, lease_owner="site",
    )  # fmt: skip
    return run.pk


def write(pk: int, count: int) -> int:
    """Write the next so many events; how many the journal has then. At its end the run ends."""
    run = Run.objects.get(pk=pk)
    have = journal.last_seq(run)
    for event in _story(run)[have : have + count]:
        have += 1
        journal.append(run, have, event)
        if isinstance(event, RunEnded):
            claims.end(run, status=Run.Status.FINISHED, message="")
        bell.ring()
    return have


def count_story(pk: int) -> int:
    """How many events `write` has in all."""
    return len(_story(Run.objects.get(pk=pk)))


def execute(pk: int) -> str:
    """Work on a run as a worker does; what became of it."""
    Run.objects.filter(pk=pk).update(status=Run.Status.QUEUED, lease_owner="", lease_until=None)
    return str(services.execute(pk).status)


def status(pk: int) -> list[Any]:
    """The status of a run and the wishes it was left."""
    run = Run.objects.get(pk=pk)
    return [run.status, [order.wish for order in run.orders.all()]]


def cancel(pk: int) -> None:
    """End a run from elsewhere."""
    steering.cancel(Run.objects.get(pk=pk))


def abandon(pk: int) -> None:
    """Let the lease of a run be over, as if its worker had been killed."""
    from datetime import timedelta

    from django.utils import timezone

    Run.objects.filter(pk=pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def hostile(owner: str) -> list[int]:
    """A run and a document in which every text that there is tries to break out of its page."""
    corpus = Corpus.objects.create(slug="hostile", name=HOSTILE[0])
    image, document = hostile_run.make_hostile(corpus, HOSTILE)
    run = drawn.make_run(
        User.objects.get(username=owner), corpus, question="\n".join(HOSTILE), message=HOSTILE[1],
        status=Run.Status.FAILED,
    )  # fmt: skip
    drawn.write_journal(run, hostile_run.hostile_story(run, image, document, HOSTILE))
    for text in HOSTILE:
        drawn.make_run(run.owner, corpus, question=text, status=Run.Status.FAILED, message=text)
    return [run.pk, document.pk]


def picture() -> str:
    """The UID of the corpus's picture."""
    return Corpus.objects.get(slug="coast").images.get().uid


def cut() -> None:
    """Cut every connection to the site, as a network that goes away does."""
    for connection in [*SERVER.server_state.connections]:
        SERVER.servers[0].get_loop().call_soon_threadsafe(connection.transport.abort)


def _story(run: Run) -> list[Event]:
    corpus = Corpus.objects.get(slug="coast")
    return [*drawn.opening(run), *drawn.middle(corpus), *drawn.ending(corpus)]


COMMANDS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (begin, write, count_story, execute, status, cancel, abandon, hostile, picture, cut)
}


def main() -> None:
    """Serve, and do what stdin says until it ends."""
    prepare()
    threading.Thread(target=SERVER.run, daemon=True).start()
    while not SERVER.started:
        threading.Event().wait(0.02)
    port = SERVER.servers[0].sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{port}", flush=True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(COMMANDS[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
