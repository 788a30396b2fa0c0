"""One thing of every kind that a page shows, in the states that have pages of their own."""

from decimal import Decimal
from io import BytesIO

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from agents.assessment import Answers, Level
from agents.events import AnswerGiven, Ledger, ModelAsked, ModelReplied, Outcome, RunEnded
from agents.messages import message
from agents.orders import Hint, Pause
from agents.types import Answer, Citation, Evidence, ModelReply, Role, Usage
from tests.browser.names import CLOSED_OUT
from tests.browser.web_runs import make_web_run
from tests.support.kept_papers import keep_paper
from tests.web import drawn
from webapp import urls
from webapp.accounts import throttle
from webapp.accounts.hashing import HashingBusy
from webapp.corpora.indexing import services as indexing
from webapp.corpora.models import Corpus, CorpusImage, FileProblem
from webapp.curation import jobs
from webapp.curation.changes import services as changes
from webapp.curation.imports import services as bringing
from webapp.curation.imports import staging
from webapp.curation.models import Change, Import, Judgement, SavedFilter, TestQuery
from webapp.curation.search_tests import measuring
from webapp.runs.execution import run_leases
from webapp.runs.listing import filing
from webapp.runs.models import Run, SavedView
from webapp.runs.sharing import services as sharing
from webapp.runs.steering import forking
from webapp.runs.steering import services as steering

MADE_OF_ERRORS = {
    "400": SuspiciousOperation("odd"), "403": PermissionDenied("Not for you."),
    "500": RuntimeError("a fault"), "503": OperationalError("database is locked"), "busy": HashingBusy(),
}  # fmt: skip
"""What views may raise that ends on a page of its own, by the last part of an address below /errors/."""


def make_errors() -> None:
    """Addresses that end in each of the errors; what answers is the product."""

    def fail(request: HttpRequest, kind: str) -> HttpResponse:
        raise MADE_OF_ERRORS[kind]

    urls.urlpatterns.append(path("errors/<str:kind>/", fail))
    for _ in range(throttle.FAILURES_ALLOWED):
        throttle.admit(CLOSED_OUT, "127.0.0.1")


def make_things(owner: User, curator: User) -> dict[str, object]:
    """What addresses of pages name: keys of runs by their state, of work on a corpus, and a link's token."""
    corpus = drawn.make_corpus("pier", hue=90)
    corpus.documents.update(text=f"{drawn.TEXT}\n\nLight | Lit | Height\nGrey Head | 1854 | 31 m")
    corpus.curators.add(curator)
    made = {**make_runs(owner, corpus), **make_work(curator, corpus), **make_web_run(owner)}
    return {**made, "paper": keep_paper(corpus).pk}


def make_runs(owner: User, corpus: Corpus) -> dict[str, object]:
    """A run in each state, one that was forked and one that asks on; a view that was saved."""
    whole = drawn.make_answered_run(owner, corpus)
    filing.label(whole, name="The light on Grey Head", tags=["towers"])
    filing.turn_pin(whole)
    made = {status: drawn.make_run(owner, corpus, status=status) for status in Run.Status.values}
    for status, run in made.items():
        if status not in (Run.Status.QUEUED, Run.Status.FINISHED):
            drawn.write_journal(run, [*drawn.opening(run), *drawn.middle(corpus)])
    end_runs(made, owner)
    fork = forking.fork(whole, seq=forking.seq_after(whole, 2), owner=owner)
    follower = make_paid_run(owner, corpus, follows=whole)
    SavedView.objects.create(owner=owner, name="Failed ones", query="status=failed")
    keys = {status: run.pk for status, run in made.items()}
    link = sharing.share(whole, owner, sharing.DEFAULT_DAYS)
    return {**keys, "whole": whole.pk, "fork": fork.pk, "follower": follower.pk, "token": link}


def make_paid_run(owner: User, corpus: Corpus, **fields: object) -> Run:
    """A run whose first step a model decided, for money."""
    run = drawn.make_run(owner, corpus, status=Run.Status.FINISHED, **fields)
    first, *rest = drawn.opening(run)
    asked = ModelAsked(
        "k", Role.SEARCHER, "local:small", "", Ledger({}, 0, 0), 0, decides="next", tools=("look",)
    )
    usage = Usage(1, input_tokens=12_480, output_tokens=310, cost_usd=Decimal("0.0625"))
    replied = ModelReplied("k", Role.SEARCHER, ModelReply("", (), usage=usage))
    drawn.write_journal(run, [first, asked, replied, *rest, *drawn.middle(corpus), *drawn.ending(corpus)])
    return run


def make_long_run(owner: User) -> int:
    """A run that cites a passage far down a long document, and a picture; its key."""
    corpus = drawn.make_corpus("shelf", hue=130)
    before = "\n\n".join(f"Paragraph {number} of what stands before it." for number in range(300))
    text = f"{before}\n\n{drawn.QUOTE}\n\n" + "What stands behind it. " * 400
    corpus.documents.update(text=text)
    document, image = corpus.documents.get(), corpus.images.get()
    start = text.index(drawn.QUOTE)
    quoted = Evidence(
        "e1", "text", document.title, document.path, document=document.pk, quote=drawn.QUOTE, start=start,
        end=start + len(drawn.QUOTE),
    )  # fmt: skip
    shown = Evidence("e2", "image", image.title, image.path, uid=image.uid)
    said = " ".join(["It was lit in 1854 [1], and it is this tower [2]."] * 8)
    answer = Answer(said, (Citation(1, quoted), Citation(2, shown)), answers=Answers(Level.YES, 0.9))
    run = drawn.make_run(owner, corpus, status=Run.Status.FINISHED)
    drawn.write_journal(run, [*drawn.opening(run), AnswerGiven(answer), RunEnded(Outcome.FINISHED)])
    return run.pk


def end_runs(made: dict[str, Run], owner: User) -> None:
    """What stands in the journal and the orders of a run in each state."""
    failure = message("The model server cannot be reached.")
    drawn.write_journal(made["failed"], [RunEnded(Outcome.FAILED, failure)])
    Run.objects.filter(pk__in=[made["failed"].pk, made["cancelled"].pk]).update(status=Run.Status.RUNNING)
    run_leases.end(made["failed"], status=Run.Status.FAILED, message=failure)
    steering.cancel(Run.objects.get(pk=made["cancelled"].pk))
    steering.give(made["running"], Hint("It is in the north."), owner)
    steering.give(made["running"], Pause(), owner)


def make_work(curator: User, corpus: Corpus) -> dict[str, object]:
    """A change and one that is undone, an import that waits for a decision, jobs, an index to compare."""
    images = corpus.images.order_by("pk")
    changed = changes.begin(corpus, curator, Change.Action.ADD_TAGS, {"tags": ["tower"]}, images)
    changes.undo(changed, curator)
    changed = changes.begin(corpus, curator, Change.Action.ADD_TAGS, {"tags": ["tower"]}, images)
    SavedFilter.objects.create(corpus=corpus, owner=curator, name="Towers", query="tag=tower")
    query = TestQuery.objects.create(corpus=corpus, text="lighthouse", author=curator)
    Judgement.objects.create(query=query, image=images[0], is_right=True, author=curator)
    indexing.execute(indexing.create_job(corpus, "hashing").pk)
    indexed = Corpus.objects.get(pk=corpus.pk)
    measured = measuring.measure(indexed)
    assert measured
    measuring.keep(indexed, measured)
    ready = indexing.execute(indexing.build_beside(Corpus.objects.get(pk=corpus.pk), "hashing:8").pk)
    reason = message("This file is damaged.")
    FileProblem.objects.create(corpus=corpus, path="broken.jpg", reason=reason, job=ready)
    return {
        "change": changed.pk, "job": ready.pk, "import": make_import(curator, corpus).pk,
        "picture": images[0].pk, "uid": images[0].uid, "document": corpus.documents.get().pk,
        "trashed": make_trash(curator),
    }  # fmt: skip


def make_import(curator: User, corpus: Corpus) -> Import:
    """An import that was looked through: a picture, a damaged one, a table with a column nobody knows."""
    found = bringing.start(corpus, curator, Import.Kind.FILES, {})
    files = {
        "new.png": drawn.lighthouse_png(250), "broken.jpg": b"\xff\xd8\xff no picture", "odd.xyz": b"odd",
        "list.csv": b"file,title,height\nnew.png,A new tower,42\n",
    }  # fmt: skip
    for name, data in files.items():
        staging.append(found, name, 0, BytesIO(data), len(data))
    bringing.look_through(found)
    found.refresh_from_db()
    assert found.job
    jobs.execute(found.job.pk)
    return found


def make_trash(curator: User) -> str:
    """The short name of a corpus with a picture in its trash."""
    corpus = Corpus.objects.create(slug="thrown", name="Thrown away")
    corpus.curators.add(curator)
    CorpusImage.objects.create(corpus=corpus, uid="img_gone", path="gone.png", width=600, height=400)
    changes.begin(corpus, curator, Change.Action.TRASH, {}, corpus.images.all())
    return corpus.slug


def administration() -> list[str]:
    """The administration's pages: the list and the form of each thing, and once what looks alike for all."""
    names = ("index", "settings-in-force", "password_change", "password_change_done")
    found = [*(reverse(f"admin:{name}") for name in names), reverse("admin:app_list", args=["runs"])]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        one = model._default_manager.earliest("pk")
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[one.pk])]
    person = User.objects.earliest("pk").pk
    alike = ("add", []), ("delete", [person]), ("history", [person]), ("password_change", [person])
    return [*found, *(reverse(f"admin:auth_user_{page}", args=given) for page, given in alike)]
