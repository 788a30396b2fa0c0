"""An index whose tokens are of an older version is made anew when a home is opened."""

import pytest
from django.core.management import call_command

from agents.retrieval import tokens
from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.tokens import parse_query
from tests.corpora.folders import Folder
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing.retokenising import outdated
from webapp.corpora.models import Corpus, Passage
from webapp.doctor.checks import Broken, probe_words

pytestmark = pytest.mark.long


@pytest.fixture
def older(folder: Folder) -> Corpus:
    """Indexed by an older version: nothing of its words is found."""
    folder.draw("crane.png", 1)
    folder.write("crane.txt", "港に古い起重機が三基ある。")
    folder.write("manifest.csv", "file,title\ncrane.png,青い起重機\n")
    folder.load()
    folder.index()
    Corpus.objects.update(tokens_version=1)
    kinds = {
        RecordKind.PASSAGE: Passage.objects.values_list("pk", flat=True),
        RecordKind.IMAGE: folder.corpus.images.values_list("pk", flat=True),
    }
    records = [Record(kind, pk) for kind, pks in kinds.items() for pk in pks]
    full_text().replace(LexicalEntry(record, folder.corpus.pk, "旧") for record in records)
    return folder.corpus


def found(corpus: Corpus, words: str) -> list[RecordKind]:
    hits = full_text().search(parse_query(words), corpus_ids=[corpus.pk], kinds=list(RecordKind), limit=9)
    return sorted(hit.record.kind for hit in hits)


def test_migrate_indexes_its_words_anew(older: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    assert found(older, '"起重機"') == []
    call_command("migrate", verbosity=0)
    assert found(older, '"起重機"') == [RecordKind.IMAGE, RecordKind.PASSAGE]
    assert found(older, "旧") == []
    assert not outdated().exists()
    assert "words of birds for this version: 2 of 2" in capsys.readouterr().err


def test_migrate_leaves_an_index_of_this_version(older: Corpus) -> None:
    Corpus.objects.update(tokens_version=tokens.VERSION)
    call_command("migrate", verbosity=0)
    assert found(older, "旧") == [RecordKind.IMAGE, RecordKind.PASSAGE]


def test_what_is_hidden_stays_unfound(older: Corpus) -> None:
    image = older.images.get()
    older.images.update(is_hidden=True)
    full_text().remove([Record(RecordKind.IMAGE, image.pk)])
    call_command("migrate", verbosity=0)
    assert found(older, '"起重機"') == [RecordKind.PASSAGE]


def test_doctor_names_the_older_index(older: Corpus) -> None:
    with pytest.raises(Broken, match="Words of birds") as broken:
        probe_words()
    assert broken.value.advice == "Run manage.py migrate."
    call_command("migrate", verbosity=0)
    assert "this version" in probe_words()
