import pytest

from agents.retrieval.lexical import LexicalEntry, LexicalIndex, Record, RecordKind
from agents.retrieval.tokens import parse_query, weighed
from tests.corpora.fulltext.entries import IMAGE, PASSAGE, found, image, passage, search


def test_the_record_with_more_of_the_terms_comes_first(index: LexicalIndex) -> None:
    index.replace(
        [passage(1, "a red kite"), passage(2, "a red fox in snow"), passage(3, "blue snow, white sky")]
    )
    assert found(index, "foxes in the snow") == [("passage", 2), ("passage", 3)]


def test_equal_scores_are_ordered_by_kind_and_id(index: LexicalIndex) -> None:
    index.replace(
        [image(1, "lighthouse"), passage(5, "lighthouse"), passage(4, "lighthouse"), passage(9, "pier")]
    )
    assert found(index, "lighthouse") == [("passage", 4), ("passage", 5), ("image", 1)]


def test_only_the_named_corpora_and_kinds_are_searched(index: LexicalIndex) -> None:
    index.replace(
        [passage(1, "owl"), image(1, "owl"), passage(2, "owl", corpus_id=2), passage(3, "owl", corpus_id=12)]
    )
    assert found(index, "owl", corpora=[2]) == [("passage", 2)]
    assert found(index, "owl", corpora=[1, 12], kinds=[PASSAGE]) == [("passage", 1), ("passage", 3)]


@pytest.mark.parametrize(("corpora", "kinds"), [([], [PASSAGE]), ([1], []), ([7], [PASSAGE])])
def test_an_empty_scope_finds_nothing(
    index: LexicalIndex, corpora: list[int], kinds: list[RecordKind]
) -> None:
    index.replace([passage(1, "owl")])
    assert found(index, "owl", corpora, kinds) == []


def test_another_corpus_changes_no_score(index: LexicalIndex) -> None:
    index.replace([passage(1, "an owl on a branch"), passage(2, "a branch"), passage(3, "snow")])
    before = search(index, "owl branch")
    index.replace([passage(record_id, "owl owl owl", corpus_id=2) for record_id in range(10, 40)])
    assert search(index, "owl branch") == before


def test_a_phrase_is_required_as_written(index: LexicalIndex) -> None:
    index.replace(
        [passage(1, "the blue sky"), passage(2, "sky so blue"), passage(3, "blue skies over the sea")]
    )
    assert sorted(found(index, '"blue sky" sea')) == [("passage", 1), ("passage", 3)]


def test_a_phrase_does_not_reach_into_the_next_word(index: LexicalIndex) -> None:
    index.replace([passage(1, "sts 931"), passage(2, "flown by STS-93.")])
    assert found(index, '"sts-93"') == [("passage", 2)]


def test_exclusions_drop_words_and_phrases(index: LexicalIndex) -> None:
    index.replace(
        [
            passage(1, "grey cat"),
            passage(2, "cat and dog"),
            passage(3, "cat on the roof top"),
            passage(4, "x"),
        ]
    )
    assert found(index, 'cat -dogs -"roof top"') == [("passage", 1)]


def test_a_query_of_exclusions_alone_finds_nothing(index: LexicalIndex) -> None:
    index.replace([passage(1, "grey cat")])
    assert found(index, "-dog") == []


def test_words_in_scripts_without_spaces_are_found_inside_a_sentence(index: LexicalIndex) -> None:
    index.replace(
        [passage(1, "東京都の美術館で猫の絵を見た"), passage(2, "京都の美術館"), passage(3, "고양이 그림")]
    )
    assert found(index, "東京都") == [("passage", 1), ("passage", 2)]
    assert found(index, '"東京都"') == [("passage", 1)]
    assert found(index, "고양이") == [("passage", 3)]


def test_coverage_is_the_weighted_share_of_the_terms(index: LexicalIndex) -> None:
    index.replace(
        [
            passage(1, "owl barn"),
            passage(2, "owl"),
            passage(3, "hay"),
            passage(4, "straw"),
            passage(5, "oats"),
        ]
    )
    coverage = {hit.record.id: hit.coverage for hit in search(index, "owl barn")}
    assert coverage[1] == pytest.approx(1.0)
    # ln((5 - 2 + .5) / 2.5) against that and ln((5 - 1 + .5) / 1.5)
    assert coverage[2] == pytest.approx(0.33647 / (0.33647 + 1.09861), abs=1e-4)


def test_a_term_that_is_nowhere_lowers_the_coverage(index: LexicalIndex) -> None:
    index.replace([passage(1, "owl"), passage(2, "hay"), passage(3, "straw")])
    (hit,) = search(index, "owl zeppelin")
    assert 0 < hit.coverage < 0.5


def test_no_more_than_the_limit_comes_back_and_those_are_the_best(index: LexicalIndex) -> None:
    index.replace(passage(number, "owl " * number + "hay " * (9 - number)) for number in range(1, 9))
    hits = index.search(parse_query("owl"), corpus_ids=[1], kinds=[PASSAGE], limit=2)
    assert [hit.record.id for hit in hits] == [8, 7]


@pytest.mark.long
def test_a_pasted_page_over_many_corpora_is_a_query_like_any_other(index: LexicalIndex) -> None:
    index.replace([passage(1, "owl 猫猫 naïve", corpus_id=399), passage(2, "owl", corpus_id=400)])
    page = '"owl" 猫猫 naïve -"barn owl" ' + " ".join(f"word{number}" for number in range(2_000))
    assert found(index, page, range(1, 400)) == [("passage", 1)]


def test_both_ends_of_a_phrase_reach_into_a_run(index: LexicalIndex) -> None:
    index.replace(
        [
            passage(1, "第12回の総会は2025年7月9日に開く。旧书包"),
            passage(2, "第12と回"),
            passage(3, "เรือน้ำลำเล็ก"),
            passage(4, "ຄົນ"),
        ]
    )
    assert found(index, '"第12回"') == found(index, '"２０２５年７月９日"') == [("passage", 1)]
    assert found(index, "包") == found(index, '"书包"') == [("passage", 1)]
    assert found(index, '"น้ำลำ"') == [("passage", 3)]


def test_spellings_of_a_word_are_one(index: LexicalIndex) -> None:
    index.replace([passage(1, "عَادَتِ السفيـــنة عام ١٨٩٧"), passage(2, "قایق‌های ما"), passage(3, "הָאֳנִיָּה")])
    assert found(index, '"عادت السفينة عام 1897"') == [("passage", 1)]
    assert found(index, '"قايقهاي ما"') == [("passage", 2)]
    assert found(index, '"האניה"') == [("passage", 3)]


def test_only_tokens_of_the_scope_are_known(index: LexicalIndex) -> None:
    index.replace([passage(1, "a heron"), image(2, "an owl"), passage(3, "storks", corpus_id=2)])
    tokens = ["heron", "owl", "stork", "crane"]
    assert index.known(tokens, corpus_ids=[1], kinds=[PASSAGE, IMAGE]) == {"heron", "owl"}
    assert index.known(tokens, corpus_ids=[1, 2], kinds=[PASSAGE]) == {"heron", "stork"}


def test_the_vocabulary_of_a_corpus_has_its_words_as_written(index: LexicalIndex) -> None:
    index.replace(
        [passage(1, "Herons, a heronry; hats 1999 起重機"), passage(2, "Größe"), image(3, "hen", 2)]
    )
    index.replace([image(4, "herons", 2)])
    assert index.vocabulary("heron", 2, corpus_ids=[1]) == ["hats", "heronry", "herons"]
    assert index.vocabulary("herons", 0, corpus_ids=[1, 2]) == ["herons"]
    assert index.vocabulary("grosse", 1, corpus_ids=[1]) == ["grosse"]
    index.remove_corpus(1)
    assert index.vocabulary("heron", 2, corpus_ids=[1]) == []


def test_words_are_stemmed_in_the_language_of_their_text(index: LexicalIndex) -> None:
    german = LexicalEntry(Record(PASSAGE, 1), 1, "Die Häuser der alten Stadt", "de")
    index.replace(
        [german, passage(2, "corn and hay"), LexicalEntry(Record(PASSAGE, 3), 1, "canciones", "es")]
    )
    assert found(index, "Haus") == [("passage", 1)]
    assert found(index, '"alte Stadt"') == [("passage", 1)]
    assert found(index, "Stadt -Haus") == []
    assert found(index, "canción") == [("passage", 3)]
    assert found(index, "corner") == []


def test_weights_change_the_order(index: LexicalIndex) -> None:
    index.replace(
        [passage(1, "a red kite"), passage(2, "a blue kite"), passage(3, "snow"), passage(4, "sky")]
    )
    query = parse_query("red blue kite")
    first = [
        index.search(weighed(query, weights), corpus_ids=[1], kinds=[PASSAGE], limit=1)[0].record.id
        for weights in ({"red": 2.0}, {"blue": 2.0}, {"red": 0.5})
    ]
    assert first == [1, 2, 2]


def test_coverage_follows_the_weights(index: LexicalIndex) -> None:
    index.replace([passage(1, "a red kite"), passage(2, "snow"), passage(3, "a blue sea")])
    query = weighed(parse_query("red blue"), {"red": 3.0})
    hits = index.search(query, corpus_ids=[1], kinds=[PASSAGE], limit=5)
    assert [(hit.record.id, round(hit.coverage, 2)) for hit in hits] == [(1, 0.75), (3, 0.25)]
