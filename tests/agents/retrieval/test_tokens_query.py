import pytest

from agents.retrieval.tokens import LexicalQuery, parse_query, plain_text, satisfies


def test_words_are_optional_terms_without_stop_words_and_repeats() -> None:
    assert parse_query("a photo of the photos on Mars") == LexicalQuery(terms=("photo", "mar"))


def test_stop_words_are_kept_when_there_is_nothing_else() -> None:
    assert parse_query("who was it") == LexicalQuery(terms=("who", "was", "it"))


def test_stop_words_beside_a_phrase_are_dropped() -> None:
    assert parse_query('what is the "blue sky"') == LexicalQuery(phrases=(("blue", "sky"),))


@pytest.mark.parametrize(
    "query", ['"Blue Skies" sea', "“blue skies” sea", "„blue skies“ sea", "«blue skies» sea"]
)
def test_quotation_marks_of_every_kind_make_a_phrase(query: str) -> None:
    assert parse_query(query) == LexicalQuery(terms=("sea",), phrases=(("blue", "sky"),))


@pytest.mark.parametrize("query", ['blue "sky sea', 'blue sky" sea', '"blue sky sea'])
def test_a_lone_quotation_mark_is_text(query: str) -> None:
    assert parse_query(query) == LexicalQuery(terms=("blue", "sky", "sea"))


def test_inch_marks_make_no_phrase() -> None:
    assert parse_query('5" floppy and 3" tape') == LexicalQuery(terms=("5", "floppi", "3", "tape"))


def test_a_minus_before_a_word_or_phrase_excludes_it() -> None:
    query = parse_query('cat -dogs -"roof top" -“red brick”')
    assert query == LexicalQuery(terms=("cat",), exclusions=(("dog",), ("roof", "top"), ("red", "brick")))


@pytest.mark.parametrize("query", ["STS-93", "STS - 93", "STS -- 93", '"STS"-93'])
def test_a_minus_anywhere_else_excludes_nothing(query: str) -> None:
    parsed = parse_query(query)
    assert parsed.exclusions == ()
    assert set(parsed.scored_terms) == {"sts", "93"}


def test_an_excluded_compound_is_one_phrase() -> None:
    assert parse_query("shuttle -STS-93").exclusions == (("sts", "93"),)


@pytest.mark.parametrize("query", ["", "   ", '""', '"?!"', "-", "-?", '-"" ""'])
def test_a_query_without_words_asks_for_nothing(query: str) -> None:
    assert parse_query(query) == LexicalQuery()


def test_the_words_of_a_phrase_are_scored_but_not_its_stop_words() -> None:
    assert parse_query('"man on the moon" moon landing').scored_terms == ("moon", "land", "man")


def test_a_phrase_of_stop_words_is_scored_by_them() -> None:
    assert parse_query('"to be or"').scored_terms == ("to", "be", "or")


def test_plain_text_keeps_what_is_wanted_as_it_was_typed() -> None:
    assert plain_text('Red kites over “the Old Bridge” -storm -"bad weather" STS-93') == (
        "Red kites over the Old Bridge STS-93"
    )


@pytest.mark.parametrize(
    ("query", "text", "holds"),
    [
        ("kite", "anything", True),
        ('"old bridge"', "An old bridge.", True),
        ('"old bridge"', "The bridge is old; the old, old bridges", True),
        ('"old bridge"', "the bridge is old", False),
        ('"old bridge" "red kite"', "an old bridge", False),
        ("kite -storms", "a kite in the storm", False),
        ('kite -"big storm"', "a kite in the storm", True),
        ('"東京都"', "京都と東京", False),
    ],
)
def test_a_text_satisfies_a_query_with_all_phrases_and_no_exclusion(
    query: str, text: str, holds: bool
) -> None:
    assert satisfies(parse_query(query), text) is holds
