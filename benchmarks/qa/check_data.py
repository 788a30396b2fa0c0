"""Checks the corpora and their questions: files, ids, halves, answers and pictures.

Usage: python -m benchmarks.qa.check_data [NAME ...]

It says which line is wrong and why, never what a question or its answer is, and ends with 1 if anything is.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.qa.build import CORPORA, build, corpus_names, question_picture, read_lines

KINDS = {"identity", "fact", "count", "list", "comparison", "yes_no", "about", "pictures"}
HALVES = ("tuning", "former", "former_2", "former_3", "former_4", "held_out")
REASONS = {None, "absent", "no_fact", "false_premise"}
SETS = tuple(tuple(f"{prefix}{half}.jsonl" for half in HALVES) for prefix in ("", "cross_"))
FIELDS = {"id", "question", "language", "image", "kind", "answers", "wrong", "sources", "unanswerable"}
SPELLED_BY_KIND = {"identity", "fact", "list"}  # Counts, winners and "yes" need not stand in the text.
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")

Line = Mapping[str, Any]


def check(name: str) -> Iterator[str]:
    """Yield what is wrong with the corpus `name`, each as "file: id: what"."""
    corpus = CORPORA / name
    with TemporaryDirectory() as folder:
        built = Path(folder)
        build(name, built)
        yield from _documents(built)
        texts = _texts(corpus, built)
        seen: set[str] = set()
        for names in SETS:
            sets = [read_lines(corpus / file) if (corpus / file).exists() else [] for file in names]
            if Counter(map(_mix, sets[0])) != Counter(map(_mix, sets[1])):
                yield f"{names[0]} and {names[1]} differ in their mix of kinds"
            for half, lines in zip(names, sets, strict=True):
                for line in lines:
                    yield from (
                        f"{half}: {line['id']}: {what}" for what in _question(line, texts, built, seen)
                    )


def _mix(line: Line) -> tuple[str, str | None, str]:
    return str(line["kind"]), line["unanswerable"], str(line["language"])


def _documents(built: Path) -> Iterator[str]:
    for path in sorted((built / "documents").iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md" and not text.startswith("# "):
            yield f"{path.name}: has no title"
        for target in IMAGE.findall(text):
            if not (path.parent / target).is_file():
                yield f"{path.name}: shows {target}, which is not there"


def _texts(corpus: Path, built: Path) -> dict[str, str]:
    """Everything that is said in or about each file, by its path."""
    texts = {
        f"documents/{path.name}": path.read_text(encoding="utf-8") for path in (built / "documents").iterdir()
    }
    for line in read_lines(corpus / "pictures.jsonl"):
        drawn = line.get("drawn")
        words = [line["file"], line.get("title", ""), line.get("caption", ""), drawn if drawn else ""]
        texts[str(line["file"])] = " ".join(map(str, words))
    return texts


def _question(line: Line, texts: Mapping[str, str], built: Path, seen: set[str]) -> Iterator[str]:
    if set(line) != FIELDS:
        yield f"its fields should be {sorted(FIELDS)}"
        return
    for key in (line["id"], line["question"] + str(line["image"])):
        if key in seen:
            yield "stands there twice"
        seen.add(key)
    if line["kind"] not in KINDS or line["unanswerable"] not in REASONS:
        yield "its kind or reason is unknown"
    if missing := [source for source in line["sources"] if source not in texts]:
        yield f"no such sources: {missing}"
    if line["unanswerable"]:
        if line["answers"]:
            yield "has answers though it cannot be answered"
    else:
        yield from _answers(line, texts)
    if line["image"]:
        yield from _picture(line, built)


def _answers(line: Line, texts: Mapping[str, str]) -> Iterator[str]:
    if not line["sources"]:
        yield "names no source"
    if (line["kind"] == "pictures") == bool(line["answers"]):
        yield "should have groups of answers exactly if it asks for no pictures"
    spelled = line["kind"] in SPELLED_BY_KIND or (line["kind"] == "yes_no" and len(line["answers"]) > 1)
    if not spelled:
        return
    text = " ".join(texts.get(source, "") for source in line["sources"])
    for number, group in enumerate(line["answers"]):
        if line["kind"] == "yes_no" and number == 0:
            continue
        if not any(_stands(expression, text) for expression in group):
            yield f"no expression of group {number} stands in its sources"


def _stands(expression: str, text: str) -> bool:
    words = re.escape(expression)
    # In ASCII mode a Chinese character is no part of a word: "从G56高速" has the word "G56".
    boundaries = rf"(?a:(?<!\w){words}(?!\w))" if expression.isascii() else words
    return re.search(boundaries, text, re.IGNORECASE) is not None


def _picture(line: Line, built: Path) -> Iterator[str]:
    try:
        picture = question_picture(line, built)
    except (OSError, ValueError) as error:
        yield f"its picture cannot be made: {error}"
        return
    if min(picture.size) < 60:
        yield f"its picture is only {picture.width} x {picture.height}"


def main() -> None:
    """Check the corpora that the user names, or all."""
    parser = argparse.ArgumentParser(description="Check the corpora and their questions.")
    parser.add_argument("names", nargs="*", default=corpus_names())
    wrong = 0
    for name in parser.parse_args().names:
        for what in check(name):
            wrong += 1
            print(f"{name}: {what}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
