"""Numbers with units in four languages, so that they can be told apart, put in order and compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS: dict[str, dict[float, str]] = {
    "length": {
        0.001: "mm millimetre millimetres millimeter millimeters millimetern milímetro milímetros 毫米",
        0.01: "cm centimetre centimetres centimeter centimeters zentimeter zentimetern centímetro "
        "centímetros 厘米 公分",
        1.0: "m metre metres meter meters metern metro metros 米 公尺",
        1000.0: "km kilometre kilometres kilometer kilometers kilometern kilómetro kilómetros 公里 千米",
        500.0: "里",
        0.0254: "in inch inches zoll pulgada pulgadas 英寸",
        0.3048: "ft foot feet fuß pie pies 英尺",
        0.9144: "yd yard yards yarda yardas",
        1609.344: "mi mile miles meile meilen milla millas 英里",
    },
    "mass": {
        0.001: "g gram grams gramm gramo gramos 克",
        1.0: "kg kilogram kilograms kilo kilos kilogramm kilogramo kilogramos 公斤 千克",
        0.5: "斤",
        1000.0: "t tonne tonnes tonnen ton tons tonelada toneladas 吨",
        0.45359237: "lb lbs pound pounds pfund libra libras 磅",
    },
    "time": {
        1.0: "s sec second seconds sekunde sekunden segundo segundos 秒",
        60.0: "min minute minutes minuten minuto minutos 分钟",
        3600.0: "h hour hours stunde stunden hora horas 小时 个小时",
        86400.0: "day days tag tage tagen día días dias 天 日",
        604800.0: "week weeks woche wochen semana semanas 周 个星期 星期",
        2629800.0: "month months monat monate monaten mes meses 个月",
        31557600.0: "year years jahr jahre jahren año años 年",
        3155760000.0: "century centuries jahrhundert jahrhunderte siglo siglos 世纪",
    },
    "power": {
        1.0: "w watt watts vatio vatios 瓦",
        1000.0: "kw kilowatt kilowatts kilovatios 千瓦",
        735.5: "hp ps",
    },
    "money": {
        1.0: "€ euro euros eur $ dollar dollars usd £ gbp ¥ yuan 元 块 欧元 美元 英镑 rmb cny chf franken "
        "francs franc crowns kronen coronas peso pesos mark",
        0.01: "cent cents pence penny p céntimo céntimos 分钱",
    },
    "share": {0.01: "% percent prozent ％"},
    "temperature": {1.0: "°c ℃ ° degrees degree grad grados 度 摄氏度"},
    "volume": {
        0.001: "ml millilitre millilitres milliliter mililitros 毫升",
        0.01: "cl",
        1.0: "l litre litres liter liters litern litro litros 升",
        1000.0: "m³ 立方米",
    },
    "speed": {1.0: "km/h kph", 1.609344: "mph", 3.6: "m/s", 1.852: "knots knoten nudos 节"},
    "area": {
        1.0: "m² sqm quadratmeter quadratmetern 平方米",
        10_000.0: "ha hectare hectares hektar hectárea hectáreas 公顷",
        1_000_000.0: "km² quadratkilometer 平方公里",
        4046.856: "acre acres",
        666.667: "亩",
    },
}  # fmt: skip
_FACTORS = {
    name: (dimension, factor)
    for dimension, units in _UNITS.items()
    for factor, unit_names in units.items()
    for name in unit_names.split()
}
_PHRASES = {
    "square metres": ("area", 1.0), "square meters": ("area", 1.0), "square kilometres": ("area", 1e6),
    "square kilometers": ("area", 1e6), "square miles": ("area", 2.59e6), "metros cuadrados": ("area", 1.0),
    "kilómetros cuadrados": ("area", 1e6), "cubic metres": ("volume", 1000.0), "por ciento": ("share", 0.01),
    "per cent": ("share", 0.01), "kilometres per hour": ("speed", 1.0), "kilometers per hour": ("speed", 1.0),
    "miles per hour": ("speed", 1.609344), "kilómetros por hora": ("speed", 1.0),
    "kilometer pro stunde": ("speed", 1.0), "metros cúbicos": ("volume", 1000.0),
}  # fmt: skip
_SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "tausend": 1e3, "millionen": 1e6, "milliarden": 1e9,
    "mil": 1e3, "millones": 1e6, "万": 1e4, "亿": 1e8, "千": 1e3,
}  # fmt: skip
_WORDS = {
    1: "one a an ein eine einen einem einer un una", 2: "two zwei dos", 3: "three drei tres",
    4: "four vier cuatro", 5: "five fünf cinco", 6: "six sechs seis", 7: "seven sieben siete",
    8: "eight acht ocho", 9: "nine neun nueve", 10: "ten zehn diez", 11: "eleven elf once",
    12: "twelve zwölf doce dozen dutzend docena", 13: "thirteen dreizehn trece",
    14: "fourteen vierzehn catorce", 15: "fifteen fünfzehn quince",
    16: "sixteen sechzehn dieciséis", 17: "seventeen siebzehn diecisiete",
    18: "eighteen achtzehn dieciocho", 19: "nineteen neunzehn diecinueve",
    20: "twenty zwanzig veinte", 30: "thirty dreißig treinta", 40: "forty vierzig cuarenta",
    50: "fifty fünfzig cincuenta", 60: "sixty sechzig sesenta", 70: "seventy siebzig setenta",
    80: "eighty achtzig ochenta", 90: "ninety neunzig noventa", 100: "hundred hundert cien",
    0.5: "half halbe halben halbes media medio",
}  # fmt: skip
_NUMBER_WORDS = {word: float(value) for value, words in _WORDS.items() for word in words.split()}
_ONLY_WITH_UNITS = frozenset(
    "a an ein eine einen einem einer un una one half halbe halben halbes media medio".split()
)
"""Articles are numbers only before a unit ("an hour")."""

_ARTICLES = frozenset("a an ein eine einen einem einer un una".split())

_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
    "半": 0.5,
}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}

_UNIT = (
    r"(?:[\s-]?(?P<unit>%|％|°\s?C?|℃|€|£|(?:[a-zA-ZäöüßÄÖÜáéíóúñ]+ ){1,2}?(?:metres|meters|kilometres|"
    r"kilometers|miles|cuadrados|"
    r"cúbicos|ciento|cent|hour|hora|stunde)\b|[a-zA-ZäöüßÄÖÜáéíóúñ]+[²³]?(?:/[a-z]+)?|[\u3400-\u9fff]{1,4}))?"
)
_DIGITS = r"\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?P<before>[€$£¥]\s?)?(?<![A-Za-z0-9_.,])(?P<digits>{_DIGITS})"
    r"(?:\s?(?P<scale>thousand|million|billion|tausend|Millionen|Milliarden|millones|mil|万|亿|千)(?![a-z]))?"
    + _UNIT,
)
_WORD_NUMBER = re.compile(
    r"\b(?P<digits>(?:half an?|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + r")(?:[ -](?:"
    + "|".join(sorted(_NUMBER_WORDS.keys() - _ARTICLES, key=len, reverse=True)) + r"))*)\b"
    r"(?:\s(?P<scale>thousand|million|tausend|millones|mil)(?![a-z]))?" + _UNIT,
    re.IGNORECASE,
)  # fmt: skip
_HAN_NUMBER = re.compile(
    r"(?P<digits>[零一二三四五六七八九十百千两〇半]+)(?P<scale>[万亿])?(?P<unit>[\u3400-\u9fff%％]{1,4})?"
)
_AND_A_HALF = re.compile(r" and a half| y media?o?\b|半")


_COUNTED = "个座条位间层名只家种次所张岁人项块棵件尊"
"""Chinese measure words: 三座桥 is three bridges."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `[start, end)` of its text; `base` is its value in the dimension's base unit.

    `dimension` is one of `agents.questions.Dimension`, or empty without a unit that is known.
    """

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
    """The quantities of a text in their order, written in digits, words or Chinese numerals.

    With `decimal_comma`, 1.234 is 1234 and 3,5 is three and a half. Single number words count only with a
    unit or a noun after them.
    """
    written: list[Quantity] = []
    for found in _NUMBER.finditer(text):
        bare = re.sub(r"['’ \u00a0\u202f]", "", found["digits"])
        point, group = (",", ".") if decimal_comma else (".", ",")
        if re.fullmatch(rf"\d+{re.escape(group)}\d{{1,2}}", bare):  # 3,5 in an English text
            point, group = group, point
        bare = bare.replace(group, "").replace(point, ".")
        bare = bare if bare.count(".") < 2 else bare.replace(".", "")  # noqa: PLR2004
        written.append(_quantity(found, float(bare), (found["before"] or "").strip()))
    for found in _WORD_NUMBER.finditer(text):
        words = re.split(r"[ -]", re.sub(r"^half an?$", "half", found["digits"].lower()))
        values = [_NUMBER_WORDS[word] for word in words]
        value = values[0]
        for each in values[1:]:
            value = value * each if each in (100, 0.5) else value + each
        quantity = _quantity(found, value)
        if quantity.dimension or not (len(words) == 1 and words[0] in _ONLY_WITH_UNITS):
            written.append(quantity)
    return tuple(sorted((*written, *_in_han(text)), key=lambda each: each.start))


def _in_han(text: str) -> Iterator[Quantity]:
    for found in _HAN_NUMBER.finditer(text):
        digits = found["digits"]
        total, held = 0.0, 0.0
        if any(each in _HAN_SCALES for each in digits):
            for each in digits:
                if each in _HAN_SCALES:
                    total, held = total + (held or 1) * _HAN_SCALES[each], 0.0
                else:
                    held = _HAN_DIGITS[each]
        elif len(digits) == 1:
            held = _HAN_DIGITS[digits]
        else:
            held = float("".join(str(int(_HAN_DIGITS[each])) for each in digits))
        quantity = _quantity(found, total + held)
        # 一 is in a hundred words (一个, 一般, 统一): by itself it counts nothing.
        is_counted = digits in "二三四五六七八九十两" and (found["unit"] or " ")[0] in _COUNTED
        is_long = len(digits) > 1 and digits not in ("一一", "千千")
        if quantity.dimension or found["scale"] or is_long or is_counted:
            yield quantity


def _quantity(found: re.Match[str], number: float, before: str = "") -> Quantity:
    groups = found.groupdict()
    value = number * _SCALES.get((groups.get("scale") or "").lower(), 1.0)
    end = found.end("scale") if groups.get("scale") else found.end("digits")
    written = (groups["unit"] or before).lower()
    compact = written.replace("° c", "°c")
    if compact in _PHRASES or compact in _FACTORS:
        name = compact
    elif re.search(r"[\u3400-\u9fff]", written):
        name = next((written[:n] for n in range(len(written), 0, -1) if written[:n] in _FACTORS), "")
    else:
        name = next((each for each in written.split()[:1] if each in _FACTORS), "")
    if not name:
        return Quantity(found.start(), end, value, "", value)
    dimension, factor = _PHRASES.get(name) or _FACTORS[name]
    if groups["unit"]:
        end = found.start("unit") + len(name)
    if half := _AND_A_HALF.match(found.string, end):
        end, value = half.end(), value + 0.5
    return Quantity(found.start(), end, value, dimension, value * factor)
