import pytest

from agents.questions.rules import understand
from agents.questions.types import AnswerType, Ask, Dimension, Intent
from agents.types import ImageRef, Question

PICTURE = (ImageRef("0" * 64, 640, 480),)


def ask(text: str, *, picture: bool = False) -> Ask:
    (found,) = understand(Question(text, PICTURE if picture else ())).asks
    return found


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("公园有多少公顷？", Dimension.AREA),
        ("这把锤子多少英镑？", Dimension.MONEY),
        ("小船重多少公斤？", Dimension.MASS),
        ("水箱能装多少升水？", Dimension.VOLUME),
        ("工人罢工了多少周？", Dimension.TIME),
        ("城墙有多厚？", Dimension.LENGTH),
        ("那台机车的造价是多少", Dimension.MONEY),
        ("圆窗的直径是多少？", Dimension.LENGTH),
        ("百分之多少的人会游泳？", Dimension.SHARE),
        ("坡有多陡？", Dimension.OTHER),
    ],
)
def test_unit_or_attribute_tells_dimension(text: str, dimension: Dimension) -> None:
    found = ask(text)

    assert (found.intent, found.expects, found.dimension) == (Intent.FACT, AnswerType.NUMBER, dimension)


@pytest.mark.parametrize("text", ["2023年有几个海狸窝？", "图书馆有多少张地图？", "这本书有多少页？"])
def test_measure_word_counts(text: str) -> None:
    assert (ask(text).expects, ask(text).dimension) == (AnswerType.NUMBER, Dimension.COUNT)


@pytest.mark.parametrize(
    ("text", "expects"),
    [
        ("哪位诗人住在这条街上？", AnswerType.PERSON),
        ("邮筒是哪家公司铸造的？", AnswerType.NAME),
        ("灯塔为什么漆成红色？", AnswerType.REASON),
        ("小桥建于哪一年？", AnswerType.DATE),
    ],
)
def test_question_words_tell_type(text: str, expects: AnswerType) -> None:
    assert ask(text).expects is expects


def test_two_things_eaten_compare_nothing() -> None:
    assert ask("水獭每天吃多少鱼和螃蟹？").intent is Intent.FACT


def test_comparison_stays_one() -> None:
    assert ask("驯鹿和马鹿，哪个更重？").intent is Intent.COMPARISON


def test_foreign_names_are_not_split_off() -> None:
    assert ask("Old Mill Bridge 和 Tay Bridge 哪座桥更长？").text.startswith("Old Mill Bridge 和")


def test_this_with_a_noun_points() -> None:
    assert ask("这架飞机有多长？", picture=True).points_at_picture


def test_names_in_another_script_are_whole() -> None:
    assert ask("Old Mill Bridge 和 Tay Bridge 哪座桥更长？").about[:2] == ("Old Mill Bridge", "Tay Bridge")
    assert ask("Old No. 5 机车的造价是多少？").about[0].startswith("Old No. 5")
