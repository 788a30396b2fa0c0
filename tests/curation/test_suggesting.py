"""What an editor suggests: words that were read in a picture, and no stray marks."""

import pytest

from webapp.corpora.models import CorpusImage
from webapp.curation.editor.suggesting import reads_as_words, suggestions


@pytest.mark.parametrize(
    "text",
    [
        "Region-based segmentation of coins", "GREY HEAD", "Ausfahrt freihalten", "出口", "Выход направо",
        "No smoking",
    ],
)  # fmt: skip
def test_words_are_suggested(text: str) -> None:
    assert reads_as_words(text)


@pytest.mark.parametrize(
    "text", ["", "l1 .I| -_", "x3 Zq vv", "0 0 8 ~", "a b c d e", "tHe xQj rrt", "lll mmm"]
)
def test_stray_marks_are_not(text: str) -> None:
    assert not reads_as_words(text)


def test_a_picture_is_offered_labels_and_words() -> None:
    image = CorpusImage(labels=[["beacon", 0.8], ["wall", 0.1]], ocr_text="GREY\nHEAD", caption="")
    assert [(each.field, each.text) for each in suggestions(image)] == [
        ("tags", "beacon"), ("caption", "GREY HEAD"), ("alt", "GREY HEAD"),
    ]  # fmt: skip
