"""The plain baseline: the nearest picture, its title, and the best single sentence by the encoder.

It understands nothing, follows nothing and never says no where anything was found. Run inside of a home by
`benchmarks.qa.answering --baseline`; prints one JSON object with `results`, as `ask --json` does.

    SIGHTLINE_HOME=DIR python -m benchmarks.qa.baseline SLUG QUESTIONS.jsonl
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

MAX_DOCUMENTS = 3


def main() -> None:
    """Answer every line of the file from the corpus."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    django.setup()
    slug, path = sys.argv[1], Path(sys.argv[2])
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    print(json.dumps({"results": [_answer(slug, line, path.parent) for line in lines]}))


def _answer(slug: str, line: dict[str, Any], folder: Path) -> dict[str, Any]:
    from PIL import Image

    from agents.retrieval.lexical import RecordKind
    from agents.retrieval.search import SearchRequest
    from webapp.corpora.models import Corpus, Document
    from webapp.corpora.serving import scope_of
    from webapp.runs.execution.wiring import search_index

    scope = scope_of(Corpus.objects.filter(slug=slug))
    title, files, documents = "", [], []
    if line["images"]:
        with Image.open(folder / line["images"][0]) as image:
            request = SearchRequest(
                scope, image=image.convert("RGB"), kinds=frozenset({RecordKind.IMAGE}), limit=1
            )
            hits = search_index().run(request)
        if hits:
            card = hits[0].card
            title, files, documents = card.title or card.text or card.file, [card.file], list(card.documents)
    if not documents:
        words = f"{title} {line['question']}".strip()
        found = search_index().run(
            SearchRequest(scope, text=words, kinds=frozenset({RecordKind.PASSAGE}), limit=MAX_DOCUMENTS)
        )
        documents = [hit.card.document for hit in found if hit.card.document]
    rows = list(Document.objects.filter(pk__in=documents[:MAX_DOCUMENTS]))
    sentence, file = _best(line["question"], title, rows)
    said = " ".join(filter(None, (f"{title}." if title else "", sentence)))
    citations = [{"file": each} for each in [*files, *([file] if file else [])]]
    status = "finished" if said else "declined"
    return {
        "id": line["id"], "status": status, "message": "", "seconds": 0.0,
        "answer": {"text": said, "citations": citations} if said else None,
    }  # fmt: skip


def _best(question: str, title: str, rows: list[Any]) -> tuple[str, str]:
    """The sentence nearest to the question when encoded under the title of its text, and its file."""
    from django.conf import settings

    from agents.text.sentences import split_sentences
    from webapp.corpora.encoders import encoder

    pairs = [(s.text, row) for row in rows for s in split_sentences(row.text) if s.text != row.title]
    if not pairs:
        return "", ""
    chosen = encoder(settings.ENV.encoder)
    query = chosen.embed_queries([f"{title} {question}".strip()])[0]
    vectors = chosen.embed_passages([f"{row.title}: {text}" for text, row in pairs])
    text, row = pairs[int((vectors @ query).argmax())]
    return text, row.path


if __name__ == "__main__":
    main()
