"""Pictures whose words changed but whose pixels did not: only their words have to be indexed again."""

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from webapp.corpora.models import CorpusImage

WORDS_WAIT = "+words"
"""Behind the version in `indexed_by`: vectors of the picture are live, what is written about it is not."""


def with_words_waiting(indexed_by: str) -> str:
    """What `indexed_by` becomes when the words of a picture change."""
    return indexed_by if not indexed_by or indexed_by.endswith(WORDS_WAIT) else indexed_by + WORDS_WAIT


def let_words_wait(images: QuerySet[CorpusImage]) -> int:
    """Have the words of these pictures indexed by the next pass; gives how many that concerns."""
    indexed = images.exclude(indexed_by="").exclude(indexed_by__endswith=WORDS_WAIT)
    images.update(prepared_by="")
    return indexed.update(indexed_by=Concat("indexed_by", Value(WORDS_WAIT)))
