import pytest

from agents.searching.critic import Tried, earlier_repeat
from media_store import Box


def words(step: int, query: str, tool: str = "search_text") -> Tried:
    return Tried(step, tool, query)


def picture(step: int, uid: str = "img_a", box: Box | None = None) -> Tried:
    return Tried(step, "search_by_image", "", uid, box)


def test_a_reworded_query_points_to_the_step_that_asked_it() -> None:
    tried = [words(1, "golden gate bridge colour"), words(2, "height of the Eiffel Tower")]
    repeated = earlier_repeat(words(4, "Eiffel Tower height"), tried)
    assert repeated is not None and repeated.step == 2


def test_of_several_repeats_the_earliest_is_named() -> None:
    tried = [words(1, "Eiffel Tower height"), words(2, "the Eiffel Tower's height")]
    assert earlier_repeat(words(3, "height Eiffel Tower"), tried) is tried[0]


def test_a_new_query_repeats_nothing() -> None:
    assert earlier_repeat(words(2, "Eiffel Tower architect"), [words(1, "Eiffel Tower height")]) is None


def test_the_same_words_may_be_asked_of_another_tool() -> None:
    tried = [words(1, "Eiffel Tower at night")]
    assert earlier_repeat(words(2, "Eiffel Tower at night", "search_images"), tried) is None


def test_a_picture_is_no_repeat_of_another_picture() -> None:
    assert earlier_repeat(picture(2, "img_b"), [picture(1, "img_a")]) is None


def test_a_picture_repeats_itself() -> None:
    tried = [picture(1)]
    assert earlier_repeat(picture(2), tried) is tried[0]


@pytest.mark.parametrize(
    ("box", "is_repeat"),
    [
        (Box(100, 100, 500, 500), True),
        (Box(100, 100, 500, 540), True),  # 400 * 400 of 400 * 440: 0.91
        (Box(100, 100, 500, 450), False),  # 400 * 350 of 400 * 400: 0.88
        (Box(500, 500, 900, 900), False),
        (None, False),
    ],
)
def test_a_region_is_repeated_by_nearly_the_same_region(box: Box | None, is_repeat: bool) -> None:
    tried = [picture(1, box=Box(100, 100, 500, 500))]
    assert (earlier_repeat(picture(2, box=box), tried) is not None) is is_repeat


def test_regions_that_lie_apart_are_no_repeat() -> None:
    tried = [picture(1, box=Box(0, 0, 100, 100))]
    assert earlier_repeat(picture(2, box=Box(198, 198, 298, 298)), tried) is None


def test_a_box_around_everything_is_the_whole_picture() -> None:
    assert earlier_repeat(picture(2, box=Box(0, 0, 1000, 1000)), [picture(1)]) is not None
