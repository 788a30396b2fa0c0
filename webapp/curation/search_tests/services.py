"""Test queries of a corpus, and what people say of their hits."""

from enum import StrEnum

from django.contrib.auth.models import User
from django.db import transaction

from webapp.corpora.models import Corpus, CorpusImage, Document
from webapp.curation.models import Judgement, TestQuery


class Opinion(StrEnum):
    """What a person says of a hit; NONE takes back what was said before."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"


@transaction.atomic
def judge(
    query: tuple[Corpus, str, str], thing: CorpusImage | Document, opinion: Opinion, person: User
) -> None:
    """Keep an opinion on a hit of a query: of a corpus by words and the UID of a picture, one of them empty.

    A query that nobody judged before becomes a test query; a new opinion takes the place of an old one.
    """
    corpus, text, uid = query
    asked, _is_new = TestQuery.objects.get_or_create(
        corpus=corpus, text=text, uid=uid, defaults={"author": person}
    )
    of_thing = {"image": thing} if isinstance(thing, CorpusImage) else {"document": thing}
    if opinion is Opinion.NONE:
        asked.judgements.filter(**of_thing).delete()
    else:
        given = {"is_right": opinion is Opinion.RIGHT, "author": person}
        Judgement.objects.update_or_create(query=asked, **of_thing, defaults=given)


def forget(query: TestQuery) -> None:
    """Delete a test query with its judgements."""
    query.delete()
