"""Where a question that was answered wrongly was lost: read, found, chosen, told or worded.

Run inside of a home by `benchmarks.qa.answering --losses`; takes a list of {"run", "file"} on standard input,
where `file` is the line of the question, and prints {"stage", "why"} for each. A stage is the first of

    picture   another picture, or none, was taken for that of the question
    misread   the language or the kind of answer was not understood
    found     no source of the answer was read
    chosen    the reader prefers other words to those that answer
    declined  it prefers them, and too little to tell them
    told      they were told, in words that do not count as right
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import django

from benchmarks.qa.scoring import Question, occurs

if TYPE_CHECKING:
    from agents.policies.run_facts import RunFacts
    from agents.reading import Candidate, Finding

STAGES = ("picture", "misread", "found", "chosen", "declined", "told")
ALIKE = {frozenset({"fact", "count"}), frozenset({"fact", "identity"}), frozenset({"fact", "list"})}
"""Kinds that are answered in the same way, so that one may be read for the other."""
MAX_CHARACTERS = 90


def main() -> None:
    """Judge every line of standard input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    django.setup()
    print(json.dumps([_loss(line["run"], line["file"]) for line in json.load(sys.stdin)]))


def _loss(run: int, line: Mapping[str, Any]) -> dict[str, str]:
    facts, question = _facts(run), Question.from_line(line)
    found = _stages(facts, question, line)
    stage, why = next(found)
    return {"stage": stage, "why": why}


def _facts(run: int) -> "RunFacts":
    from django.conf import settings

    from agents.policies.run_facts import RunFacts
    from agents.questions.rules import understand
    from agents.reading.readers import load_reader
    from agents.reading.vector_file import VectorFile
    from webapp.corpora.encoders import encoder
    from webapp.runs.execution import journal
    from webapp.runs.models import Run

    sentences = encoder(settings.ENV.encoder).sentences
    stores = [VectorFile(settings.HOME / "cache" / f"{name}.sqlite3") for name in ("sentences", "tokens")]
    reader = load_reader(settings.ENV.reader, sentences, *stores)
    return RunFacts(journal.state(Run.objects.get(pk=run)), reader, partial(understand, encoder=sentences))


def _stages(facts: "RunFacts", question: Question, line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The stages at which it went wrong, the first of them first; the last always."""
    if line.get("image") and (wrong := _wrong_picture(facts, line["image"])):
        yield "picture", wrong
    intents = {ask.intent.value for ask in facts.asks}
    read = f"{facts.language} {facts.asks}"
    if facts.language != question.language or not any(_is_like(each, question.kind) for each in intents):
        yield "misread", read
    texts = {text.source: text.file for text in facts.state.memory.texts}
    pictures = {hit.uid: hit.file for hit in facts.state.memory.pool.values() if hit.uid}
    if not {*texts.values(), *pictures.values()} & set(question.sources):
        yield "found", f"{sorted(texts.values())} {facts.state.memory.searches[-1].found.query!r}"
    for material in facts.materials:
        answering = [
            place
            for place, each in enumerate(material.findings)
            if _answers(question, each, _file_of(each.candidate, texts, pictures))
        ]
        if not answering or answering[0]:
            best = _told(material.findings[answering[0]]) if answering else "nothing"
            first = _told(material.findings[0]) if material.findings else "nothing"
            yield "chosen", f"{best} at {answering[:1]}, first {first}\n      {read}"
        elif not facts.composition.lines:
            yield "declined", f"{_told(material.findings[0])}\n      {read}"
    yield "told", " ".join(each.text for each in facts.composition.lines)[:300]


def _is_like(intent: str, kind: str) -> bool:
    return intent == kind or frozenset({intent, kind}) in ALIKE


def _wrong_picture(facts: "RunFacts", image: Mapping[str, Any]) -> str:
    """Which picture was taken for that of the question instead of its source; empty where it is right."""
    from webapp.corpora.models import CorpusImage

    uids = [each.uid for each in facts.shown]
    shown = set(CorpusImage.objects.filter(uid__in=uids).values_list("path", flat=True))
    return "" if image.get("source") in shown else f"{sorted(shown)} for {image.get('source')}"


def _file_of(candidate: "Candidate", texts: Mapping[int, str], pictures: Mapping[str | None, str]) -> str:
    return texts.get(candidate.source) or pictures.get(candidate.uid, "")


def _answers(question: Question, finding: "Finding", file: str) -> bool:
    """Whether a finding has an accepted expression and stands in a source."""
    said = f"{finding.candidate.title} {finding.candidate.words}"
    groups = question.answers[1:] if question.kind == "yes_no" else question.answers
    return file in question.sources and any(
        not groups or occurs(expression, said, language)
        for group in (groups or ((),))
        for expression in (group or ("",))
        for language in ("en", question.language)
    )


def _told(finding: "Finding") -> str:
    each = finding.candidate
    return f"{finding.score:.2f} “{each.title}: {each.words[:MAX_CHARACTERS]}”"


if __name__ == "__main__":
    main()
