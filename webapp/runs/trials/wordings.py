"""How questions about a corpus are worded, in the languages of the site; a question speaks its text's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agents.answers.naming import names
from agents.text.sentences import split_sentences

_ENDS = (".", "!", "?", "。", "！", "？")
_NUMBER = r"(?P<value>\d[\d.,]*)"


@dataclass(frozen=True, slots=True)
class MeasuredFigure:
    """A figure that a text gives: its digits, and what it measures or dates, in a word of its language."""

    value: str
    what: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The questions of one language. `{name}`, `{first}`, `{second}`, `{what}` and `{more}` are filled in.

    `measure` and `dated` find `value` and `what` in a sentence, `more` has the comparative of each `what`.
    `back` is what a sentence begins with that goes on about the same thing.
    """

    identity: str
    about: str
    pictures: str
    number: str
    number_of_picture: str
    date: str
    comparison: str
    back: re.Pattern[str]
    measure: re.Pattern[str]
    dated: re.Pattern[str]
    more: Mapping[str, str]

    def measures(self, text: str, name: str) -> Iterator[MeasuredFigure]:
        """Sizes that the text gives of what has this name, in order."""
        return self._found(self.measure, text, name)

    def dates(self, text: str, name: str) -> Iterator[MeasuredFigure]:
        """Years in which something was done with what has this name, in order."""
        return self._found(self.dated, text, name)

    def _found(self, wanted: re.Pattern[str], text: str, name: str) -> Iterator[MeasuredFigure]:
        """In sentences about the thing: those that name it or point back to it, others speak of others.

        A text that begins with something else than its title is about that, and points back to that.
        """
        sentences = [sentence.text for sentence in split_sentences(text)]
        opening = next((each for each in sentences if each.rstrip().endswith(_ENDS)), name)
        is_about_it = names(opening, name) or self.back.match(opening)
        for sentence in sentences:
            found = wanted.search(sentence)
            if found and (names(sentence, name) or (is_about_it and self.back.match(sentence))):
                yield MeasuredFigure(found["value"], found["what"].lower())


_ENGLISH = Wording(
    identity="Who or what is this?",
    about="Tell me about {name}",
    pictures="Show me pictures of {name}",
    number="How {what} is {name}?",
    number_of_picture="How {what} is this?",
    date="When was {name} {what}?",
    comparison="Which is {more}, {first} or {second}?",
    back=re.compile(r"(?:it|he|she|they|its|his|her|their)\b", re.IGNORECASE),
    measure=re.compile(
        rf"{_NUMBER} (?:(?:kilo|centi|milli)?met(?:re|er)s?|feet|foot|miles?|inch(?:es)?|km|cm|mm|m) "
        r"(?P<what>high|tall|long|wide|deep)\b",
        re.IGNORECASE,
    ),
    dated=re.compile(
        r"\bwas (?:first )?(?P<what>built|founded|opened|completed|discovered|published|born|painted|invented"
        r"|launched|lit)\b[^.]{0,40}? in (?P<value>1\d{3}|20\d\d)\b",
        re.IGNORECASE,
    ),
    more={"high": "higher", "tall": "taller", "long": "longer", "wide": "wider", "deep": "deeper"},
)
_GERMAN = Wording(
    identity="Wer oder was ist das?",
    about="Erzähl mir etwas über {name}",
    pictures="Zeig mir Bilder von {name}",
    number="Wie {what} ist {name}?",
    number_of_picture="Wie {what} ist das?",
    date="Wann wurde {name} {what}?",
    comparison="Was ist {more}, {first} oder {second}?",
    back=re.compile(r"(?:er|sie|es)\b", re.IGNORECASE),
    measure=re.compile(
        rf"{_NUMBER} (?:Kilo|Zenti|Milli)?[Mm]eter (?P<what>hoch|lang|breit|tief)\b", re.IGNORECASE
    ),
    dated=re.compile(
        r"\bwurde\b[^.]{0,40}?(?P<value>1\d{3}|20\d\d)\b[^.]{0,40}?\b(?P<what>erbaut|gebaut|gegründet|eröffnet"
        r"|fertiggestellt|entdeckt|veröffentlicht|geboren|gemalt|erfunden)\b",
        re.IGNORECASE,
    ),
    more={"hoch": "höher", "lang": "länger", "breit": "breiter", "tief": "tiefer"},
)
_SPANISH = Wording(
    identity="¿Quién o qué es esto?",
    about="Háblame de {name}",
    pictures="Muéstrame imágenes de {name}",
    number="¿Cuántos metros de {what} tiene {name}?",
    number_of_picture="¿Cuántos metros de {what} tiene esto?",
    date="¿Cuándo fue {what} {name}?",
    comparison="¿Qué tiene más {more}, {first} o {second}?",
    back=re.compile(r"(?:él|ella|tiene|mide|fue|este|esta)\b", re.IGNORECASE),
    measure=re.compile(
        rf"{_NUMBER} metros de (?P<what>altura|alto|longitud|largo|anchura|ancho|profundidad)\b",
        re.IGNORECASE,
    ),
    dated=re.compile(
        r"\bfue (?P<what>(?:construid|fundad|inaugurad|descubiert|publicad|pintad|inventad)[oa])\b[^.]{0,40}?"
        r" en (?P<value>1\d{3}|20\d\d)\b",
        re.IGNORECASE,
    ),
    more={
        "altura": "altura",
        "alto": "altura",
        "longitud": "longitud",
        "largo": "longitud",
        "anchura": "anchura",
        "ancho": "anchura",
        "profundidad": "profundidad",
    },
)
_CHINESE = Wording(
    identity="这是什么？",
    about="介绍一下{name}",
    pictures="给我看{name}的图片",
    number="{name}有多{what}？",
    number_of_picture="这个有多{what}？",
    date="{name}{what}于哪一年？",
    comparison="{first}和{second}哪个更{more}？",
    back=re.compile(r"[它他她该此其]|全?[高长宽深]|[始兴创]?建|建成|落成"),
    measure=re.compile(
        r"(?P<what>[高长宽深])(?:度)?[为约达有]{0,2}\s*(?P<value>\d[\d.,]*)\s*(?:米|公里|千米|厘米)"
    ),
    dated=re.compile(r"(?P<what>始建|兴建|创建|落成|建成|建)于\s*(?P<value>1\d{3}|20\d\d)"),
    more={"高": "高", "长": "长", "宽": "宽", "深": "深"},
)

WORDINGS: Mapping[str, Wording] = {"en": _ENGLISH, "de": _GERMAN, "es": _SPANISH, "zh": _CHINESE}
"""By ISO 639-1 code."""
