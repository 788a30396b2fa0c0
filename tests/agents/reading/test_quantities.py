import pytest

from agents.reading.values.quantities import Quantity, quantities


@pytest.mark.parametrize(
    ("text", "decimal_comma", "written", "dimension", "base"),
    [
        ("It rises to 1,234.5 metres", False, "1,234.5 metres", "length", 1234.5),
        ("Er ist 3,5 km lang", True, "3,5 km", "length", 3500),
        ("cuesta 1.250 euros", True, "1.250 euros", "money", 1250),
        ("面积三万平方米", False, "三万平方米", "area", 30_000),
        ("全长一百二十米", False, "一百二十米", "length", 120),
        ("needs half an hour", False, "half an hour", "time", 1800),
        ("needs an hour and a half", False, "an hour and a half", "time", 5400),
        ("takes an hour", False, "an hour", "time", 3600),
        ("einen halben Liter", False, "einen halben Liter", "volume", 0.5),
        ("seventy-two degrees", False, "seventy-two degrees", "temperature", 72),
        ("costs £1.50", False, "£1.50", "money", 1.5),
        ("12 square kilometres", False, "12 square kilometres", "area", 12e6),
        ("3.5 million people", False, "3.5 million", "", 3.5e6),
        ("门票二十五元", False, "二十五元", "money", 25),
        ("cubre el 40 por ciento", False, "40 por ciento", "share", 0.4),
    ],
)
def test_number_with_its_unit(
    text: str, decimal_comma: bool, written: str, dimension: str, base: float
) -> None:
    found = [each for each in quantities(text, decimal_comma) if text[each.start : each.end] == written]

    assert [(each.dimension, each.base) for each in found] == [(dimension, pytest.approx(base))]


@pytest.mark.parametrize(
    "text", ["a heron at the lake", "ein Reiher am See", "una garza", "统一一般的说法", "no figures here"]
)
def test_articles_count_nothing(text: str) -> None:
    assert quantities(text) == ()


def test_quantities_are_near_within_rounding() -> None:
    (metres,), (feet,), (kilos,) = quantities("300 m"), quantities("984 ft"), quantities("300 kg")

    assert metres.is_near(feet)
    assert not metres.is_near(kilos)
    assert not metres.is_near(Quantity(0, 5, 320, "length", 320))
