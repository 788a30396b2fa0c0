"""Makes the full-text index anew where its tokens are those of another version.

Everything it needs is in the database: no file is read again and nothing is encoded.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from agents.retrieval import tokens
from agents.retrieval.lexical import LexicalEntry
from webapp.corpora.fulltext import full_text
from webapp.corpora.models import Corpus, CorpusImage, Passage
from webapp.corpora.searchable import image_entry, passage_entry

Progress = Callable[[int, int], None]
"""Is told `(done, total)`."""

_Row = TypeVar("_Row", Passage, CorpusImage)

_BATCH = 500


def outdated() -> QuerySet[Corpus]:
    """The corpora whose words cannot all be found, since tokens are cut in another way by now."""
    return Corpus.objects.exclude(tokens_version=tokens.VERSION)


def retokenise(corpus: Corpus, progress: Progress) -> None:
    """Index the words of a corpus anew. Interrupted, it begins again; twice is the same as once."""
    passages = Passage.objects.filter(document__corpus=corpus).exclude(indexed_by="")
    images = CorpusImage.objects.searchable().filter(corpus=corpus).exclude(indexed_by="")
    done, total = 0, passages.count() + images.count()
    pages = chain(
        _index(passages.select_related("document").defer("document__text"), passage_entry),
        _index(images.prefetch_related("documents", "notes"), image_entry),
    )
    for count in pages:
        done += count
        progress(done, max(done, total))
    Corpus.objects.filter(pk=corpus.pk).update(tokens_version=tokens.VERSION)


def _index(rows: QuerySet[_Row], entry: Callable[[_Row], LexicalEntry]) -> Iterator[int]:
    """Yields how many rows each transaction was about; rows cannot change on the way."""
    rows = rows.select_for_update(of=("self",)).order_by("pk")
    after = 0
    while True:
        with transaction.atomic():
            page = list(rows.filter(pk__gt=after)[:_BATCH])
            full_text().replace(map(entry, page))
        if not page:
            return
        after = page[-1].pk
        yield len(page)
