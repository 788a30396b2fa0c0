import re

import pytest
from PIL import Image

from benchmarks.sample_pictures import make_question_pictures, read_questions

QUESTIONS = read_questions()
ANSWERABLE = [question for question in QUESTIONS if question.answers]


def mentions(text: str, alternative: str) -> bool:
    return re.search(rf"\b{re.escape(alternative)}\b", text, re.IGNORECASE) is not None


def named(question) -> str:
    return question.id


@pytest.fixture(scope="module")
def pictures(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("question-pictures")
    make_question_pictures(sample.folder, folder, QUESTIONS)
    return folder


def test_ids_and_wordings_are_unique_and_picture_names_follow_the_ids():
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question.question for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        assert len(question.images) == len(question.recipes)
        assert all(re.fullmatch(rf"{question.id}[a-z]?\.jpg", name) for name in question.images)


def test_most_questions_need_a_picture_and_an_article_and_a_few_cannot_be_answered():
    assert len(QUESTIONS) >= 32
    assert sum(question.hops >= 2 and bool(question.images) for question in ANSWERABLE) >= 27
    assert sum(not question.images for question in ANSWERABLE) >= 3
    assert len(QUESTIONS) - len(ANSWERABLE) == 3


@pytest.mark.parametrize("question", ANSWERABLE, ids=named)
def test_the_corpus_holds_an_accepted_alternative_of_every_group(sample, question):
    texts = [*sample.articles.values(), *(" ".join(row.values()) for row in sample.rows)]
    for group in question.answers:
        assert any(mentions(text, alternative) for alternative in group for text in texts), group


@pytest.mark.parametrize("question", [q for q in ANSWERABLE if q.hops >= 2], ids=named)
def test_the_last_fact_is_in_an_article_and_not_beside_the_picture_or_in_the_question(sample, question):
    group = question.answers[-1]
    assert any(mentions(text, alternative) for alternative in group for text in sample.articles.values())
    sources = {recipe.source for recipe in question.recipes}
    given = [question.question, *(" ".join(row.values()) for row in sample.rows if row["file"] in sources)]
    assert len(given) == 1 + len(sources)
    for text in given:
        assert not any(mentions(text, alternative) for alternative in group), text


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_a_question_s_picture_opens_and_is_not_a_stored_file(sample, pictures, question):
    stored = {path.read_bytes() for path in (sample.folder / "pictures").iterdir()}
    for name in question.images:
        assert (pictures / name).read_bytes() not in stored
        with Image.open(pictures / name) as picture:
            picture.load()
            assert picture.format == "JPEG" and min(picture.size) >= 100


def test_a_cropped_picture_keeps_three_quarters_to_nine_tenths_of_its_source():
    crops = [recipe.crop for question in QUESTIONS for recipe in question.recipes]
    cropped = [crop for crop in crops if crop != (0, 0, 1000, 1000)]
    assert cropped
    for left, top, right, bottom in cropped:
        assert 0.75 <= (right - left) * (bottom - top) / 1_000_000 <= 0.925
