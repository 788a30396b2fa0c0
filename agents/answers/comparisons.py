"""Comparing things: the value of each, the one that was asked for first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from agents.answers.attributes import Attribute
from agents.answers.facts import fact
from agents.answers.material import PARTLY_SCORE, SURE_SCORE, AnswerLine, AskAnswer, Material
from agents.answers.phrases import say
from agents.assessment import Form
from agents.questions import AnswerType, Dimension
from agents.reading import Finding
from agents.reading.values.quantities import Quantity, quantities

MAX_LOOKED_AT = 4
"""Finds for each thing, best first, in which its value is looked for."""

Found = TypeVar("Found", Quantity, re.Match[str])

_BRACKETS = re.compile(r"\([^()]+\)")
_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class _Value:
    """What a thing measures; `kind` is a dimension or "year": only what has the same kind is compared."""

    name: str
    kind: str
    amount: float
    words: str
    finding: Finding


def comparison(material: Material) -> AskAnswer | None:
    """A line for each thing, in the order that was asked for; without two values, the best sentence."""
    attribute = material.attribute
    if attribute is None or len(material.sides) < 2:  # noqa: PLR2004
        return fact(material)
    names = [name for name, _ in material.sides]
    found = [list(_values(material, attribute, name, findings, names)) for name, findings in material.sides]
    # The first value of each thing, all of the kind that most of them have first.
    values: list[_Value] = []
    for kind in dict.fromkeys(value.kind for each in found for value in each):
        of_kind = [next((value for value in each if value.kind == kind), None) for each in found]
        if all(of_kind):
            values = [value for value in of_kind if value]
            break
    if len(values) < 2:  # noqa: PLR2004
        return fact(material)
    # The older of two has the lesser year, and the greater age.
    is_age = attribute.expects is AnswerType.DATE and values[0].kind == Dimension.TIME.value
    less = attribute.wants_less != is_age
    ordered = sorted(values, key=lambda value: value.amount, reverse=not less)
    lines = tuple(
        AnswerLine(
            say("compared", material.language, name=value.name, answer=value.words),
            (value.finding.candidate,),
            is_item=True,
        )
        for value in ordered
    )
    is_sure = all(value.finding.score >= PARTLY_SCORE for value in ordered)
    return AskAnswer(lines, Form.TABLE, SURE_SCORE if is_sure else PARTLY_SCORE)


def _values(
    material: Material, attribute: Attribute, name: str, findings: tuple[Finding, ...], names: Sequence[str]
) -> Iterator[_Value]:
    """What the best finds measure of a thing, with the unit that a heading has: 98 m of "Height (m) 98"."""
    for finding in findings[:MAX_LOOKED_AT]:
        words = finding.candidate.words
        if attribute.expects is AnswerType.DATE and (years := _of(name, names, words, _YEAR.finditer(words))):
            yield _Value(_as_written(name, words), "year", float(years[0][0]), years[0][0], finding)
        measured = _of(name, names, words, quantities(words, material.language in ("de", "es")))
        for quantity in measured:
            if kind := _kind(attribute, quantity, words):
                said = words[quantity.start : quantity.end]
                headed = _BRACKETS.findall(words[: quantity.start])
                unit = headed[-1].strip("()") if headed and not quantity.dimension else ""
                if unit and any(each.dimension for each in quantities(f"1 {unit}")):
                    said = f"{said} {unit}"
                yield _Value(_as_written(name, words), kind, quantity.base, said, finding)


def _of(name: str, names: Sequence[str], words: str, found: Iterable[Found]) -> list[Found]:
    """What stands nearest after this name, then what stands after none; what stands after others is theirs.

    "A bull weighs 320 kg, a caribou bull only 160 kg" tells two weights.
    """
    of_this, of_none = [], []
    for each in found:
        before = words[: each.start if isinstance(each, Quantity) else each.start()].casefold()
        places = {other: before.rfind(other.casefold()) for other in names}
        nearest = max(places, key=lambda other: places[other])
        if places[nearest] < 0:
            of_none.append(each)
        elif nearest == name:
            of_this.append(each)
    return of_this + of_none


def _as_written(name: str, words: str) -> str:
    """The name as the source writes it, with its article: who types "loom" asks about "The Loom"."""
    found = re.search(rf"(?:\b(?:The|Der|Die|Das|El|La|Los|Las) )?{re.escape(name)}", words, re.IGNORECASE)
    return found[0] if found else name


def _kind(attribute: Attribute, quantity: Quantity, words: str) -> str:
    """The dimension of a quantity that the attribute may measure; its unit may stand before it."""
    if attribute.expects is AnswerType.DATE:
        return quantity.dimension if quantity.dimension == Dimension.TIME.value else ""
    wanted = attribute.dimension.value
    if wanted in ("", Dimension.OTHER.value):
        return quantity.dimension or "number"
    if quantity.dimension and quantity.dimension in (wanted, attribute.or_else.value):
        return quantity.dimension
    heading = words[: quantity.start]
    is_cell = heading.rstrip().endswith((")", ":")) or _BRACKETS.search(heading)
    return wanted if is_cell and not quantity.dimension else ""
