"""A small corpus and journals to show, drawn and written for the tests of pages."""

from functools import cache
from io import BytesIO

from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image, ImageDraw

from agents.assessment import Answers, Level
from agents.events import (
    AnswerGiven,
    CallFinished,
    CallStarted,
    Event,
    Outcome,
    RunEnded,
    RunStarted,
    StepDecided,
)
from agents.observations import (
    ChannelScore,
    EvidenceKept,
    HitsFound,
    Observation,
    PictureSeen,
    SeenHit,
    SeenLabel,
    TextRead,
    ToolError,
)
from agents.types import Answer, Citation, Evidence, ImageRef, Importance, Question, ToolCall
from media_store import Box
from webapp.corpora.models import Corpus, CorpusImage, Document, DocumentImage, MediaUse
from webapp.media.stores import open_media_store
from webapp.runs.execution import journal, tallying
from webapp.runs.models import Run

TEXT = (
    "The lighthouse on Grey Head stands on a reef two miles from the shore.\n\n"
    "It was lit for the first time in 1854 & has been kept by <no one> since 1998.\n\n"
    "Boats reach it at low tide only."
)
QUOTE = "It was lit for the first time in 1854 & has been kept by <no one> since 1998."
START = TEXT.index(QUOTE)
BOX = Box(400, 250, 600, 900)


@cache
def lighthouse_png(hue: int = 40) -> bytes:
    """A lighthouse, its sky coloured by `hue` (0..255)."""
    picture = Image.new("RGB", (600, 400), (200 - hue // 2, 215, 190 + hue // 4))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 320, 600, 400), fill=(60, 90, 120))
    draw.polygon([(265, 350), (335, 350), (320, 130), (280, 130)], fill="white")
    for top in (160, 230, 300):
        draw.rectangle((273, top, 327, top + 30), fill=(190, 40, 40))
    draw.rectangle((284, 100, 316, 130), fill=(250, 220, 90))
    data = BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


def make_corpus(slug: str = "coast", *, is_private: bool = False, hue: int = 40) -> Corpus:
    """A corpus with one document that shows one picture."""
    corpus = Corpus.objects.create(slug=slug, name=slug.capitalize(), is_private=is_private)
    facts = open_media_store().put(lighthouse_png(hue))
    image = CorpusImage.objects.create(
        corpus=corpus, uid=facts.uid, path="grey-head.png", title="Grey Head lighthouse",
        caption="The tower at high water.", tags=["lighthouse", "sea"], width=600, height=400,
        labels=[["beacon", 0.8]], license="CC0",
    )  # fmt: skip
    MediaUse.objects.create(uid=facts.uid, corpus=corpus)
    document = Document.objects.create(
        corpus=corpus,
        path="grey-head.md",
        title="Grey Head",
        text=TEXT,
        sha256="0" * 64,
        media_type="text/markdown",
    )
    DocumentImage.objects.create(document=document, image=image, offset=0)
    return corpus


def make_run(owner: User | None, corpus: Corpus, **fields: object) -> Run:
    """A queued run about the corpus's first picture."""
    uid = corpus.images.earliest("pk").uid
    values = {"question": "When was this lit?", "images": [uid], "policy": "builtin", **fields}
    run = Run.objects.create(owner=owner, **values)
    run.corpora.add(corpus)
    MediaUse.objects.get_or_create(uid=uid, run=run)
    return run


def write_journal(run: Run, events: list[Event]) -> None:
    """Append events after what is there."""
    for seq, event in enumerate(events, start=journal.last_seq(run) + 1):
        journal.append(run, seq, event)
    tallying.count_again(run)


def make_answered_run(owner: User | None, corpus: Corpus) -> Run:
    """A run that found its answer, with a failed and an empty call on the way."""
    run = make_run(owner, corpus, status=Run.Status.FINISHED)
    write_journal(run, [*opening(run), *middle(corpus), *ending(corpus)])
    run.finished = timezone.now()
    run.save(update_fields=["finished"])
    return run


def opening(run: Run) -> list[Event]:
    """The run begins and looks at its picture."""
    image = ImageRef(run.images[0], 600, 400)
    search = ToolCall("c1", "search_by_image", {"uid": image.uid})
    return [
        RunStarted(Question(run.question, (image,)), run.profile, run.policy, ("coast",)),
        StepDecided(1, "Find out what the picture shows", (search,)),
        CallStarted(1, "c1"),
    ]


def middle(corpus: Corpus) -> list[Event]:
    """A hit, a refused call, an empty search, a look, a text."""
    image, document = corpus.images.get(), corpus.documents.get()
    hit = SeenHit(
        f"image:{image.pk}", "image", image.title, image.caption, image.path, corpus.slug, 0.03, 0.93,
        (ChannelScore("looks", 1, 0.93),), uid=image.uid, documents=(document.pk,),
    )  # fmt: skip
    seen = PictureSeen(
        image.uid, 600, 400, 600, 400, (SeenLabel("beacon", 0.8),), "GREY HEAD", ("grey", "red"),
    )  # fmt: skip
    text = TextRead(document.pk, document.title, document.path, 0, len(TEXT), len(TEXT), TEXT, (image.uid,))
    refusal = ToolError("unknown_document", "No document 99 in these corpora.", "Use an id from a search.")
    calls = (
        ToolCall("c2", "read", {"document": 99}), ToolCall("c3", "search_text", {"query": "lit <when>"}),
        ToolCall("c4", "look", {"uid": image.uid}), ToolCall("c5", "read", {"document": document.pk}),
    )  # fmt: skip
    results = (
        Observation("c2", error=refusal), Observation("c3", HitsFound("lit <when>", ())),
        Observation("c4", seen, seconds=0.31), Observation("c5", text),
    )  # fmt: skip
    return [
        CallFinished(1, Observation("c1", HitsFound("", (hit,), uid=image.uid, box=BOX), seconds=0.42)),
        StepDecided(2, "Read what is written about it", calls),
        *(event for r in results for event in (CallStarted(2, r.call_id), CallFinished(2, r))),
    ]


def ending(corpus: Corpus) -> list[Event]:
    """Evidence from text and picture, and an answer that cites both."""
    image, document = corpus.images.get(), corpus.documents.get()
    quoted = Evidence(
        "e1", "text", document.title, document.path, Importance.HIGH, document=document.pk, quote=QUOTE,
        start=START, end=START + len(QUOTE),
    )  # fmt: skip
    region = Evidence("e2", "image", image.title, image.path, note="The tower", uid=image.uid, box=BOX)
    note = ToolCall("c6", "note", {"quote": QUOTE})
    answer = Answer(
        "It was lit in 1854 [1], and it is this tower [2]. Not [7].",
        (Citation(1, quoted), Citation(2, region)),
        answers=Answers(Level.YES, 0.9),
    )
    return [
        StepDecided(3, "Keep what answers the question", (note,)),
        CallStarted(3, "c6"),
        CallFinished(3, Observation("c6", EvidenceKept(quoted))),
        AnswerGiven(answer),
        RunEnded(Outcome.FINISHED),
    ]
