"""Numbers and dates of a text, in a form in which two spellings of the same figure are equal."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_UNITS_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: n for n, word in enumerate(_UNITS_TO_TWENTY)} | {t: 10 * n for n, t in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
NUMBER_WORDS = frozenset((*_WORDS, *_SCALES))
_ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
MONTHS = "January February March April May June July August September October November December".split()

_UNIT_NAMES = {
    "%": "% percent",
    "°C": "°C celsius",
    "m": "m metre metres meter meters",
    "km": "km kilometre kilometres kilometer kilometers",
    "cm": "cm centimetre centimetres centimeter centimeters",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "µm": "µm micrometre micrometres micrometer micrometers",
    "mile": "mile miles",
    "foot": "foot feet ft",
    "kg": "kg kilogram kilograms",
    "t": "t tonne tonnes",
    "s": "s second seconds",
    "min": "min minute minutes",
    "h": "h hour hours",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years",
    "bar": "bar",
    "$": "dollar dollars",
    "€": "euro euros",
}
_UNITS = {name: unit for unit, names in _UNIT_NAMES.items() for name in names.split()}

# A digit that a letter, a point or a comma joins to something before it does not begin a number.
_START = r"(?<![A-Za-z0-9_.,])(?<![A-Za-z]-)"
_DIGITS = r"[-\u2212]?(?:\d{1,3}(?:,\d{3}|[ \u00a0\u202f]\d{3}(?!\d))+|\d+)(?:\.\d+)?"
_MONTH = r"(?P<month>" + "|".join(f"{name}|{name[:3]}" for name in MONTHS) + r")\b\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{3,4})(?!\d)"
_DATES = (
    rf"{_START}(?P<year>\d{{4}})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?![\w-])",
    rf"{_START}(?P<day>\d{{1,2}})(?=\s*(?:-|–|to|and)\s*\d{{1,2}}\s+{_MONTH})",
    rf"{_START}{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?",
    rf"\b{_MONTH}\s+{_DAY}(?!\d)(?:,?\s+{_YEAR})?",
    rf"\b{_MONTH}(?:\s+of)?,?\s+{_YEAR}",
    rf"\b(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?!May)){_MONTH}",
)
_DECADE = rf"{_START}(\d{{3}}0)['’]?s\b"
_ORDINAL = rf"{_START}(\d+)(?:st|nd|rd|th)\b|\b(?i:({'|'.join(_ORDINALS)}))\b"
_NUMBER_WORD = rf"(?:(?:{'|'.join(_TENS)})[-\s](?:{'|'.join(_UNITS_TO_TWENTY[1:10])})|{'|'.join(_WORDS)})"
_NUMBER = (
    rf"(?:{_START}(?P<digits>{_DIGITS})(?![A-Za-z0-9_])|\b(?i:(?P<words>{_NUMBER_WORD}))\b)"
    rf"(?P<scale>(?:[\s-]+(?i:{'|'.join(_SCALES)})\b)*)"
    r"(?=(?P<unit>\s*[%°]C?|[\s-]+degrees\s+[Cc]elsius|[\s-]+[A-Za-zµ]+\b)?)"
)
_YEAR_ALONE = re.compile(r"1\d{3}|20\d\d")


class Kind(StrEnum):
    """What sort of figure it is; figures of different kinds are not compared."""

    DATE = "date"
    DECADE = "decade"
    ORDINAL = "ordinal"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as written in `text`. A date has what is given of year, month and day; others a `value`.

    `unit` is empty where none is known. Nothing is converted: 1 km is not 1,000 m.
    """

    kind: Kind
    text: str
    value: Decimal = Decimal(0)
    unit: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def is_idiom(self) -> bool:
        """`one` and `first` are idiom more often than figures: "one of the largest", "at first"."""
        return self.text.lower() in ("one", "first")


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text. Digits that are part of a name (`STS-93`, `Z3`) are none.

    Understood are thousands separators, decimals, number words (also `fifty-seven`, `two thousand`),
    percentages, common units, ordinals, decades, ISO dates, `20 July 1969` and `July 20, 1969`.
    """
    found: list[Figure] = []
    for pattern, read in _READERS:
        found.extend(read(match) for match in pattern.finditer(text))
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return tuple(found)


def occurs(wanted: Figure, given: tuple[Figure, ...]) -> bool:
    """Whether a text with the figures `given` has this one, as exactly as it is written."""
    if wanted.kind is Kind.DECADE:
        return any(_decade_of(wanted) == _decade_of(figure) for figure in given)
    if wanted.kind is not Kind.DATE:
        return any(
            figure.kind is wanted.kind
            and figure.value == wanted.value
            and (not wanted.unit or not figure.unit or wanted.unit == figure.unit)
            for figure in given
        )
    # A day or a year that a date lacks may stand elsewhere: "in February 2015. On the 11th ...".
    has_year_elsewhere = any(figure.year == wanted.year for figure in given)
    has_day_elsewhere = any(figure.kind is Kind.ORDINAL and figure.value == wanted.day for figure in given)
    for figure in given:
        if figure.kind is Kind.DATE:
            has_month = wanted.month in (None, figure.month)
            has_year = wanted.year in (None, figure.year) or (figure.year is None and has_year_elsewhere)
            has_day = wanted.day in (None, figure.day) or (figure.day is None and has_day_elsewhere)
            if has_month and has_year and has_day:
                return True
        elif wanted.month is None and figure.kind is Kind.NUMBER and figure.value == wanted.year:
            return True  # 1945 alone looks like a year, and may be the 1,945 of the text.
    return False


def _decade_of(figure: Figure) -> int | None:
    year = int(figure.value) if figure.kind is Kind.DECADE else figure.year
    return None if year is None else year // 10


def _date(match: re.Match[str]) -> Figure:
    parts = match.groupdict()
    year, day = (int(parts[name]) if parts.get(name) else None for name in ("year", "day"))
    month = parts["month"]
    number = int(month) if month.isdigit() else [name[:3] for name in MONTHS].index(month[:3]) + 1
    return Figure(Kind.DATE, match[0].strip(), year=year, month=number, day=day)


def _number(match: re.Match[str]) -> Figure:
    """A number; four digits that could be a year and have no unit are one."""
    if match["digits"]:
        value = Decimal(re.sub(r"[^\d.-]", "", match["digits"].replace("\u2212", "-")))
    else:
        value = Decimal(sum(_WORDS[word] for word in re.split(r"[-\s]+", match["words"].lower())))
    for scale in re.findall(r"[a-z]+", match["scale"].lower()):
        value *= _SCALES[scale]
    words = re.findall(r"[^\s-]+", match["unit"] or "")
    unit = _UNITS.get(words[-1], _UNITS.get(words[-1].lower(), "")) if words else ""
    if not unit and _YEAR_ALONE.fullmatch(match[0].strip()):
        return Figure(Kind.DATE, match[0], year=int(value))
    return Figure(Kind.NUMBER, match[0], value, unit)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Figure]], ...] = (
    *((re.compile(pattern), _date) for pattern in _DATES),
    (re.compile(_DECADE), lambda match: Figure(Kind.DECADE, match[0], Decimal(match[1]))),
    (
        re.compile(_ORDINAL),
        lambda match: Figure(Kind.ORDINAL, match[0], Decimal(match[1] or _ORDINALS[match[2].lower()])),
    ),
    (re.compile(_NUMBER), _number),
)
"""Read in this order: what one has taken, the next does not see."""
