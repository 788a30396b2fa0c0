"""An installation to be looked at: pages on a free port, people, and runs that are written on demand.

    python -m tests.browser.site

The environment names the home, whose tables are there. Each line on stdin is a JSON list, the name of a
function below and its arguments; each answer is a line of JSON. The first line printed is the address.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import django
import uvicorn

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group, User  # noqa: E402
from django.test import Client  # noqa: E402

from agents.assessment import Answers, Form, Level  # noqa: E402
from agents.events import Event, QuestionUnderstood, RunEnded  # noqa: E402
from agents.questions.rewriting import with_wordings  # noqa: E402
from agents.questions.rules import understand  # noqa: E402
from agents.retrieval.spelling.corrections import Correction  # noqa: E402
from agents.types import ImageRef, Question  # noqa: E402
from tests.browser import hostile_curation, hostile_run, things, web_runs  # noqa: E402
from tests.browser.hostile import HOSTILE  # noqa: E402
from tests.browser.names import ADMINISTRATOR, CURATOR, PASSWORD, PEOPLE  # noqa: E402
from tests.support.encoding_service import serving  # noqa: E402
from tests.web import drawn, drawn_answers  # noqa: E402
from webapp.asgi import serve  # noqa: E402
from webapp.corpora.encoding.addresses import home_service, service_key  # noqa: E402
from webapp.corpora.indexing import services as indexing  # noqa: E402
from webapp.corpora.models import Corpus, CorpusImage, IndexJob, MediaUse  # noqa: E402
from webapp.corpora.ownership import Owner  # noqa: E402
from webapp.curation import jobs  # noqa: E402
from webapp.curation.changes import services as changes  # noqa: E402
from webapp.curation.models import Change, CurationJob, DuplicatePair  # noqa: E402
from webapp.media.stores import open_media_store  # noqa: E402
from webapp.runs.execution import bell, journal, run_leases, services  # noqa: E402
from webapp.runs.models import Run, SavedView  # noqa: E402
from webapp.runs.sharing import services as sharing  # noqa: E402
from webapp.runs.steering import services as steering  # noqa: E402

SERVER = uvicorn.Server(
    uvicorn.Config(serve(), host="127.0.0.1", port=0, lifespan="off", access_log=False, log_config=None)
)


def prepare() -> None:
    """People and a corpus."""
    for name in PEOPLE:
        User.objects.create_user(name, password=PASSWORD)
    curator = User.objects.get(username=CURATOR)
    curator.groups.set([Group.objects.get(name="curator")])
    drawn.make_corpus().curators.add(curator)
    User.objects.create_superuser(ADMINISTRATOR, password=PASSWORD)
    things.make_errors()


def session(person: str) -> str:
    """The key of a new session of somebody, who need not type a password for it."""
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def show(owner: str) -> dict[str, Any]:
    """One thing of every kind, of this person and of the curator; what pages name of them."""
    curator = User.objects.get(username=CURATOR)
    return things.make_things(User.objects.get(username=owner), curator)


def long(owner: str) -> int:
    """The key of a run that cites far down a long document."""
    return things.make_long_run(User.objects.get(username=owner))


def administration() -> list[str]:
    """The pages of the administration."""
    return things.administration()


def begin(owner: str, question: str = "When was this lit?") -> int:
    """The id of a run that a worker seems to have."""
    run = drawn.make_run(
        User.objects.get(username=owner), Corpus.objects.get(slug="coast"), question=question,
        status=Run.Status.RUNNING, lease_owner="site",
    )  # fmt: skip
    return run.pk


def write(pk: int, count: int, typed: str = "", word: str = "") -> int:
    """Write the next so many events; how many the journal has then. At its end the run ends.

    A `typed` word of the question is taken for another `word`.
    """
    run = Run.objects.get(pk=pk)
    have = journal.last_seq(run)
    slips = [Correction(typed, word)] if typed else []
    for event in _story(run, slips)[have : have + count]:
        have += 1
        journal.append(run, have, event)
        if isinstance(event, RunEnded):
            run_leases.end(run, status=Run.Status.FINISHED, message="")
        bell.ring()
    return have


def answer(owner: str, form: str, level: str = "yes") -> int:
    """The id of a run that ended with an answer in a form, which is whole where its level is yes."""
    person, corpus = User.objects.get(username=owner), Corpus.objects.get(slug="coast")
    pictures: list[CorpusImage] = []
    if form == Form.PICTURES:
        pictures = _lights()
    question, whole = drawn_answers.answer_of(Form(form), corpus, pictures)
    answers, is_whole = Answers(Level(level), 0.5), level == Level.YES
    return drawn_answers.make_run_with(
        person, corpus, question, replace(whole, answers=answers, is_supported=is_whole)
    ).pk


def decline(owner: str) -> int:
    """The id of a run that ended with an honest no and what came nearest."""
    person, corpus = User.objects.get(username=owner), Corpus.objects.get(slug="coast")
    return drawn_answers.make_declined_run(person, corpus, _lights()).pk


def refuse(pk: int) -> None:
    """End a run that seems to be worked on with an honest no."""
    run = Run.objects.get(pk=pk)
    drawn_answers.refuse(run, _lights())
    run_leases.end(run, status=Run.Status.DECLINED, message=drawn_answers.REFUSAL)
    bell.ring()


def newest(owner: str) -> dict[str, Any]:
    """The newest run of a person."""
    run = Run.objects.filter(owner__username=owner).latest("pk")
    corpora = [corpus.slug for corpus in run.corpora.all()]
    asked = {"question": run.question, "images": run.images, "corpora": corpora, "profile": run.profile}
    return {"pk": run.pk, "follows": run.follows_id, **asked}


def count_story(pk: int) -> int:
    """How many events `write` has in all."""
    return len(_story(Run.objects.get(pk=pk)))


def answer_on_the_web(pk: int) -> str:
    """Work on a run as a worker does that has the web; what became of it."""
    return web_runs.answer_on_the_web(Run.objects.get(pk=pk))


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


def hostile(owner: str) -> dict[str, Any]:
    """A corpus, runs and a share in which every text that there is tries to break out of its page: what their
    addresses name.
    """
    corpus = Corpus.objects.create(slug="hostile", name=HOSTILE[0])
    corpus.curators.add(User.objects.get(username=CURATOR))
    image, document = hostile_run.make_hostile(corpus, HOSTILE)
    run = drawn.make_run(
        User.objects.get(username=owner), corpus, question="\n".join(HOSTILE), message=HOSTILE[1],
        status=Run.Status.FAILED,
    )  # fmt: skip
    drawn.write_journal(run, hostile_run.hostile_story(run, image, document, HOSTILE))
    for text in HOSTILE:
        other = drawn.make_run(run.owner, corpus, question=text, status=Run.Status.FAILED, message=text)
        SavedView.objects.create(owner=run.owner, name=text[:60], query="status=failed")
    drawn.write_journal(other, hostile_run.hostile_story(other, image, document, HOSTILE[-9:]))
    indexing.index_now(corpus)
    corpus.refresh_from_db()
    made = hostile_curation.make_curation(corpus, image, HOSTILE)
    token = sharing.share(run, run.owner, 7)
    return {
        "run": run.pk, "other": other.pk, "document": document.pk, "uid": image.uid, "token": token, **made
    }  # fmt: skip


def picture() -> str:
    """The UID of the corpus's picture."""
    return Corpus.objects.get(slug="coast").images.get().uid


def cut() -> None:
    """Cut every connection to the site, as a network that goes away does."""
    for connection in [*SERVER.server_state.connections]:
        SERVER.servers[0].get_loop().call_soon_threadsafe(connection.transport.abort)


def collect(slug: str, count: int) -> list[int]:
    """A corpus of the curator with so many drawn pictures, which differ in nothing but colour; their keys."""
    corpus = Corpus.objects.create(slug=slug, name=slug.capitalize())
    corpus.curators.add(User.objects.get(username=CURATOR))
    images = []
    for number in range(count):
        uid = open_media_store().put(drawn.lighthouse_png(number * 9 + 1)).uid
        images.append(
            CorpusImage(
                corpus=corpus, uid=uid, path=f"{number}.png", title=f"Lighthouse {number}", width=600,
                height=400, mime="image/png", labels=[["lighthouse", 0.8]],
            )
        )  # fmt: skip
    CorpusImage.objects.bulk_create(images)
    MediaUse.objects.bulk_create(MediaUse(uid=image.uid, corpus=corpus) for image in images)
    return [image.pk for image in images]


def pair(slug: str, first: int, second: int) -> None:
    """Say that two pictures are copies of each other."""
    DuplicatePair.objects.create(
        corpus=Corpus.objects.get(slug=slug), first_id=first, second_id=second, kind="copy", similarity=0.97
    )


def decisions(slug: str) -> list[str]:
    """What was decided about the pairs of a corpus, oldest first."""
    return [row.decision for row in DuplicatePair.objects.filter(corpus__slug=slug).order_by("pk")]


def kept(slug: str) -> list[str]:
    """The paths of pictures that are not in the trash."""
    return sorted(CorpusImage.objects.kept().filter(corpus__slug=slug).values_list("path", flat=True))


def facts(pk: int) -> dict[str, Any]:
    """What is written about a picture."""
    image = CorpusImage.objects.get(pk=pk)
    notes = [[note.left, note.top, note.right, note.bottom, note.text] for note in image.notes.all()]
    return {"tags": image.tags, "caption": image.caption, "notes": notes}


def withdraw() -> None:
    """Move every picture of the first corpus to the trash, as if no run had brought one itself."""
    MediaUse.objects.filter(run__isnull=False).delete()
    corpus = Corpus.objects.get(slug="coast")
    changes.begin(corpus, None, Change.Action.TRASH, {}, corpus.images.all())


def take_back() -> None:
    """Undo the change before; runs have their pictures again."""
    changes.undo(Change.objects.latest("pk"), None)
    uses = [MediaUse(uid=uid, run=run) for run in Run.objects.all() for uid in dict.fromkeys(run.images)]
    MediaUse.objects.bulk_create(uses, ignore_conflicts=True)


def work() -> int:
    """Do what waits for a worker, as a worker does; how much that was."""
    waiting = list(CurationJob.objects.filter(status="queued").order_by("pk").values_list("pk", flat=True))
    for pk in waiting:
        jobs.execute(pk)
    return len(waiting)


def index(slug: str) -> list[str]:
    """Do the indexing of a corpus that waits, as a worker does; what became of each job."""
    waiting = IndexJob.objects.filter(corpus__slug=slug, status="queued").order_by("pk")
    return [str(indexing.execute(pk).status) for pk in list(waiting.values_list("pk", flat=True))]


def _lights() -> list[CorpusImage]:
    """Three pictures in a corpus of their own."""
    if not Corpus.objects.filter(slug="lights").exists():
        collect("lights", 3)
    return list(Corpus.objects.get(slug="lights").images.order_by("pk"))


def _story(run: Run, slips: Sequence[Correction] = ()) -> list[Event]:
    corpus = Corpus.objects.get(slug="coast")
    read = understand(Question(run.question, (ImageRef(run.images[0], 600, 400),)))
    reading = QuestionUnderstood(with_wordings(read, lambda text: slips))
    return [*drawn.opening(run), reading, *drawn.middle(corpus), *drawn.ending(corpus)]


COMMANDS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        session,
        show,
        long,
        administration,
        begin,
        write,
        count_story,
        answer,
        decline,
        refuse,
        newest,
        answer_on_the_web,
        execute,
        status,
        cancel,
        abandon,
        hostile,
        picture,
        cut,
        collect,
        pair,
        decisions,
        kept,
        facts,
        withdraw,
        take_back,
        work,
        index,
    )
}


def main() -> None:
    """Serve, and do what stdin says until it ends."""
    with serving(key=service_key()) as address:
        ours = home_service()
        ours.acquire()
        ours.announce(Owner(os.getpid(), address))
        serve()


def serve() -> None:
    """Pages, which have texts and pictures encoded by the service of this home."""
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
