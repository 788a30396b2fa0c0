"""A run, a picture and a document of texts that try to break out of their pages."""

from agents.events import AnswerGiven, CallFinished, Event, Outcome, RunEnded, RunStarted, StepDecided
from agents.observations import ChannelScore, EvidenceKept, HitsFound, Observation, SeenHit, ToolError
from agents.types import Answer, Citation, Evidence, Question, ToolCall
from tests.web.drawn import BOX, lighthouse_png
from webapp.corpora.models import Corpus, CorpusImage, Document, DocumentImage, MediaUse, Passage
from webapp.media.stores import open_media_store
from webapp.runs.models import Run


def make_hostile(corpus: Corpus, texts: list[str]) -> tuple[CorpusImage, Document]:
    """A picture and a document whose every field holds all of these texts."""
    everything = "\n".join(texts)
    facts = open_media_store().put(lighthouse_png(250))
    image = CorpusImage.objects.create(
        corpus=corpus,
        uid=facts.uid,
        path=texts[2][:400],
        title=everything[:400],
        caption=everything,
        tags=texts,
        width=600,
        height=400,
        labels=[[text, 0.5] for text in texts[:5]],
        license=texts[3][:100],
        ocr_text=everything,
        source_url="javascript:window.hit=1",
    )
    MediaUse.objects.create(uid=facts.uid, corpus=corpus)
    document = Document.objects.create(
        corpus=corpus,
        path=texts[4][:400],
        title=everything[:400],
        text=everything,
        sha256="1" * 64,
        media_type="text/markdown",
    )
    Passage.objects.create(document=document, position=0, start=0, end=900, text=everything[:900])
    DocumentImage.objects.create(document=document, image=image, offset=0, alt=everything)
    return image, document


def hostile_story(run: Run, image: CorpusImage, document: Document, texts: list[str]) -> list[Event]:
    """A step for each text: its intent, an argument, a hit, an error; evidence and an answer of all."""
    quote = Evidence(
        "e1",
        "text",
        texts[0],
        texts[1],
        note=texts[2],
        document=document.pk,
        quote=document.text[:500],
        start=0,
        end=500,
    )
    region = Evidence("e2", "image", texts[3], texts[4], note=texts[5], uid=image.uid, box=BOX)
    events: list[Event] = [RunStarted(Question(run.question), "standard", "builtin", ("hostile",))]
    for number, text in enumerate(texts, start=1):
        hit = SeenHit(
            f"passage:{number}",
            "passage",
            text,
            text,
            text,
            text,
            0.1,
            0.5,
            (ChannelScore(text, 1, 0.5),),
            document=document.pk,
            start=0,
            end=9,
        )
        calls = [ToolCall(f"c{number}.{place}", "search_text", {text: text}) for place in (1, 2)]
        events += [
            StepDecided(number, text, tuple(calls), problem=text),
            CallFinished(number, Observation(calls[0].id, HitsFound(text, (hit,)))),
            CallFinished(number, Observation(calls[1].id, error=ToolError("broken", text, text))),
        ]
    note = ToolCall("keep", "note", {})
    events += [
        StepDecided(len(texts) + 1, "Keep it", (note,)),
        CallFinished(len(texts) + 1, Observation("keep", EvidenceKept(quote))),
        AnswerGiven(
            Answer(" ".join([*texts, "[1] [2]"]), (Citation(1, quote, reason=texts[6]), Citation(2, region)))
        ),
        RunEnded(Outcome.FAILED, texts[7]),
    ]
    return events
