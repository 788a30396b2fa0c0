"""What a person might ask: drawn from what they may read, and others each day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.web.drawn import make_corpus
from webapp.corpora.models import Corpus, CorpusImage, DocumentImage
from webapp.runs.suggestions import suggestions

At = Callable[[datetime], None]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def shelf(corpus: Corpus) -> Corpus:
    """A corpus with thirty titled pictures, each shown by its document."""
    first, document = corpus.images.get(), corpus.documents.get()
    for number in range(30):
        uid = f"img_{number:013d}"
        row = CorpusImage(corpus=corpus, uid=uid, path=uid, title=f"Tower {number}", width=1, height=1)
        row.save()
        DocumentImage.objects.create(document=document, image=row, offset=0)
    first.delete()
    return corpus


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def test_the_same_three_are_suggested_all_day_and_others_the_next(shelf: Corpus, ada: User, at: At) -> None:
    at(NOON)
    today = suggestions(ada)
    at(NOON + timedelta(hours=5))
    assert suggestions(ada) == today
    at(NOON + timedelta(days=1))
    assert suggestions(ada) != today
    assert len({suggestion.uid for suggestion in today}) == 3


def test_two_people_are_not_suggested_the_same(shelf: Corpus, ada: User, bob: User, at: At) -> None:
    at(NOON)
    assert suggestions(ada) != suggestions(bob)


def test_nothing_is_suggested_of_a_corpus_that_one_may_not_read(ada: User, bob: User) -> None:
    secret = make_corpus("secret", is_private=True)
    secret.readers.add(bob)
    assert suggestions(ada) == []
    assert [suggestion.uid for suggestion in suggestions(bob)] == [secret.images.get().uid]


def test_a_picture_without_a_title_or_a_document_is_not_suggested(ada: User, corpus: Corpus) -> None:
    corpus.images.update(title="")
    assert suggestions(ada) == []
    corpus.images.update(title="Grey Head")
    corpus.documents.all().delete()
    assert suggestions(ada) == []


def test_a_hostile_title_is_words_in_the_page_and_in_the_form(as_ada: Client, corpus: Corpus) -> None:
    corpus.images.update(title='"><script>alert(1)</script>&uid=x')
    page = as_ada.get("/")
    assert "<script>alert" not in page.content.decode()
    link = next(part for part in page.content.decode().split('"') if part.startswith("/?question="))
    filled = as_ada.get(link.replace("&amp;", "&")).content.decode()
    assert (
        "What is known about &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;uid=x?</textarea>" in filled
    )
    assert f'name="uid" value="{corpus.images.get().uid}"' in filled
