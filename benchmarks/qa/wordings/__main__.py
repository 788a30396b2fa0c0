"""Ten questions of the sample corpus in forty wordings: how many are right, declined, or wrong and marked.

    python -m benchmarks.qa.wordings --home DIR [--set held_out] [--replies FILE.tsv]

The files `former*.jsonl` were held out and asked once; they are for building since.
A wording that has no answer is honestly declined; a wrong one is at least not marked as an answer.
"""

import argparse
import json
from pathlib import Path

from benchmarks.qa.answering import Reply, manage, write_replies
from benchmarks.qa.build import read_lines, save_question_picture
from benchmarks.qa.scoring import Question, score

FOLDER = Path(__file__).parent


def main() -> None:
    """Make the sample in the home unless it is there, ask, and print each wording with its outcome."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", required=True)
    parser.add_argument(
        "--set", choices=("former", "former_2", "former_3", "former_4", "held_out"), default="former"
    )
    parser.add_argument("--replies", help="Write every reply into this table (TSV).")
    options = parser.parse_args()
    home = Path(options.home)
    home.mkdir(parents=True, exist_ok=True)
    manage(home, "migrate", "--verbosity", "0")
    manage(home, "corpus", "sample", "--json")
    lines, folder = read_lines(FOLDER / f"{options.set}.jsonl"), home / "wordings"
    folder.mkdir(exist_ok=True)
    asked = folder / "asked.jsonl"
    with asked.open("w", encoding="utf-8") as file:
        for line in lines:
            images = []
            if line["image"]:
                save_question_picture(line, home / "sample", folder / f"{line['id']}.jpg")
                images = [f"{line['id']}.jpg"]
            file.write(json.dumps({"id": line["id"], "question": line["question"], "images": images}) + "\n")
    printed = json.loads(manage(home, "ask", "--questions", str(asked), "--corpus", "sample", "--json"))
    replies = [
        Reply("sample", line, question, result, score(question, result, {}))
        for line, result in zip(lines, printed["results"], strict=True)
        for question in (Question.from_line(line),)
    ]
    for line, reply in zip(lines, replies, strict=True):
        mark = "right" if reply.score.is_right else "declined" if reply.score.declined else "WRONG"
        marked = " and marked" if reply.is_marked and mark == "WRONG" else ""
        print(f"{line['id']:20} {line['wording']!s:14} {mark}{marked}: {reply.text[:120]}")
    right = sum(reply.score.is_right for reply in replies)
    declined = sum(reply.score.declined for reply in replies)
    wrong = [reply for reply in replies if not reply.score.is_right and not reply.score.declined]
    print(f"\nright {right}, declined {declined}, wrong {len(wrong)} of {len(replies)}", end="; ")
    print(f"wrong and marked as an answer {sum(reply.is_marked for reply in wrong)}")
    if options.replies:
        write_replies(Path(options.replies), replies)


if __name__ == "__main__":
    main()
