"""How sure passages are that a search page finds: right ones, those of other things, and those of nonsense.

    python -m benchmarks.qa.search_floor --home DIR

DIR is a home with the corpora of benchmarks/qa (`python -m benchmarks.qa.answering --home DIR` makes one).
Tuning questions that have no picture, and titles of the documents that answer them, are searched for in their
own corpus; the same questions in each other corpus, and words of random letters in every one. A table says,
for each floor of confidence, of how many searches the document is still shown, and of how many others
anything is.
"""

import argparse
import json
import os
import random
import string
from collections.abc import Iterator, Mapping

from benchmarks.qa.answering import slug_of
from benchmarks.qa.build import CORPORA, corpus_names

FLOORS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
NONSENSE, SEED = 20, 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", required=True)
    os.environ.update(SIGHTLINE_HOME=parser.parse_args().home, DJANGO_SETTINGS_MODULE="webapp.settings")
    import django

    django.setup()
    measured: dict[str, list[float]] = {"its question": [], "its title": [], "elsewhere": [], "nonsense": []}
    letters = random.Random(SEED)
    nonsense = [" ".join(_word(letters) for _ in range(letters.randint(1, 3))) for _ in range(NONSENSE)]
    questions = {name: list(_questions(name)) for name in corpus_names()}
    for name in questions:
        for question, file in questions[name]:
            measured["its question"].append(_surest(name, question, file))
            measured["its title"].append(_surest(name, _title(name, file), file))
        foreign = (question for other in questions if other != name for question, _file in questions[other])
        measured["elsewhere"] += [_surest(name, question) for question in foreign]
        measured["nonsense"] += [_surest(name, words) for words in nonsense]
    _print(measured)


def _word(letters: random.Random) -> str:
    return "".join(letters.choices(string.ascii_lowercase, k=letters.randint(4, 9)))


def _questions(name: str) -> Iterator[tuple[str, str]]:
    """Tuning questions in words alone, each with the file of a document that answers it."""
    for text in (CORPORA / name / "tuning.jsonl").read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        files = [path for path in line["sources"] if path.endswith(".md")]
        if files and not line["image"] and not line["unanswerable"]:
            yield line["question"], files[0]


def _title(name: str, file: str) -> str:
    first = (CORPORA / name / file).read_text(encoding="utf-8").splitlines()[0]
    return first.lstrip("# ")


def _surest(name: str, words: str, file: str = "") -> float:
    """The confidence of the surest passage, of this file if one is named; 0 where none is found."""
    from agents.retrieval.lexical import RecordKind
    from agents.retrieval.search import SearchRequest
    from webapp.corpora.models import Corpus
    from webapp.corpora.serving import scope_of, search_serving
    from webapp.runs.execution.wiring import search_index
    from webapp.search.finding import MAX_PASSAGES

    scope = scope_of([Corpus.objects.get(slug=slug_of(name))])
    request = SearchRequest(scope, words, kinds=frozenset({RecordKind.PASSAGE}), limit=MAX_PASSAGES)
    hits = search_serving(search_index(), request)
    return max((hit.confidence for hit in hits if not file or hit.card.file.endswith(file)), default=0.0)


def _print(measured: Mapping[str, list[float]]) -> None:
    print("floor  " + "  ".join(f"{kind:>14}" for kind in measured))
    for floor in FLOORS:
        shares = (sum(each >= floor for each in found) / len(found) for found in measured.values())
        print(f"{floor:5.2f}  " + "  ".join(f"{share:14.0%}" for share in shares))
    print("count  " + "  ".join(f"{len(found):14}" for found in measured.values()))


if __name__ == "__main__":
    main()
