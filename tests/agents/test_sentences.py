import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.text.sentences import split_sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text)]


def test_a_full_stop_ends_a_sentence() -> None:
    assert texts("She flew twice. Then she commanded.") == ["She flew twice.", "Then she commanded."]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Grace B. Hopper wrote it.",
        "It weighs 3.5 t.",
        "The U.S. Navy ship of approx. 1943.",
        "e.g. this one",
    ],
)
def test_an_abbreviation_an_initial_or_a_decimal_does_not(text: str) -> None:
    assert texts(text) == [text]


def test_a_quotation_mark_stays_with_its_sentence() -> None:
    assert texts("He said “no.” She left.") == ["He said “no.”", "She left."]


def test_lines_are_sentences_of_their_own() -> None:
    assert texts("Missions\n- STS-63\n- STS-93") == ["Missions", "- STS-63", "- STS-93"]


def test_chinese_sentences_end_without_a_space() -> None:
    assert texts("他来了。她走了！") == ["他来了。", "她走了！"]


@given(st.text(alphabet="ab .!?\n“”。é", max_size=80))
def test_every_sentence_stands_where_it_says(text: str) -> None:
    sentences = split_sentences(text)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert "".join("".join(s.text for s in sentences).split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["It is 1,140 m. Ships pass below.", "They weigh 12 g. Keep them dry."])
def test_a_unit_after_a_number_ends_a_sentence(text: str) -> None:
    assert len(split_sentences(text)) == 2


@pytest.mark.parametrize("text", ["The 5 m. long bridge fell.", "With 3 J. Smith left."])
def test_a_unit_goes_on_and_an_initial_stays(text: str) -> None:
    assert len(split_sentences(text)) == 1


def test_number_words_end_no_sentence() -> None:
    text = "What is the patent no. of the pump? See no. 4. He said no. Then he left."
    assert [each.text for each in split_sentences(text)] == [
        "What is the patent no. of the pump?", "See no. 4.", "He said no.", "Then he left.",
    ]  # fmt: skip
