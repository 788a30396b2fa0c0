"""Runs over a web of one site, and what they met there."""

from django.contrib.auth.models import User

from agents.web.run_web import PictureOrigin
from tests.support.tides import AUTHOR, QUOTE, TITLE, Tides, tides_of
from tests.web.drawn import lighthouse_png
from webapp.media.stores import open_media_store
from webapp.runs.execution import services
from webapp.runs.execution.run_web import StoredWeb
from webapp.runs.models import Run
from webapp.snapshots.models import Snapshot

QUESTION = "When was the lamp of Grey Head renewed?"


def make_web_run(owner: User) -> dict[str, object]:
    """A run that found its answer on the web, its page, where the quote stands there, and a picture."""
    with tides_of(lighthouse_png(140)) as tides:
        asked = services.create(
            owner=owner, question=QUESTION, pictures=(), corpora=(), sources="web", enqueue=False
        )
        run = services.execute(asked.pk)
        uid = _met_picture(run, tides)
    page = Snapshot.objects.get(meetings__run=run)
    start = page.text.index(QUOTE)
    quoted = {"quote_start": start, "quote_end": start + len(QUOTE)}
    return {"web": run.pk, "web_page": page.pk, "web_uid": uid, **quoted}


def answer_on_the_web(run: Run) -> str:
    """Work on a run as a worker does; what became of it."""
    with tides_of(lighthouse_png(140)):
        return str(services.execute(run.pk).status)


def _met_picture(run: Run, tides: Tides) -> str:
    web = StoredWeb(run, open_media_store())
    origin = PictureOrigin(tides.picture, tides.article, TITLE, AUTHOR, "CC BY 4.0")
    return web.keep_picture(web.fetch_picture(tides.picture), origin)
