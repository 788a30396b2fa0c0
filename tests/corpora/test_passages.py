"""Passages: exact offsets, borders of paragraphs, whole sentences."""

from hypothesis import given
from hypothesis import strategies as st

from agents.documents.document import DocumentSource
from agents.documents.parsing import parse_document
from agents.retrieval.passages import MAX_CHARACTERS, MIN_CHARACTERS, split_passages
from tests.corpora.drawn import paragraphs

TEXTS = st.lists(
    st.one_of(
        st.text(alphabet="ab é中。.!?\n\t\u2003", max_size=60),
        st.sampled_from(
            ["One sentence. ", "Another one! ", "\n\n", "x" * 300 + " ", "字" * 200 + "。", "word " * 90]
        ),
    ),
    max_size=30,
).map("".join)


@given(TEXTS)
def test_passages_cover_everything_but_white_space_in_order(text: str) -> None:
    spans = split_passages(text)
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert all(text[end:start].strip() == "" for end, start in zip(ends, starts, strict=True))


@given(TEXTS)
def test_passages_are_trimmed_and_never_too_long(text: str) -> None:
    for span in split_passages(text):
        passage = text[span.start : span.end]
        assert passage
        assert passage == passage.strip()
        assert len(passage) <= MAX_CHARACTERS


def test_passages_end_at_paragraphs_once_they_are_long_enough() -> None:
    text = paragraphs(6)
    spans = split_passages(text)
    assert [text[span.start : span.end].count("\n\n") for span in spans] == [1, 1, 1]
    assert all(MIN_CHARACTERS <= span.end - span.start <= MAX_CHARACTERS for span in spans)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = "The heron stands in the water and waits. " * 60
    spans = split_passages(text.strip())
    assert len(spans) > 2
    assert all(text[span.start : span.end].endswith("waits.") for span in spans)


def test_a_sentence_that_is_longer_than_a_passage_is_cut_between_words() -> None:
    text = "heron " * 400
    assert all(set(text[span.start : span.end].split()) == {"heron"} for span in split_passages(text))


def test_a_heading_stays_with_what_follows_it() -> None:
    body = "A heron waits. " * 35
    text = f"{body.strip()}\n\nFeeding\n\n{body.strip()}"
    heading = text.index("Feeding")
    spans = split_passages(text, [heading])
    assert [text[span.start : span.end].startswith("Feeding\n\nA heron") for span in spans] == [False, True]


def test_an_empty_text_has_no_passages() -> None:
    assert split_passages(" \n\n ") == []


def test_every_passage_of_a_long_table_says_its_header() -> None:
    rows = "".join(f"<tr><td>Light number {n} of the coast. Lit<td>{1800 + n}" for n in range(80))
    source = f"<p>Lights of the north coast, by number.</p><table><tr><th>Light<th>Lit{rows}</table>"
    text = parse_document(DocumentSource(source.encode(), "lights.html")).text
    passages = [text[span.start : span.end] for span in split_passages(text)]
    assert len(passages) > 4
    assert all(passage.count("Light | Lit\n") == 1 for passage in passages)
