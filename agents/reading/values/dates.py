"""Dates, years, centuries, hours and seasons in a text, in four languages."""

import re
from collections.abc import Iterator

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    "januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_WEEKDAYS = (
    "mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|"
    "montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|"
    "lunes|martes|miércoles|jueves|viernes|sábados?|domingos?"
)
_SEASONS = (
    "spring|summer|autumn|winter|frühling|frühjahr|frühsommer|spätsommer|sommer|herbst|primavera|verano|"
    "otoño|invierno|"
    "christmas|easter|weihnachten|ostern|pfingsten|navidad|noon|midnight|mittag|mitternacht|mediodía|"
    "medianoche"
)
_YEAR = r"(?:1[0-9]\d\d|20\d\d|[5-9]\d\d)"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?|first|\d{1,2}\.)"
_AROUND = (
    r"(?:(?:about|around|circa|c\.|ca\.|um|etwa|gegen|hacia|alrededor de|early|late|mid-?|anfang|ende|mitte)"
    r"\s)?"
)
_PATTERNS = (
    rf"{_DAY}\s(?:of\s|de\s)?(?:{_MONTHS})\b\.?(?:,?\s(?:de\s|del\s)?{_YEAR})?",
    rf"(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s{_YEAR})?",
    rf"{_AROUND}(?:{_MONTHS}|{_SEASONS})(?:\s(?:of|de|del|des jahres)?\s?|,\s){_YEAR}\b",
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    r"(?:公元前?)?(?:\d{3,4}|[一二三四五六七八九〇零]{4})年(?:\d{1,2}月|[一二三四五六七八九十]{1,2}月)?(?:\d{1,2}[日号]|"
    r"[一二三四五六七八九十]{1,3}[日号])?(?:初|底|前后)?",
    r"\d{1,2}月(?:\d{1,2}[日号])?|[一二三四五六七八九十]{1,2}月(?:初?[一二三四五六七八九十]{1,3}[日号]?)?|农历[\u4e00-\u9fff]{2,6}",
    r"(?:明|清|唐|宋|元|汉|民国)(?:代|朝|初|末)?(?:[\u4e00-\u9fff]{2}[一二三四五六七八九十]+年)|(?:明|清|唐|宋|汉)(?:代|朝|初|末)|"
    r"\d{1,2}世纪|[一二三四五六七八九十]+世纪(?:末|初|中叶)?",
    r"(?:春|夏|秋|冬)(?:季|天)|(?:每?周|星期)[一二三四五六日天末]|(?:早上|上午|中午|下午|晚上|傍晚|凌晨)?(?:\d{1,2}|"
    r"[一二三四五六七八九十]{1,3})[点时](?:\d{1,2}分|半|[一二三四五六七八九十]+分)?",
    rf"\b(?:{_YEAR})\s?[–-]\s?(?:{_YEAR}|\d\d)\b",
    rf"\b{_AROUND}(?:the\s)?(?:1\d|20)\d0s\b",
    rf"\b{_AROUND}(?:the\s)?(?:\d{{1,2}}(?:st|nd|rd|th)|[a-z]+(?:th|st|nd|rd))\scentur(?:y|ies)\b",
    r"\b(?:[a-zäöü]+\sdes\s)?\d{1,2}\.\sjahrhunderts?\b|\b(?:siglo|siglos)\s[ivxl]+\b",
    rf"\b{_AROUND}{_YEAR}(?!\s?(?:[,.]\d|%|€|[mckt]?m\b|kg|metres|meter|people|inhabitants))(?:\s(?:bc|ad|"
    rf"v\. chr\.|n\. chr\.|a\. c\.))?\b",
    r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:uhr|am|pm|a\.m\.|p\.m\.|o'clock|h)(?!\w)|\b\d{1,2}:\d\d\b|\ba las "
    r"\d{1,2}(?:[:.]\d\d)?",
    rf"\b(?:{_MONTHS})\b",
    rf"\b(?:{_WEEKDAYS}|{_SEASONS})\b",
)
_DATE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_JOIN = re.compile(r"\s?(?:to|until|till|and|bis|und|hasta|al|a|y|[–—-]|至|到|and the|,)\s?", re.IGNORECASE)
_NO_MONTH = re.compile(r"(?:may|mar|march|dec|mai)", re.IGNORECASE)


def dates(text: str) -> Iterator[tuple[int, int]]:
    """Where dates stand, in their order; what belongs together ("8 to 10 May") is one."""
    held: tuple[int, int] | None = None
    for found in _DATE.finditer(text):
        if _NO_MONTH.fullmatch(found.group()) and not found.group()[0].isupper():
            continue
        if held and _JOIN.fullmatch(text[held[1] : found.start()]):
            held = held[0], found.end()
            continue
        if held:
            yield held
        held = found.span()
    if held:
        yield held


def is_year(text: str) -> bool:
    """Whether a number alone would be read as a year."""
    return bool(re.fullmatch(_YEAR, text.strip()))
