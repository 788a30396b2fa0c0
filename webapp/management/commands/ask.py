"""manage.py ask: one question, or a file of them, answered in this process."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_noop
from pydantic import Field

from agents.errors import SightlineError, UnreadablePicture
from agents.events import Event, Outcome, RunEnded
from agents.messages import joined, sentence_of
from agents.messages import message as _
from agents.profile import PROFILES
from agents.questions.types import understanding_values
from agents.sources import PAGE
from agents.types import Answer, SourcePolicy
from media_store import MediaError
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.corpora.services.media_uses import remove_unused
from webapp.management.batches import BatchLine, read_lines, read_picture
from webapp.management.cli import FAILED, NO_ANSWER, Reply, SightlineCommand
from webapp.management.scopes import corpora_named
from webapp.media.stores import open_media_store
from webapp.messages import translated
from webapp.redaction import for_operators
from webapp.runs.execution.source_policies import default_sources, source_policy
from webapp.runs.models import Run


class QuestionLine(BatchLine):
    """A question with the paths of its pictures, relative to the file it stands in."""

    question: str = ""
    images: list[str] = Field(default_factory=list)
    sources: SourcePolicy | None = None


class Command(SightlineCommand):
    help = gettext_noop("Ask a question with words and pictures; the steps are shown as they happen.")

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        again = gettext("May be repeated.")
        lines = gettext("A file of JSON Lines: %(form)s.") % {
            "form": '{"id", "question", "images", "sources"}'
        }
        parser.add_argument("question", nargs="?", default="")
        parser.add_argument("--image", action="append", default=[], metavar="PATH", help=again)
        parser.add_argument("--questions", type=Path, help=lines)
        parser.add_argument("--corpus", action="append", default=[], metavar="SLUG", help=again)
        parser.add_argument("--profile", default="standard", help=", ".join(PROFILES))
        parser.add_argument(
            "--sources",
            choices=[each.value for each in SourcePolicy],
            default="",
            help=gettext("Where to look; else as SIGHTLINE_ASK_SOURCES says."),
        )

    def reply(self, **options: Any) -> Reply:
        """Answer every question; each is a run with a journal like any other."""
        batch: Path | None = options["questions"]
        single = QuestionLine(question=options["question"], images=options["image"])
        sources: str = options["sources"]
        if batch is None and not single.question.strip() and not single.images:
            raise BadInput(_("There is nothing to answer: give a question, a picture, or both."))
        if batch is not None and (single.question or single.images):
            raise BadInput(_("Give either one question or --questions, not both."))
        lines = [single] if batch is None else read_lines(batch, QuestionLine)
        chosen = {line.sources or sources or default_sources() for line in lines}
        corpora = [] if chosen == {SourcePolicy.WEB} else corpora_named(options["corpus"])
        if options["profile"] not in PROFILES:
            raise BadInput(
                _(
                    "There is no profile “%(name)s”; there are: %(profiles)s.",
                    name=options["profile"],
                    profiles=", ".join(PROFILES),
                )
            )
        folder = batch.parent if batch else Path()
        if batch:
            _check_each(lines, folder, sources)
        results = [
            self._ask(line, _pictures(line, folder), corpora, options["profile"], line.sources or sources)
            for line in lines
        ]
        if any(result["status"] == Run.Status.FAILED for result in results):
            return Reply({"results": results}, "", FAILED)
        has_answer = any(result["answer"] for result in results) or not results
        return Reply({"results": results}, "", 0 if has_answer else NO_ANSWER)

    def _ask(
        self, line: QuestionLine, pictures: list[bytes], corpora: Sequence[Corpus], profile: str, sources: str
    ) -> dict[str, Any]:
        from webapp.management.event_lines import event_lines  # loads the tools
        from webapp.runs.execution import services  # loads the encoders

        def tell(event: Event) -> None:
            for text in event_lines(event):
                self.say(text)

        started = perf_counter()
        run = services.create(
            owner=None,
            question=line.question,
            pictures=pictures,
            corpora=corpora,
            profile=profile,
            sources=sources,
            enqueue=False,
        )
        try:
            services.execute(run.pk, tell)
        except (SightlineError, MediaError) as error:
            # The run says so too, and the other questions of a batch may fare better.
            self.stderr.write(translated(for_operators(error)))
        run.refresh_from_db()
        return {"id": line.id, **_as_json(run), "seconds": round(perf_counter() - started, 3)}


def _pictures(line: QuestionLine, folder: Path) -> list[bytes]:
    return [read_picture(folder / name) for name in line.images]


def _check_each(lines: Sequence[QuestionLine], folder: Path, sources: str) -> None:
    """Raise BadInput that names the question which cannot be asked, before any of them costs time.

    Pictures are stored, so that none is decoded again when its question is asked; of a batch that is refused
    none stays.
    """
    from webapp.runs.execution import services

    stored: list[str] = []
    for line in lines:
        try:
            pictures = _pictures(line, folder)
            services.check(line.question, pictures)
            source_policy(line.sources or sources)
            for number, picture in enumerate(pictures, start=1):
                stored.append(open_media_store().keep(services.prepare(number, picture)).uid)
        except (BadInput, UnreadablePicture) as error:
            remove_unused(stored)
            refused = _("Question %(id)s cannot be asked.", id=repr(line.id))
            raise BadInput(joined(refused, sentence_of(error))) from error


def _as_json(run: Run) -> dict[str, Any]:
    from webapp.runs.execution import journal

    state = journal.state(run)
    return {
        "run": run.pk,
        "status": run.status,
        "policy": run.policy,
        "sources": run.sources,
        "message": run.message,
        "answer": _answer(run, state.answer) if state.answer else None,
        **_declined(state.ended),
        "understanding": understanding_values(state.understanding) if state.understanding else None,
        "searched": state.has_searched,
        "finished_by": state.finished_by or None,
        "words_only": list(state.memory.words_only),
        "steps": len(state.steps),
        "tool_calls": state.tool_calls,
        "usage": {
            "model_calls": state.usage.model_calls,
            "input_tokens": state.usage.input_tokens,
            "output_tokens": state.usage.output_tokens,
            "cached_tokens": state.usage.cached_tokens,
            "cost_usd": float(state.usage.cost_usd),
        },
    }


def _declined(ended: RunEnded | None) -> dict[str, Any]:
    """Of a run without an answer: why, and what came nearest."""
    if ended is None or ended.outcome is not Outcome.DECLINED:
        return {}
    nearest = [
        {
            "kind": each.kind,
            "uid": each.uid,
            "document": each.document,
            "source": str(each.source),
            "file": each.file,
            "title": each.title,
            "quote": each.quote,
            "score": each.score,
        }
        for each in ended.nearest
    ]
    return {"reason": ended.reason.value if ended.reason else None, "nearest": nearest}


def _answer(run: Run, answer: Answer) -> dict[str, Any]:
    answers = {"level": answer.answers.level.value, "score": answer.answers.score} if answer.answers else None
    fetched = {str(met.snapshot_id): met.fetched.isoformat() for met in run.met_pages.all()}
    citations = []
    for citation in answer.citations:
        evidence, box = citation.evidence, citation.evidence.box
        citations.append(
            {
                "marker": citation.marker,
                "evidence": evidence.id,
                "kind": evidence.cited_as,
                "uid": evidence.uid,
                "document": evidence.document,
                "source": str(evidence.source),
                "address": evidence.address,
                "date": evidence.date,
                "fetched": fetched.get(evidence.source.id) if evidence.cited_as == PAGE else None,
                "page": evidence.page,
                "author": evidence.author,
                "licence": evidence.licence,
                "title": evidence.title,
                "file": evidence.file,
                "page_number": evidence.page_number or None,
                "quote": evidence.quote,
                "start": evidence.start,
                "end": evidence.end,
                "box": [box.x0, box.y0, box.x1, box.y1] if box else None,
                "verdict": citation.verdict.value,
                "quoted": citation.is_quoted,
            }
        )
    return {
        "text": answer.text,
        "answers": answers,
        "form": answer.form.value if answer.form else None,
        "agreement": answer.agreement.value if answer.agreement else None,
        "citations": citations,
    }
