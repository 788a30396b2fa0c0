"""Checks the questions the reader is trained on against the texts they are about.

    python benchmarks/qa/check_training.py

Prints one line a corpus (how many questions of which kind) and exits with 1 when a gold sentence does not
stand word for word in its document, a span not in its first gold sentence, or a field has an unknown value.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

TRAINING = Path(__file__).parent / "training"
EXPECTED_KINDS = {"number", "date", "place", "person", "colour", "reason", "use", "name", "any"}
INTENTS = {"fact", "list", "count", "yes_no", "comparison", "about"}
UNANSWERABLE_KINDS = {None, "no_fact", "absent", "false_premise"}
LANGUAGES = {"en", "de", "es", "zh"}
MIN_DOCUMENTS, MAX_DOCUMENTS = 10, 16

Question = dict[str, Any]


def field_faults(question: Question) -> list[str]:
    allowed: dict[str, set[Any]] = {
        "language": LANGUAGES,
        "expects": EXPECTED_KINDS,
        "intent": INTENTS,
        "unanswerable": UNANSWERABLE_KINDS,
    }
    faults = [f"{key} is {question[key]!r}" for key, values in allowed.items() if question[key] not in values]
    if "answer" in question:
        answered = question["intent"] == "yes_no" and question["unanswerable"] is None
        if question["answer"] not in {"yes", "no"} or not answered:
            faults.append(
                f"answer is {question['answer']!r}: only for yes/no questions that the text answers"
            )
    return faults


def quote_faults(question: Question, texts: dict[str, str]) -> list[str]:
    """Gold sentences, partial ones and near misses must be lines or parts of lines of the document."""
    unanswerable = question["unanswerable"] is not None
    document = question.get("subject") if unanswerable else question["document"]
    quotes = question["sentences"] + question["partial"] + question.get("near", [])
    if document is not None and document not in texts:
        return [f"{document} is missing"]
    places = [(document, quote) for quote in quotes if document is not None]
    places += [(other["document"], other["sentence"]) for other in question.get("elsewhere", [])]
    return [
        f"not in {name}: {quote}"
        for name, quote in places
        if not any(quote in line for line in texts.get(name, "").splitlines())
    ]


def gold_faults(question: Question) -> list[str]:
    if question["unanswerable"] is not None:
        given = [key for key in ("document", "sentences", "partial", "span") if question[key]]
        return [f"unanswerable, yet it has {key}" for key in given]
    if not question["sentences"] or not question["span"]:
        return ["answerable, yet without a gold sentence or span"]
    if question["span"] not in question["sentences"][0]:
        return [f"span not in the first gold sentence: {question['span']}"]
    if set(question["sentences"]) & set(question["partial"]):
        return ["a sentence is both gold and partial"]
    return []


def repeated(values: list[str]) -> list[str]:
    return [f"twice: {value}" for value, times in Counter(values).items() if times > 1]


def corpus_faults(corpus: Path, questions: list[Question]) -> list[str]:
    texts = {
        str(path.relative_to(corpus)): path.read_text(encoding="utf-8")
        for path in (corpus / "documents").iterdir()
    }
    faults = repeated([question["id"] for question in questions])
    faults += repeated([question["question"] for question in questions])
    if not MIN_DOCUMENTS <= len(texts) <= MAX_DOCUMENTS:
        faults.append(f"{len(texts)} documents")
    asked = {question["document"] for question in questions}
    faults += [f"nobody asks about {name}" for name in sorted(texts.keys() - asked)]
    for question in questions:
        found = field_faults(question) + quote_faults(question, texts) + gold_faults(question)
        faults += [f"{question['id']}: {fault}" for fault in found]
    return faults


def summary(questions: list[Question]) -> str:
    def counts(key: str) -> str:
        counter = Counter(str(question[key] or "answerable") for question in questions)
        return ", ".join(f"{value} {times}" for value, times in counter.most_common())

    keys = ("unanswerable", "language", "intent", "expects")
    return f"{len(questions)} questions | " + " | ".join(counts(key) for key in keys)


def translation_faults(languages: dict[str, str]) -> list[str]:
    """Each line names a question that there is, by its id, and another language than the question's."""
    lines = (TRAINING / "translations.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    faults = [f"not three fields: {line}" for line, row in zip(lines, rows, strict=True) if len(row) != 3]
    whole = [row for row in rows if len(row) == 3]  # noqa: PLR2004
    faults += [f"no such question: {number}" for number, *_ in whole if number not in languages]
    faults += [
        f"{number}: not another of {sorted(LANGUAGES)}: {language}"
        for number, language, _ in whole
        if language not in LANGUAGES or languages.get(number) == language
    ]
    return faults + repeated([f"{number} {language}" for number, language, _ in whole])


def main() -> int:
    failed = False
    languages: dict[str, str] = {}
    for path in sorted(TRAINING.glob("*/questions.jsonl")):
        questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"{path.parent.name}: {summary(questions)}")
        languages |= {question["id"]: question["language"] for question in questions}
        for fault in corpus_faults(path.parent, questions):
            failed = True
            print(f"  {fault}")
    for fault in translation_faults(languages):
        failed = True
        print(f"translations.tsv: {fault}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
