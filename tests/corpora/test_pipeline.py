"""The retrieval pipeline over a real database and real Chroma."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from PIL import Image

from agents.errors import StaleIndex
from agents.retrieval import windows
from agents.retrieval.fusion import RELIABILITY
from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import WRITTEN_SENSE, Hit, SearchRequest
from agents.retrieval.terms import TermOptions
from agents.retrieval.writings import Source
from tests.fixtures.harbour import draw_clock, draw_ferry, draw_lighthouse
from tests.fixtures.library import Library
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing.retokenising import retokenise
from webapp.corpora.serving import scope_of

pytestmark = pytest.mark.long

PICTURES = frozenset({RecordKind.IMAGE})
PASSAGES = frozenset({RecordKind.PASSAGE})
HARBOUR, ATTIC = ("harbour",), ("attic",)


def find(
    library: Library,
    text: str = "",
    image: Image.Image | None = None,
    *,
    corpora: tuple[str, ...] = HARBOUR,
    **more: Any,
) -> list[Hit]:
    scope = scope_of(getattr(library, slug) for slug in corpora)
    return library.search.run(SearchRequest(scope, text, image, **more))


def files(hits: list[Hit]) -> list[str]:
    return [hit.card.file for hit in hits]


def channels(hit: Hit) -> set[str]:
    return {placing.channel for placing in hit.placings}


def test_a_part_finds_its_picture_and_says_where(library: Library) -> None:
    whole, box = draw_ferry(), windows.BOXES[3]
    [hit, *_] = find(library, image=whole.crop(box.to_pixels(*whole.size)), limit=1)
    assert (hit.card.file, hit.box) == ("pictures/ferry.png", box)


def test_a_whole_picture_is_found_without_a_part(library: Library) -> None:
    [hit, *_] = find(library, image=draw_ferry(), limit=1)
    assert (hit.card.file, hit.box) == ("pictures/ferry.png", None)


def test_words_find_passages_and_pictures(library: Library) -> None:
    hits = find(library, "the ferry Halcyon")
    assert hits[0].card.file == "pictures/ferry.png"
    assert "articles/halcyon.md" in files(hits[:3])
    assert channels(hits[0]) <= {"words", "meaning", "depicts", "exact"}
    assert {"words", "meaning"} <= channels(hits[0])


def test_a_picture_finds_its_copy_though_no_word_was_given(library: Library) -> None:
    hits = find(library, image=draw_ferry().resize((240, 180)))
    assert hits[0].card.file == "pictures/ferry.png"
    assert {"looks", "concept"} <= channels(hits[0])
    assert hits[0].score == pytest.approx(1.0)


def test_a_piece_of_a_picture_finds_it_as_a_copy(library: Library) -> None:
    hits = find(library, image=draw_lighthouse().crop((120, 80, 420, 320)))
    assert "pictures/lighthouse.png" in files([hits[0]]) + [each.file for each in hits[0].duplicates]
    assert "copies" in channels(hits[0])


def test_by_a_picture_alone_what_is_surer_stands_higher(library: Library) -> None:
    hits = find(library, image=draw_ferry())
    assert [hit.confidence for hit in hits] == sorted((hit.confidence for hit in hits), reverse=True)
    assert [hit.score for hit in hits] == [hit.confidence for hit in hits]


def test_a_picture_alone_finds_no_passages(library: Library) -> None:
    assert {hit.card.record.kind for hit in find(library, image=draw_ferry())} == {RecordKind.IMAGE}
    assert find(library, image=draw_ferry(), kinds=PASSAGES) == []


def test_words_and_a_picture_work_together(library: Library) -> None:
    hits = find(library, "market stalls", draw_ferry())
    assert {"pictures/market.png", "pictures/ferry.png"} <= set(files(hits[:3]))
    ferry = next(hit for hit in hits if hit.card.file == "pictures/ferry.png")
    assert {"looks", "concept"} <= channels(ferry)
    market = next(hit for hit in hits if hit.card.file == "pictures/market.png")
    assert "words" in channels(market)


def test_every_hit_says_where_each_channel_placed_it(library: Library) -> None:
    hits = find(library, "herring in the morning", draw_ferry())
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert 0 <= hit.confidence <= 1
        assert hit.confidence >= max(placing.evidence for placing in hit.placings) - 1e-9
        assert channels(hit) <= set(RELIABILITY)
        assert all(placing.rank >= 1 for placing in hit.placings)


def test_a_phrase_must_occur_whatever_channel_found_the_record(library: Library) -> None:
    """By its pixels the ferry is found first, but nothing that is written about it has the phrase."""
    assert files(find(library, '"Fish market"', draw_ferry(), kinds=PICTURES)) == ["pictures/market.png"]
    assert find(library, '"market Fish"', draw_ferry(), kinds=PICTURES) == []


def test_an_excluded_word_must_not_occur_whatever_channel_found_the_record(library: Library) -> None:
    without = find(library, "evening -Halcyon", draw_ferry())
    assert "pictures/ferry.png" in files(find(library, "evening", draw_ferry()))
    assert without
    assert not {"pictures/ferry.png", "articles/halcyon.md"} & set(files(without))


def test_a_picture_is_found_by_its_labels_and_by_what_a_document_says_about_it(library: Library) -> None:
    labels = find(library, '"orange"', kinds=PICTURES)
    alternative = find(library, '"tower of Grey Head"', kinds=PICTURES)
    assert files(labels) == ["pictures/ferry.png"]
    assert files(alternative) == ["pictures/lighthouse.png"]


@pytest.mark.parametrize("field", ["title", "caption"])
def test_the_very_words_of_a_picture_find_it_first(library: Library, field: str) -> None:
    for image in library.harbour.images.all():
        best = find(library, getattr(image, field), limit=50)[0]
        assert getattr(image, field) in (best.card.title, best.card.text)
        assert "exact" in channels(best)
        assert best.confidence == 1.0


def test_a_picture_is_found_by_the_names_of_its_file_and_folder(library: Library) -> None:
    library.harbour.images.filter(path="pictures/ferry.png").update(path="steamers/paddle_wheel.png")
    retokenise(library.harbour, lambda _done, _total: None)
    for words in ("paddle wheel", "steamers"):
        best = find(library, words, kinds=PICTURES)[0]
        assert best.card.file == "steamers/paddle_wheel.png"
        assert [p.sources for p in best.placings if p.channel == "words"] == [(Source.FILE,)]


def test_text_read_in_a_picture_counts_less_than_what_is_written_about_it(library: Library) -> None:
    library.harbour.images.filter(path="pictures/ferry.png").update(ocr_text="market")
    retokenise(library.harbour, lambda _done, _total: None)
    market, ferry = find(library, "market", kinds=PICTURES)[:2]
    assert (market.card.file, ferry.card.file) == ("pictures/market.png", "pictures/ferry.png")
    assert [p.sources for p in ferry.placings if p.channel == "words"] == [(Source.READ,)]


def test_meaning_says_less_of_a_picture_than_of_a_text(library: Library) -> None:
    hits = find(library, "the ferry Halcyon")
    meaning = {h.card.file: p.confidence for h in hits for p in h.placings if p.channel == "meaning"}
    pictures = [sure for file, sure in meaning.items() if file.startswith("pictures/")]
    assert 0 < max(pictures) <= WRITTEN_SENSE < meaning["articles/halcyon.md"]


def test_whatever_is_asked_what_is_surer_stands_higher(library: Library) -> None:
    for text, image in product(("", "ferry", "stalls in the morning", "zeppelin"), (None, draw_ferry())):
        shown = [hit.confidence for hit in find(library, text, image, limit=50)]
        assert shown == sorted(shown, reverse=True)


@pytest.mark.parametrize(("typed", "meant"), [("hallcyon", "Halcyon"), ("lihgthouse", "lighthouse")])
def test_a_misspelt_word_finds_less_surely_what_was_meant(library: Library, typed: str, meant: str) -> None:
    right, misspelt = find(library, meant)[0], find(library, typed)[0]
    assert misspelt.card.record == right.card.record
    assert "words" in channels(misspelt)
    assert misspelt.confidence < right.confidence


def test_a_misspelt_phrase_is_not_found(library: Library) -> None:
    assert find(library, '"hallcyon"') == []


def test_passages_and_pictures_share_the_places_of_a_channel(library: Library) -> None:
    hits = find(library, "the ferry Halcyon", limit=50)
    meaning = {p.rank: (p.confidence, hit) for hit in hits for p in hit.placings if p.channel == "meaning"}
    confidences = [meaning[rank][0] for rank in sorted(meaning)]
    assert confidences == sorted(confidences, reverse=True)
    assert {hit.card.record.kind for _, hit in meaning.values()} == set(RecordKind)
    assert len(meaning) == sum("meaning" in channels(hit) for hit in hits)


def test_a_picture_names_the_documents_that_show_it(library: Library) -> None:
    for hit in find(library, "harbour lighthouse ferry", kinds=PICTURES):
        links = library.harbour.images.get(uid=hit.card.uid).documents.order_by("pk")
        assert hit.card.documents == tuple(link.document_id for link in links)
    assert find(library, "lighthouse", kinds=PICTURES)[0].card.documents


def test_nothing_below_the_threshold_is_shown(library: Library) -> None:
    every, some = find(library, "ferry Halcyon"), find(library, "ferry Halcyon", threshold=0.5)
    assert 0 < len(some) < len(every)
    assert all(hit.confidence >= 0.5 for hit in some)
    assert find(library, "zeppelin", threshold=0.5) == []


def test_no_more_hits_come_than_were_asked_for(library: Library) -> None:
    assert len(find(library, "ferry", draw_ferry(), limit=2)) == 2


def test_copies_of_a_picture_are_one_hit_and_stay_countable(library: Library) -> None:
    hits = find(library, image=draw_lighthouse(), kinds=PICTURES)
    shown = {"pictures/lighthouse.png", "pictures/postcard.jpg"}
    assert len(shown & set(files(hits))) == 1
    [duplicate] = hits[0].duplicates
    assert {hits[0].card.file, duplicate.file} == shown


def test_copies_do_not_use_up_the_places_of_others(library: Library) -> None:
    hits = find(library, image=draw_lighthouse(), kinds=PICTURES, limit=3)
    assert len(hits) == 3
    assert len(hits[0].duplicates) == 1


def test_two_corpora_are_searched_as_one(library: Library) -> None:
    both = find(library, "tower", corpora=HARBOUR + ATTIC)
    apart = find(library, "tower") + find(library, "tower", corpora=ATTIC)
    assert set(files(both)) == set(files(apart))
    assert {hit.card.corpus for hit in both} == {"harbour", "attic"}
    assert find(library, image=draw_clock(), corpora=HARBOUR + ATTIC)[0].card.corpus == "attic"


@pytest.mark.parametrize("text", ["clock tower of Vance", '"Vance"', "herring"])
def test_a_corpus_outside_the_scope_never_appears(library: Library, text: str) -> None:
    assert find(library, text, draw_clock(), corpora=ATTIC)
    assert {hit.card.corpus for hit in find(library, text, draw_clock())} <= {"harbour"}


def test_a_corpus_outside_the_scope_changes_no_score(library: Library) -> None:
    """The attic also has herring; what the harbour answers does not depend on that."""
    before = [(hit.card.record, hit.score, hit.confidence) for hit in find(library, "herring")]
    full_text().remove_corpus(library.attic.pk)
    assert [(hit.card.record, hit.score, hit.confidence) for hit in find(library, "herring")] == before


def test_a_corpus_that_was_never_indexed_is_found_by_words_alone(library: Library) -> None:
    scope = [replace(corpus, encoder="", encoder_version="") for corpus in scope_of([library.harbour])]
    hits = library.search.run(SearchRequest(scope, "ferry Halcyon"))
    assert hits
    assert {channel for hit in hits for channel in channels(hit)} == {"words"}


def test_an_index_of_another_encoder_version_is_refused_with_what_to_do(library: Library) -> None:
    scope = [replace(corpus, encoder_version="hashing-0") for corpus in scope_of([library.harbour])]
    with pytest.raises(StaleIndex, match="manage.py corpus reindex harbour"):
        library.search.run(SearchRequest(scope, "ferry"))


def test_a_record_that_is_gone_from_the_database_is_not_shown(library: Library) -> None:
    """Its vectors may still be there for a moment; the database is the truth."""
    library.harbour.images.filter(path="pictures/ferry.png").delete()
    assert "pictures/ferry.png" not in files(find(library, image=draw_ferry()))


def test_a_word_that_does_not_count_finds_nothing(library: Library) -> None:
    terms = TermOptions({"herring": 0.0})
    assert "articles/market.md" in files(find(library, "herring", kinds=PASSAGES))
    assert find(library, "herring", terms=terms) == []


def test_a_word_that_counts_more_leads(library: Library) -> None:
    def first(**weights: float) -> str:
        hits = find(library, "ferry salmon", kinds=PASSAGES, terms=TermOptions(weights))
        return hits[0].card.file

    assert first(ferry=3.0, salmon=0.5) == "articles/halcyon.md"
    assert first(ferry=0.5, salmon=3.0) == "articles/market.md"


def test_a_corrected_word_has_the_weight_of_the_typed(library: Library) -> None:
    terms = TermOptions({"slamon": 3.0, "ferry": 0.5})
    assert find(library, "ferry slamon", kinds=PASSAGES, terms=terms)[0].card.file == "articles/market.md"


def test_a_verbatim_word_is_not_corrected(library: Library) -> None:
    def by_words(**terms: Any) -> bool:
        hits = find(library, "slamon", kinds=PASSAGES, terms=TermOptions(**terms))
        return any("words" in channels(hit) for hit in hits)

    assert by_words()
    assert not by_words(verbatim=frozenset({"slamon"}))
