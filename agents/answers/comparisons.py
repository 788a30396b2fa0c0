"""Comparing things: the value of each, the one that was asked for first."""

import re
from dataclasses import dataclass

from agents.answers.assessment import Form
from agents.answers.facts import fact
from agents.answers.material import MIN_SCORE, Line, Material, Piece
from agents.answers.naming import name_of, names
from agents.answers.phrases import say
from agents.questions import AnswerType
from agents.reading import Finding
from agents.reading.quantities import Quantity, quantities

MAX_THINGS = 6
RELAXED = 0.6
"""Share of MIN_SCORE that will do for a thing that was named: what is compared is asked of each."""

_LESS = re.compile(
    r"\b(?:short|small|low|light|cheap|slow|near|narrow|thin|young(?=\w*\s+(?:person|man|woman))|cold|shallow|few|less|least|"
    r"earl|first|old|kürz|klein|niedrig|leicht|billig|günstig|langsam|näh|schmal|dünn|wenig|früh|ält|alt|erst|"
    r"cort|menor|baj|liger|barat|lent|cercan|menos|antes|antigu|viej|primer)\w*|[矮短小低轻慢近窄薄少早老旧]|便宜|古老|最先",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    value: float
    words: str
    finding: Finding


def comparison(material: Material) -> Piece | None:
    """A line for each thing, in the order that was asked for; a sentence that compares them goes alone."""
    entries = _entries(material)
    if len(entries) < 2:  # noqa: PLR2004
        return fact(material)
    ordered = sorted(entries, key=lambda entry: entry.value, reverse=not _asks_for_less(material))
    lines = tuple(
        Line(
            say("compared", material.language, name=entry.name, answer=entry.words),
            (entry.finding.candidate,),
            is_item=True,
        )
        for entry in ordered
    )
    score = min(max(entry.finding.score, MIN_SCORE) for entry in ordered)
    return Piece(lines, Form.TABLE, score)


def _asks_for_less(material: Material) -> bool:
    return bool(_LESS.search(material.ask.text))


def _entries(material: Material) -> list[_Entry]:
    """One for each thing named, or for each title where none or one is named."""
    about = material.ask.about
    if len(about) > 1:
        found = [_entry(material, name, _of(material, name)) for name in about]
    else:
        titles = dict.fromkeys(each.candidate.title for each in material.good)
        found = [
            _entry(
                material, name_of(title), [each for each in material.good if each.candidate.title == title]
            )
            for title in list(titles)[:MAX_THINGS]
        ]
    return [entry for entry in found if entry]


def _of(material: Material, name: str) -> list[Finding]:
    return [
        each
        for each in material.findings
        if each.score >= RELAXED * MIN_SCORE and names(f"{each.candidate.title} {each.candidate.words}", name)
    ]


def _entry(material: Material, name: str, found: list[Finding]) -> _Entry | None:
    wants_date = material.ask.expects is AnswerType.DATE
    for finding in found:
        words = finding.answer or finding.candidate.words
        if wants_date or (material.ask.expects is not AnswerType.NUMBER and _YEAR.search(words)):
            if year := _YEAR.search(words):
                return _Entry(name, float(year[0]), finding.answer or year[0], finding)
        elif quantity := _quantity(material, words):
            said = finding.answer or words[quantity.start : quantity.end]
            return _Entry(name, quantity.base, said, finding)
    return None


def _quantity(material: Material, words: str) -> Quantity | None:
    found = quantities(words, material.language in ("de", "es"))
    wanted = material.ask.dimension.value
    return next((each for each in found if not wanted or each.dimension in (wanted, "")), None)
