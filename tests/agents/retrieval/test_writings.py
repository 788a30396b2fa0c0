"""Words of a picture count by where they stand."""

import pytest

from agents.retrieval.fusion import ChannelHit
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.search import SEEN_OTHERWISE, by_sight, told_of
from agents.retrieval.tokens import parse_query
from agents.retrieval.writings import Source, Writing, match, named, telling

HERON = [
    Writing(Source.CAPTION, "A heron at the pond."),
    Writing(Source.FILE, "birds grey heron"),
    Writing(Source.LABEL, "little blue heron, crane"),
    Writing(Source.READ, "EXIT\nheron 12"),
]


@pytest.mark.parametrize(
    ("query", "sources"),
    [
        ("herons", [Source.CAPTION]),
        ("grey heron", [Source.CAPTION, Source.FILE]),
        ("crane exit", [Source.LABEL, Source.READ]),
        ("zeppelin", []),
    ],
)
def test_each_word_counts_where_it_says_most(query: str, sources: list[Source]) -> None:
    assert list(match(parse_query(query), HERON).sources) == sources


def test_careful_words_say_more_than_guesses() -> None:
    order = [Source.CAPTION, Source.TITLE, Source.FILE, Source.LABEL, Source.READ]
    says = [match(parse_query("heron"), [Writing(source, "heron")]).says for source in order]
    assert says == sorted(set(says), reverse=True)
    assert [telling([Writing(source, "heron")]) for source in order] == says


@pytest.mark.parametrize("query", ["a heron at the pond", '"A heron" at the pond!'])
def test_the_words_of_a_caption_name_its_picture(query: str) -> None:
    picture = Record(RecordKind.IMAGE, 1)
    assert named(query, {picture: HERON, Record(RecordKind.IMAGE, 2): HERON[1:]}) == [picture]


@pytest.mark.parametrize("query", ["heron pond", "birds grey heron", "exit heron 12", "-heron", ""])
def test_nothing_else_names_it(query: str) -> None:
    assert named(query, {Record(RecordKind.IMAGE, 1): HERON}) == []


def test_what_people_wrote_outweighs_what_is_seen() -> None:
    heron, crane, bare = (Record(RecordKind.IMAGE, number) for number in range(3))
    written = {heron: HERON, crane: [Writing(Source.TITLE, "A crane")], bare: HERON[1:]}
    told = told_of([ChannelHit(crane, 0.9)], written)
    sure = [by_sight(ChannelHit(each, 0.8), told).confidence for each in (heron, crane, bare)]
    assert sure == [
        pytest.approx(0.8 * SEEN_OTHERWISE),
        pytest.approx(0.8 * (1 - 0.1 * (1 - SEEN_OTHERWISE))),
        0.8,
    ]
