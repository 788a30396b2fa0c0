"""How many sample questions the built-in rules answer, and whether every citation resolves.

    python benchmarks/answers.py            # in a throw-away home; --home DIR keeps it

Goes through the command line as any other program would: `corpus sample`, then `ask --questions`.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from os import environ
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from sample_pictures import QUESTIONS, SampleQuestion, make_question_pictures, read_questions

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Verdict:
    """One question's outcome; unanswerable questions are right when the run declines."""

    question: SampleQuestion
    is_right: bool
    text: str
    seconds: float


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as scratch:
        home = Path(options.home or scratch)
        _manage(home, "migrate", "--verbosity", "0")
        _manage(home, "corpus", "sample", "--json")
        questions = [q for q in read_questions(QUESTIONS) if not options.only or q.id in options.only]
        asked = _write_questions(home, questions)
        results = json.loads(_manage(home, "ask", "--questions", str(asked), "--json"))["results"]
        citations = [c for result in results if result["answer"] for c in result["answer"]["citations"]]
        resolved = _count_resolving(home, citations)
        seconds = _time_one_question(home, asked)
    verdicts = [_judge(q, r) for q, r in zip(questions, results, strict=True)]
    _print(verdicts, options.verbose)
    loaded = sorted(verdict.seconds for verdict in verdicts[1:])
    if loaded:
        print(f"seconds of a question, models loaded: median {median(loaded):.2f}, longest {loaded[-1]:.2f}")
    print(f"seconds of one question from the start of the process to its end: {seconds:.1f}")
    print(f"citations that resolve: {resolved} of {len(citations)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", help="Use and keep this SIGHTLINE_HOME.")
    parser.add_argument("--only", nargs="*", help="Ids of questions.")
    parser.add_argument("-v", "--verbose", action="store_true", help="Print every answer.")
    return parser.parse_args()


def _manage(home: Path, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(
        command, env={**environ, "SIGHTLINE_HOME": str(home)}, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return done.stdout


def _time_one_question(home: Path, asked: Path) -> float:
    """Ask the first question once more, alone, as a person would from the shell."""
    first = asked.with_name("first.jsonl")
    first.write_text(asked.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    started = perf_counter()
    _manage(home, "ask", "--questions", str(first), "--json")
    return perf_counter() - started


def _write_questions(home: Path, questions: list[SampleQuestion]) -> Path:
    folder = home / "benchmark-questions"
    folder.mkdir(exist_ok=True)
    make_question_pictures(home / "sample", folder, questions)
    lines = [json.dumps({"id": q.id, "question": q.question, "images": list(q.images)}) for q in questions]
    path = folder / "questions.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _judge(question: SampleQuestion, result: dict[str, Any]) -> Verdict:
    answer = result["answer"] or {"text": "", "citations": []}
    mentions = all(any(_occurs(option, answer["text"]) for option in group) for group in question.answers)
    is_right = mentions and bool(answer["text"]) if question.answers else not answer["text"]
    return Verdict(question, is_right, answer["text"], result["seconds"])


def _occurs(option: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(option)}(?!\w)", text, re.IGNORECASE) is not None


_CHECK = """
import json, sys
from webapp.corpora.models import Document
from webapp.media.stores import open_media_store

def resolves(c):
    if c["kind"] == "image":
        return open_media_store().exists(c["uid"])
    found = Document.objects.filter(pk=c["document"]).first()
    return found is not None and bool(c["quote"]) and found.text[c["start"]:c["end"]] == c["quote"]

print(sum(resolves(c) for c in json.load(open(PATH))))
"""


def _count_resolving(home: Path, citations: list[dict[str, Any]]) -> int:
    """A picture is in the media store; a quote stands at its place in the stored text."""
    path = home / "benchmark-questions" / "citations.json"
    path.write_text(json.dumps(citations))
    shown = _manage(home, "shell", "--verbosity", "0", "--command", _CHECK.replace("PATH", repr(str(path))))
    return int(shown.split()[-1])


def _print(verdicts: list[Verdict], verbose: bool) -> None:
    for verdict in verdicts:
        mark = "right" if verdict.is_right else "WRONG"
        print(f"{verdict.question.id}  {mark}  {verdict.seconds:5.2f} s  {verdict.question.question[:90]}")
        if verbose or not verdict.is_right:
            print(f"       wanted {verdict.question.answers}\n       got    {verdict.text or '(declined)'}")
    right = sum(v.is_right for v in verdicts)
    print(f"\nanswered correctly: {right} of {len(verdicts)} ({right / len(verdicts):.1%})")


if __name__ == "__main__":
    main()
