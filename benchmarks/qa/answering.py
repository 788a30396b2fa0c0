"""How many questions of the six corpora are answered rightly, end to end, beside a plain baseline.

    python -m benchmarks.qa.answering --home DIR    # the tuning halves; the home is made once and kept
    python -m benchmarks.qa.answering --home DIR --half held_out --replies docs/answers.tsv
    python -m benchmarks.qa.answering --home DIR --cross --losses   # and where each wrong one is lost

Goes through the command line as any other program would: `corpus add`, then `ask --questions --json`. Each
question is asked of its own corpus alone. The held-out halves are for the end: who tunes does not look.
"""

import argparse
import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import environ
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.qa.build import CORPORA, build, read_lines, save_question_picture
from benchmarks.qa.calibration import report
from benchmarks.qa.losses import STAGES
from benchmarks.qa.scoring import Question, Score, score, strip_markers

ROOT = Path(__file__).parents[2]
MAX_CHARACTERS_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Reply:
    """A question of a corpus with its line in the file, what came of it, and its marks."""

    corpus: str
    line: Mapping[str, object]
    question: Question
    result: dict[str, Any]
    score: Score

    @property
    def text(self) -> str:
        """The answer without markers; empty where there is none."""
        return strip_markers(self.result["answer"]["text"]) if self.result["answer"] else ""

    @property
    def is_good(self) -> bool:
        """Right and to the point, or declined where there is no answer."""
        return self.score.is_honest if self.question.unanswerable else self.score.is_to_the_point

    @property
    def is_marked(self) -> bool:
        """Whether it says of itself that it answers."""
        answer = self.result["answer"]
        return bool(answer and answer.get("answers") and answer["answers"]["level"] == "yes")


def main() -> None:
    options = _options()
    home = Path(options.home)
    names = options.corpora or sorted(f.name for f in CORPORA.iterdir() if f.is_dir())
    replies: list[Reply] = []
    for name in names:
        _bring_in(home, name)
        for prefix in _prefixes(options):
            for half in options.half:
                path = CORPORA / name / f"{prefix}{half}.jsonl"
                if path.exists():
                    replies += ask(home, name, path, options.only, baseline=options.baseline)
    if options.replies:
        write_replies(Path(options.replies), replies)
    if options.verbose:
        for reply in replies:
            if not reply.is_good or options.verbose > 1:
                print(_shown(reply))
    if options.losses:
        print_losses(home, replies)
    print_table(replies)


def _prefixes(options: argparse.Namespace) -> tuple[str, ...]:
    if options.own:
        return ("",)
    return ("cross_",) if options.cross else ("", "cross_")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", required=True, help="A SIGHTLINE_HOME for this; made if need be, and kept.")
    halves = ("tuning", "former", "former_2", "former_3", "former_4", "held_out")
    parser.add_argument("--half", choices=halves, nargs="+", default=["tuning"], help="One or several.")
    parser.add_argument("--corpora", nargs="*", help="Names of corpora; all, if not given.")
    parser.add_argument("--only", nargs="*", help="Ids of questions.")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--own", action="store_true", help="Leave out questions in another language.")
    which.add_argument("--cross", action="store_true", help="Ask only questions in another language.")
    parser.add_argument("--losses", action="store_true", help="Say at which stage a bad reply was lost.")
    parser.add_argument("--baseline", action="store_true", help="Ask the plain baseline instead.")
    parser.add_argument("--replies", help="Write every reply into this table (TSV).")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="Print bad replies; twice: all.")
    return parser.parse_args()


def manage(home: Path, *arguments: str) -> str:
    """Run a command of the product in a home and return what it prints. Ends the program if it fails."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(
        command, env={**environ, "SIGHTLINE_HOME": str(home)}, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stdout[-500:]}")
    return done.stdout


def _bring_in(home: Path, name: str) -> None:
    """Import a corpus, once; a home is marked by the folder of its files."""
    folder = home / "corpora-of-questions" / name
    if folder.exists():
        return
    home.mkdir(parents=True, exist_ok=True)
    manage(home, "migrate", "--verbosity", "0")
    making = folder.with_name(f"{name}.part")
    build(name, making)
    manage(home, "corpus", "create", slug_of(name), "--json")
    manage(home, "corpus", "add", slug_of(name), str(making), "--json")
    making.rename(folder)


def slug_of(name: str) -> str:
    """The slug of a corpus by the name of its folder."""
    return name.replace("_", "-")


def ask(
    home: Path, name: str, path: Path, only: Sequence[str] | None = None, *, baseline: bool = False
) -> list[Reply]:
    """Ask the questions of a file of the corpus of this name, or the plain baseline instead."""
    lines = [line for line in read_lines(path) if not only or line["id"] in only]
    if not lines:
        return []
    folder, corpus = home / "corpora-of-questions" / name, CORPORA / name
    asked = folder / f"asked-{path.stem}.jsonl"
    asked.write_text("".join(json.dumps(_asked(line, folder)) + "\n" for line in lines), encoding="utf-8")
    printed = _printed(home, name, asked, baseline=baseline)
    texts = {f"documents/{p.name}": p.read_text(encoding="utf-8") for p in (corpus / "documents").iterdir()}
    texts |= {str(p["file"]): str(p.get("caption") or "") for p in read_lines(corpus / "pictures.jsonl")}
    pairs = zip(lines, json.loads(printed)["results"], strict=True)
    return [_reply(name, line, result, texts) for line, result in pairs]


def _reply(corpus: str, line: Mapping[str, object], result: dict[str, Any], texts: dict[str, str]) -> Reply:
    question = Question.from_line(line)
    return Reply(corpus, line, question, result, score(question, result, texts))


def _printed(home: Path, name: str, asked: Path, *, baseline: bool) -> str:
    if not baseline:
        return manage(home, "ask", "--questions", str(asked), "--corpus", slug_of(name), "--json")
    command = [sys.executable, "-m", "benchmarks.qa.baseline", slug_of(name), str(asked)]
    env = {**environ, "SIGHTLINE_HOME": str(home)}
    return subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT).stdout


def _asked(line: dict[str, object], folder: Path) -> dict[str, object]:
    images = []
    if line.get("image"):
        target = folder / "asked" / f"{line['id']}.jpg"
        target.parent.mkdir(exist_ok=True)
        save_question_picture(line, folder, target)
        images = [f"asked/{target.name}"]
    return {"id": line["id"], "question": line["question"], "images": images}


def print_table(replies: Sequence[Reply]) -> None:
    """By corpus and language: what the figures of the table are of stands in docs/measurements.md."""
    heads = ("asked", 6), ("right", 7), ("point", 7), ("cited", 7), ("wrong no", 9), ("honest no", 11)
    print(" " * 24 + "".join(f"{head:>{width}}" for head, width in (*heads, ("false yes", 10))))
    for label, group in groups(replies):
        real = [reply for reply in group if not reply.question.unanswerable]
        none = [reply for reply in group if reply.question.unanswerable]
        print(
            f"{label:24}{len(real):6}"
            f"{_share(sum(r.score.is_right for r in real), len(real)):>7}"
            f"{_share(sum(r.score.is_to_the_point for r in real), len(real)):>7}"
            f"{_share(sum(r.score.right_cited for r in real if r.text), sum(bool(r.text) for r in real)):>7}"
            f"{_share(sum(r.score.declined for r in real), len(real)):>9}"
            f"{f'{sum(r.score.is_honest for r in none)} of {len(none)}':>11}"
            f"{_share(sum(not r.is_good for r in group if r.is_marked), sum(r.is_marked for r in group)):>10}"
        )
    seconds = sorted(reply.result["seconds"] for reply in replies)
    if len(seconds) > 1:
        print(f"seconds: median {median(seconds):.2f}, p95 {quantiles(seconds, n=20)[-1]:.2f}")
    said = [(r.result["answer"]["answers"]["score"], r.is_good) for r in replies if _says(r)]
    if said:
        print(report(said))
    kinds = Counter((r.question.kind, r.is_good) for r in replies if not r.question.unanswerable)
    for kind in sorted({kind for kind, _ in kinds}):
        print(f"  {kind:12} {kinds[kind, True]:3} of {kinds[kind, True] + kinds[kind, False]}")


def _says(reply: Reply) -> bool:
    """Whether it is an answer that says how sure it is; the plain baseline says nothing."""
    return bool(reply.result["answer"] and reply.result["answer"].get("answers"))


def groups(replies: Sequence[Reply]) -> Iterator[tuple[str, list[Reply]]]:
    """The replies of each corpus, those in another language than its texts by themselves, and all."""
    keys = dict.fromkeys(map(_group, replies))
    for key in keys:
        yield key, [reply for reply in replies if _group(reply) == key]
    yield "all, own", [reply for reply in replies if "/" not in _group(reply)]
    for language in ("de", "zh"):
        if foreign := [reply for reply in replies if _group(reply).endswith(f"/{language}")]:
            yield f"English texts, {language}", foreign


def _group(reply: Reply) -> str:
    is_cross = "cross" in reply.question.id or reply.corpus in _ENGLISH and reply.question.language != "en"
    return f"{reply.corpus}/{reply.question.language}" if is_cross else reply.corpus


_ENGLISH = {"nature", "objects", "people", "places"}


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


def _shown(reply: Reply) -> str:
    wanted = reply.question.unanswerable or reply.question.answers or reply.question.sources
    got = reply.text or f"(declined: {reply.result.get('reason')}) {reply.result['message']}"
    files = ", ".join(
        dict.fromkeys(c["file"] for c in (reply.result["answer"] or {"citations": []})["citations"])
    )
    return (
        f"{'good ' if reply.is_good else 'BAD  '}{reply.question.id} [{reply.question.kind}] "
        f"{reply.question.question}\n"
        f"   wanted {wanted} from {', '.join(reply.question.sources)}\n   got    {got[:400]!r} from {files}"
    )


def print_losses(home: Path, replies: Sequence[Reply]) -> None:
    """Where each wrong answer to a question that has one was lost, and how many at each stage."""
    lost = [reply for reply in replies if not reply.is_good and not reply.question.unanswerable]
    lines = [{"run": reply.result["run"], "file": reply.line} for reply in lost]
    command = [sys.executable, "-m", "benchmarks.qa.losses"]
    env = {**environ, "SIGHTLINE_HOME": str(home)}
    done = subprocess.run(
        command, env=env, input=json.dumps(lines), stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT
    )
    losses = json.loads(done.stdout)
    for reply, loss in zip(lost, losses, strict=True):
        print(f"{reply.question.id}: {loss['stage']}: {reply.question.question}\n      {loss['why']}")
    for label, group in groups(lost):
        stages = Counter(loss["stage"] for reply, loss in zip(lost, losses, strict=True) if reply in group)
        print(f"lost of {label}: {', '.join(f'{each} {stages[each]}' for each in STAGES if stages[each])}")


def write_replies(path: Path, replies: Sequence[Reply]) -> None:
    """Every reply as a row that a person can read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(("corpus", "id", "language", "kind", "question", "reply", "level", "right", "cited"))
        for reply in replies:
            answer = reply.result["answer"]
            level = answer["answers"]["level"] if answer and answer.get("answers") else ""
            text = " ".join((reply.text or f"({reply.result.get('reason') or 'declined'})").split())
            rows.writerow(
                (
                    reply.corpus, reply.question.id, reply.question.language, reply.question.kind,
                    reply.question.question, text, level, "yes" if reply.is_good else "no",
                    "yes" if reply.score.right_cited else "no",
                )
            )  # fmt: skip


if __name__ == "__main__":
    main()
