"""Numbers with units in several languages, so that they can be put in order and compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS: dict[str, dict[float, str]] = {
    "length": {
        0.001: "mm millimetre millimetres millimeter millimeters milímetro milímetros 毫米",
        0.01: "cm centimetre centimetres centimeter centimeters zentimeter centímetro centímetros 厘米 公分",
        1.0: "m metre metres meter meters metern metro metros 米",
        1000.0: "km kilometre kilometres kilometer kilometers kilometern kilómetro kilómetros 公里 千米",
        0.0254: "in inch inches zoll pulgada pulgadas 英寸",
        0.3048: "ft foot feet fuß pie pies 英尺",
        1609.344: "mi mile miles meile meilen milla millas 英里",
    },
    "mass": {
        0.001: "g gram grams gramm gramo gramos 克",
        1.0: "kg kilogram kilograms kilo kilos kilogramm kilogramo kilogramos 公斤 千克",
        1000.0: "t tonne tonnes ton tons tonnen tonelada toneladas 吨",
        0.45359237: "lb lbs pound pounds pfund libra libras",
    },
    "time": {
        1.0: "s sec second seconds sekunde sekunden segundo segundos 秒",
        60.0: "min minute minutes minuten minuto minutos 分钟",
        3600.0: "h hour hours stunde stunden hora horas 小时",
        86400.0: "day days tag tage tagen día días 天",
        604800.0: "week weeks woche wochen semana semanas 周",
        2629800.0: "month months monat monate monaten mes meses 个月",
        31557600.0: "year years jahr jahre jahren año años 年",
    },
    "power": {
        1.0: "w watt watts vatio vatios 瓦",
        1000.0: "kw kilowatt kilowatts kilovatios 千瓦",
        735.5: "hp ps",
    },
    "money": {1.0: "€ euro euros eur $ dollar dollars usd £ pound sterling ¥ yuan 元 rmb cny chf"},
    "share": {1.0: "% percent prozent por ciento"},
    "temperature": {1.0: "°c ℃ °"},
    "volume": {
        0.001: "ml millilitre millilitres milliliter mililitros 毫升",
        1.0: "l litre litres liter liters litro litros 升",
    },
    "speed": {1.0: "km/h kph", 1.609344: "mph", 3.6: "m/s"},
    "area": {1.0: "m² sqm 平方米", 10_000.0: "ha hectare hectares hektar hectáreas 公顷", 1_000_000.0: "km²"},
}
_FACTORS = {
    name: (dimension, factor)
    for dimension, units in _UNITS.items()
    for factor, unit_names in units.items()
    for name in unit_names.split()
}
_SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "tausend": 1e3, "millionen": 1e6, "million.": 1e6,
    "mil": 1e3, "millones": 1e6, "万": 1e4, "亿": 1e8,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?P<before>[€$£¥]\s?)?(?<![A-Za-z0-9_.,])"
    r"(?P<digits>\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?:\s?(?P<scale>thousand|million|billion|tausend|millionen|millones|mil|万|亿)(?![a-z]))?"
    r"(?:[\s-]?(?P<unit>%|°C?|℃|€|£|[a-zA-ZäöüßÄÖÜáéíóúñ]+[²³]?(?:/[a-z]+)?|[\u3400-\u9fff]{1,3}))?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `[start, end)` of its text; `base` is its value in the base unit."""

    start: int
    end: int
    value: float
    dimension: str
    base: float

    def is_near(self, other: "Quantity", tolerance: float = 0.02) -> bool:
        """The same quantity but for rounding; quantities of different dimensions never are."""
        largest = max(abs(self.base), abs(other.base))
        return self.dimension == other.dimension and abs(self.base - other.base) <= tolerance * largest


def quantities(text: str, decimal_comma: bool = False) -> tuple[Quantity, ...]:
    """The quantities of a text. With `decimal_comma`, 1.234 is 1234 and 3,5 is three and a half."""
    return tuple(_quantities(text, decimal_comma))


def _quantities(text: str, decimal_comma: bool) -> Iterator[Quantity]:
    for found in _NUMBER.finditer(text):
        value = _value(found["digits"], decimal_comma) * _SCALES.get((found["scale"] or "").lower(), 1.0)
        dimension, factor, end = "", 1.0, found.end("scale") if found["scale"] else found.end("digits")
        unit = (found["unit"] or (found["before"] or "").strip()).lower()
        for length in range(len(unit), 0, -1) if not unit.isascii() else [len(unit)]:
            if known := _FACTORS.get(unit[:length]):
                dimension, factor = known
                end = found.start("unit") + length if found["unit"] else end
                break
        yield Quantity(found.start(), end, value, dimension, value * factor)


def _value(digits: str, decimal_comma: bool) -> float:
    bare = re.sub(r"['’ \u00a0\u202f]", "", digits)
    point, group = (",", ".") if decimal_comma else (".", ",")
    if re.fullmatch(rf"\d+{re.escape(group)}\d{{1,2}}", bare):  # 3,5 in an English text
        point, group = group, point
    return float(bare.replace(group, "").replace(point, ".") or 0)
