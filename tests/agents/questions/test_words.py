"""What letters make no word."""

import pytest

from agents.questions.words import is_babble


@pytest.mark.parametrize(
    "text", ["X" * 5_000, "xxxx xxxx?", "aaaa BBBBB", "lalala, jkjkjk!", "啊啊啊啊", "XXXX xx x", "жжжжж"]
)
def test_letters_again_and_again_are_babble(text: str) -> None:
    assert is_babble(text)


@pytest.mark.parametrize(
    "text",
    ["", "?", "X", "III", "AAA", "La la la", "What is XXXX?", "1111", "0000 2222", "奶奶", "妈妈好",
     "Mississippi", "cha-cha-cha", "Mama", "asdf qwer"],
)  # fmt: skip
def test_words_are_not(text: str) -> None:
    assert not is_babble(text)
