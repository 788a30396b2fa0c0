"""Understanding a question by rules: what it asks, of what kind the answer is, what it is about."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from agents.retrieval.tokens import STOP_WORDS, tokenise
from agents.sentences import split_sentences


class AnswerKind(StrEnum):
    """What an answering sentence must hold."""

    TIME = "time"
    NUMBER = "number"
    NAME = "name"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing a question asks, in words that point at no picture; `context` was stated before it.

    Where the words pointed at what a picture shows, PLACE stands for it. `content` are the stems that tell
    it from other questions. `wants_identity`: it only asks who or what a picture shows.
    """

    text: str
    context: str
    kind: AnswerKind
    content: frozenset[str]
    wants_identity: bool

    def about(self, subject: str) -> str:
        """What to search for: the subject, what was stated before, and the ask, without quotation marks."""
        words = f"{self.context} {self.text}".replace('"', " ")
        named = words.replace(PLACE, subject) if PLACE in words else f"{subject} {words}"
        return " ".join(named.split())

    def without(self, subject: str) -> str:
        """The ask as a sentence for an encoder, with "it" where the subject was named or pointed at."""
        names = [name for name in (PLACE, *subject.split("; ")) if name]
        return re.sub("|".join(map(re.escape, names)), "it", self.text)


PLACE = "\N{HORIZONTAL ELLIPSIS}"

LONGEST_ELLIPSIS = 3
"""Words of a part such as "under whose leadership" that lives on the verb of its neighbour."""

_WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
_LEAD = r"(?:(?:in|on|at|by|for|from|to|of|with|after|under|since|during|about|near|into)\s+)?"
_SPLIT = re.compile(
    rf";\s+|,?\s+(?:and|or|but)\s+(?=(?:also\s+)?{_LEAD}{_WH}\b)|,\s+(?={_LEAD}{_WH}\b)", re.IGNORECASE
)
_IMPERATIVE = r"(?:name|identify|describe|tell|say|give|find|show|list)"
_ASKS = re.compile(rf"\b{_WH}\b|^(?:please\s+|(?:can|could) you\s+)*{_IMPERATIVE}\b", re.IGNORECASE)

_PICTURE = r"(?:picture|photo|photograph|image|portrait|snapshot|drawing)s?"
_POINTING_PHRASE = re.compile(
    rf"\b(?:(?:shown|seen|pictured|depicted|visible)\s+)?(?:in|on|of|from|by)\s+(?:this|the|that|my|these)\s+{_PICTURE}\b"
    r"|\b(?:that\s+)?(?:(?:is|are)\s+)?(?:shown|pictured|depicted)(?:\s+here)?\b|\byou\s+(?:can\s+)?see\b"
    r"|\bwhose\s+flag\s+(?:this\s+is|is\s+this|is)\b",
    re.IGNORECASE,
)
_POINTED_AT = re.compile(
    r"\bthe\s+(?:country|nation|state|land)\s+(?:(?:with|of|that\s+flies|which\s+flies)\s+(?:this|the|that)\s+flag"
    r"|whose\s+flag(?:\s+(?:this\s+is|is\s+this|it\s+is|is\s+shown|you\s+see|is))?)\b"
    r"|\b(?:this|that)\s+flag['’]s\s+country\b",
    re.IGNORECASE,
)
_ASKS_WHO_THIS_IS = re.compile(
    r"\b(?:who|what)\s+(?:(?:is|was|are)\s+(?:this|that|these|he|she)\b|(?:this|that|these|he|she)\b.*\b(?:is|was|are)$)",
    re.IGNORECASE,
)

_KINDS = (
    (
        AnswerKind.TIME,
        r"when|(?:what|which) (?:year|date|day|month|century|decade)|how old",
    ),
    (
        AnswerKind.NUMBER,
        r"how (?:many|much|long|tall|high|far|fast|big|large|wide|deep|heavy|often)|what number",
    ),
    (AnswerKind.NAME, r"who|whom|whose|where|which|what (?:is|was) the name|name of"),
)
_YEAR_OR_DATE = re.compile(
    r"\b(?:1\d{3}|20\d{2}|\d{1,4}\s*(?:AD|BC|CE|BCE)|(?:AD|BC)\s*\d{1,4}|\d{1,2}(?:st|nd|rd|th) century)s?\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_AMOUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|billion|half|once|twice|dozen)\b",
    re.IGNORECASE,
)
_STARTS = re.compile(r"(?:^|[.!?]\s+|\n)[\"'“(]*$")
_WORD = r"(?:[A-Z]\.|[A-Z0-9][\w'’-]*)"
_NAME = re.compile(rf"\b[A-Z](?:\.|[\w'’-]*)(?:\s+(?:(?:of|the|de|von|van)\s+)?{_WORD})*")

# Words that point at a picture, or at whatever it shows, and tell nothing of what is asked.
_POINTING_WORDS = """
    picture pictures photo photos photograph photographs image images portrait shown show shows see seen
    pictured depicted depict depicts appear appears here person people man woman thing object item one name
    named identify called known please tell visible exactly old like know want d ll
"""
_KINDS_OF_THING = """
    animal building place country flag city landmark plant flower bird dog cat car vehicle painting artwork
    spacecraft rocket ship machine scientist astronaut artist instrument species breed monument
"""


def _stems(words: str) -> frozenset[str]:
    return frozenset(tokenise(words))


_POINTING = _stems(_POINTING_WORDS)
_KIND_OF_THING = _stems(_KINDS_OF_THING)
_STOP = _stems(" ".join(STOP_WORDS))


def understand(text: str) -> tuple[Ask, ...]:
    """Split a question into what it asks; without any question word, all of it is one ask.

    Sentences that ask nothing are the context of those that follow. A text without words asks who or what is
    shown.
    """
    asks: list[Ask] = []
    context: list[str] = []
    for sentence in split_sentences(text):
        if sentence.text.endswith("?") or _ASKS.search(sentence.text):
            parts = [part.strip(" ?.,!") for part in _SPLIT.split(sentence.text)]
            context += [part for part in parts if len(parts) > 1 and not _ASKS.search(part)]
            asking = [part for part in parts if part and (len(parts) == 1 or _ASKS.search(part))]
            asks += _completed([_ask(part, " ".join(context)) for part in asking])
        else:
            context.append(sentence.text)
    return tuple(asks) or (_ask(text.strip() or "What is shown in this picture", ""),)


def satisfies_kind(kind: AnswerKind, sentence: str, known: frozenset[str]) -> bool:
    """True when the sentence holds a date, a number, or a name that the question did not mention."""
    match kind:
        case AnswerKind.TIME:
            return bool(_YEAR_OR_DATE.search(sentence))
        case AnswerKind.NUMBER:
            return bool(_AMOUNT.search(sentence))
        case AnswerKind.NAME:
            return any(not frozenset(tokenise(name)) & known for name in names_in(sentence))
        case AnswerKind.ANY:
            return True


def subject_tokens(subject: str) -> frozenset[str]:
    """The stems that tell a subject from others: "Flag of Estonia" is about Estonia."""
    tokens = _stems(subject) - _STOP
    return tokens - _POINTING - _KIND_OF_THING or tokens


def names_in(sentence: str) -> tuple[str, ...]:
    """Capitalised names, kept together as in "Chandra X-ray Observatory"; a lone first word is none."""
    names = []
    for found in _NAME.finditer(sentence):
        words = found.group().rstrip(".").split()
        starts = _STARTS.search(sentence[: found.start()]) is not None
        if starts and (len(words) == 1 or words[0].lower() in STOP_WORDS):
            words = words[1:]
        names.append(" ".join(words))
    return tuple(dict.fromkeys(name for name in names if name))


def _ask(text: str, context: str) -> Ask:
    if context and not _content(text):
        text, context = f"{text}: {context}", ""
    pointed = _POINTED_AT.sub(PLACE, text)
    content = _content(pointed)
    asks_what_it_is = bool(re.match(rf"{_LEAD}(?:{_WH}|{_IMPERATIVE})\b", text, re.IGNORECASE))
    return Ask(
        text=_without_pointing(pointed),
        context=_without_pointing(context),
        kind=_kind(text),
        content=content - _KIND_OF_THING or content,
        wants_identity=bool(_ASKS_WHO_THIS_IS.search(text))
        or (asks_what_it_is and PLACE not in pointed and content <= _KIND_OF_THING),
    )


def _content(text: str) -> frozenset[str]:
    return _stems(_ASKS.sub(" ", text)) - _STOP - _POINTING


def _completed(asks: list[Ask]) -> list[Ask]:
    """Give an elliptic part ("and in which year?") the words of the nearest one that has a verb."""
    whole = [ask for ask in asks if not _is_elliptic(ask)]
    if not whole:
        return asks
    return [_borrow(ask, whole[0] if place == 0 else asks[place - 1]) for place, ask in enumerate(asks)]


def _is_elliptic(ask: Ask) -> bool:
    return len(ask.text.split()) <= LONGEST_ELLIPSIS and not ask.wants_identity


def _borrow(ask: Ask, neighbour: Ask) -> Ask:
    if not _is_elliptic(ask) or neighbour.wants_identity:
        return ask
    return replace(ask, text=f"{ask.text}: {neighbour.text}", content=ask.content | neighbour.content)


def _without_pointing(text: str) -> str:
    """The text without phrases such as "in this photograph" or "the country whose flag this is"."""
    return " ".join(_POINTING_PHRASE.sub(" ", text).split()) or text


def _kind(text: str) -> AnswerKind:
    found = (kind for kind, pattern in _KINDS if re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE))
    return next(found, AnswerKind.ANY)
