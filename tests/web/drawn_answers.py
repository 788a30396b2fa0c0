"""Runs that ended with an answer of each form, or with an honest no, for the tests of pages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.contrib.auth.models import User

from agents.assessment import Agreement, Answers, DeclineReason, Form, Level, Nearest
from agents.events import AnswerGiven, Event, Outcome, RunEnded, RunStarted
from agents.types import Answer, Citation, Evidence, Question
from agents.verdicts import Verdict
from tests.web.drawn import QUOTE, START, lighthouse_png, make_run, write_journal
from webapp.corpora.models import Corpus, CorpusImage, MediaUse
from webapp.media.stores import open_media_store
from webapp.runs.models import Run

REFUSAL = "The picture is not in these corpora. Below are the pictures that come nearest."


def text_citation(corpus: Corpus, marker: int = 1) -> Citation:
    """A citation of the corpus's document whose quote stands there."""
    document = corpus.documents.get()
    evidence = Evidence(
        f"e{marker}", "text", document.title, document.path, document=document.pk, quote=QUOTE,
        start=START, end=START + len(QUOTE),
    )  # fmt: skip
    return Citation(marker, evidence, Verdict.QUOTED, is_quoted=True)


def picture_citation(image: CorpusImage, marker: int) -> Citation:
    """A citation of a picture, of which nothing can be quoted."""
    return Citation(marker, Evidence(f"e{marker}", "image", image.title, image.path, uid=image.uid))


def add_pictures(corpus: Corpus, count: int) -> list[CorpusImage]:
    """Further drawn pictures of the corpus, with titles."""
    images = []
    for number in range(count):
        uid = open_media_store().put(lighthouse_png(70 + 20 * number)).uid
        image = CorpusImage.objects.create(
            corpus=corpus, uid=uid, path=f"light-{number}.png", title=f"Light {number}", width=600, height=400
        )
        MediaUse.objects.create(uid=uid, corpus=corpus)
        images.append(image)
    return images


def answer_of(form: Form, corpus: Corpus, pictures: Sequence[CorpusImage] = ()) -> tuple[str, Answer]:
    """A question and its whole answer in a form."""
    quoted = text_citation(corpus)
    sure = Answer("", (quoted,), answers=Answers(Level.YES, 0.91), form=form, agreement=Agreement.SINGLE)
    match form:
        case Form.LIST:
            return "Which lights are there?", replace(sure, text="- Grey Head [1]\n- White Point [1]")
        case Form.TABLE:
            text = "- Grey Head: 42 metres [1]\n- White Point: 31 metres [1]"
            return "Which is higher, Grey Head or White Point?", replace(sure, text=text)
        case Form.YES_NO:
            return "Was it lit in 1854?", replace(sure, text=f"Yes: {QUOTE[:-1]} [1].")
        case Form.PICTURES:
            citations = tuple(picture_citation(each, number) for number, each in enumerate(pictures, start=1))
            lines = [f"- {each.title} [{number}]" for number, each in enumerate(pictures, start=1)]
            text = "\n".join([f"Pictures found: {len(pictures)}.", *lines])
            return "Show me lights", replace(sure, text=text, citations=citations)
        case _:
            return "What colour is the tower?", replace(sure, text="The tower is white with red bands [1].")


def make_run_with(owner: User | None, corpus: Corpus, question: str, answer: Answer, **fields: object) -> Run:
    """A run without a picture that ended with this answer."""
    run = make_run(owner, corpus, question=question, images=[], status=Run.Status.FINISHED, **fields)
    write_journal(run, [_started(run), AnswerGiven(answer), RunEnded(Outcome.FINISHED)])
    return run


def make_declined_run(owner: User | None, corpus: Corpus, pictures: Iterable[CorpusImage] = ()) -> Run:
    """A run that found no match, with the nearest pictures and a text."""
    run = make_run(owner, corpus, question="What is this?", status=Run.Status.DECLINED, message=REFUSAL)
    refuse(run, pictures)
    return run


def refuse(run: Run, pictures: Iterable[CorpusImage] = ()) -> None:
    """Write the journal of a run that found no match."""
    document = run.corpora.get().documents.get()
    found = [Nearest("image", each.title, each.path, 0.62, each.uid) for each in pictures]
    found.append(Nearest("text", document.title, document.path, 0.2, None, document.pk, QUOTE, START))
    ended = RunEnded(Outcome.DECLINED, REFUSAL, DeclineReason.NO_MATCH, tuple(found))
    write_journal(run, [_started(run), ended])


def _started(run: Run) -> Event:
    return RunStarted(Question(run.question), run.profile, run.policy, ("coast",))
