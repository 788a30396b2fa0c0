"""What of a text does not depend on what is asked: found once and kept."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import log

from agents.documents.tables import BAR
from agents.reading.concepts import concepts
from agents.reading.stems import stems

FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")
_NUMBER = re.compile(r"[\d.,'’–\s-]*\d")
_UNIT = re.compile(r"[(（]([^()（）]{1,12})[)）]$")

_POINTS_BACK = frozenset(
    "it its he his she her they their them this these that those there er sie es sein seine seinen ihr ihre "
    "ihren dieser diese dieses dort darin dazu este esta estos estas ella él ellos su sus lo allí".split()
)
_POINTS_BACK_IN_HAN = re.compile("[它他她其该这那]")
_NEGATED = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|without|neither|nor|cannot|nicht|nie|niemals|kein\w*|niemand|"
    r"nichts|ohne|nunca|ningun\w*|ningún|nadie|nada|sin|jamás)\b|n't\b|不|没|无|未|非",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff]")
_TELLING = {
    "en": "the of and is was were are to at by it which who what how when where did does with for",
    "de": "der die das und ist war sind ein eine einen den dem im mit von wie wer wo wann hat für zu",
    "es": "el la los las y es son un una con qué cuál cuánto cuántos quién dónde cuándo en por para del",
}
_TELLING_WORDS = {language: frozenset(words.split()) for language, words in _TELLING.items()}


@dataclass(frozen=True, slots=True)
class Facts:
    """`points_back`: it begins with a word such as "it"; `size` is 0 to 1.2 by the logarithm of its length.

    `language` is empty where its smallest words do not tell.
    """

    stems: frozenset[str]
    concepts: frozenset[str]
    figures: frozenset[str]
    points_back: bool
    is_negated: bool
    is_question: bool
    language: str
    size: float


@lru_cache(maxsize=20_000)
def facts_of(text: str) -> Facts:
    """The facts of a text."""
    first = text[:12].casefold().split()[:1]
    language = "zh"
    if not _HAN.search(text):
        # The one that most of its smallest words are of.
        words = [word.strip("¿?.,") for word in text.lower().split()]
        counts = {code: sum(map(telling.__contains__, words)) for code, telling in _TELLING_WORDS.items()}
        second, best = sorted(counts.values())[-2:]
        language = max(counts, key=lambda code: counts[code]) if best > second else ""
    return Facts(
        stems(text),
        concepts(text),
        frozenset(FIGURES.findall(text)),
        bool(first and (first[0].strip(",.") in _POINTS_BACK or _POINTS_BACK_IN_HAN.match(text))),
        bool(_NEGATED.search(text)),
        text.rstrip().endswith(("?", "？")),
        language,
        min(log(1 + len(text.encode(errors="replace"))) / 6, 1.2),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, read as "Top: Height (m) 300". `quantity` is its value with the column's unit."""

    name: Facts
    column: Facts
    value: Facts
    quantity: str
    is_bare: bool
    """Whether it is a number of which nothing says the unit."""


@lru_cache(maxsize=20_000)
def cell_of(said: str, row: str) -> Cell:
    """The cell of a row that was `said`."""
    name, _, rest = said.partition(": ")
    cells = (cell.strip() for cell in row.split(BAR.strip()))
    value = max((cell for cell in cells if rest.endswith(cell)), key=len, default="")
    column = rest.removesuffix(value).strip()
    is_number = bool(_NUMBER.fullmatch(value))
    unit = _UNIT.search(column) if is_number else None
    return Cell(
        facts_of(name),
        facts_of(column),
        facts_of(value),
        f"{value} {unit[1]}" if unit else value,
        is_number and not unit,
    )
