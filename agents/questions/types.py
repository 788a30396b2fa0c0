"""What a question was understood to ask. Values only: they cross the journal as JSON."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from agents.retrieval.folding import fold
from agents.retrieval.terms import TermOptions

PLACE = "\N{HORIZONTAL ELLIPSIS}"
"""Stands in `Ask.text` where the words pointed at something without naming it."""


MAX_REWRITES = 5
MAX_TERMS = 16
MAX_TERM_WEIGHT = 3.0


class Intent(StrEnum):
    """What kind of answer is asked for."""

    IDENTITY = "identity"
    FACT = "fact"
    COUNT = "count"
    LIST = "list"
    COMPARISON = "comparison"
    YES_NO = "yes_no"
    ABOUT = "about"
    PICTURES = "pictures"


class AnswerType(StrEnum):
    """The expected answer type: what an answering sentence must hold."""

    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    PERSON = "person"
    COLOUR = "colour"
    REASON = "reason"
    USE = "use"
    NAME = "name"
    ANY = "any"


class Dimension(StrEnum):
    """Of what kind the number is that is asked for; empty for answers that are no number."""

    NONE = ""
    LENGTH = "length"
    MASS = "mass"
    TIME = "time"
    MONEY = "money"
    TEMPERATURE = "temperature"
    SHARE = "share"
    SPEED = "speed"
    AREA = "area"
    VOLUME = "volume"
    COUNT = "count"
    POWER = "power"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing a question asks.

    `text` are its words, with PLACE where they pointed at a picture or at what was asked before. `about` are
    the names or phrases it is about, `constraints` what restricts it ("before 1900"), both as they were
    written. `points_at_picture`: it is about what a picture of the question shows. `rewrites` are the other
    wordings that are searched for, with PLACE as in `text`; None in what earlier versions read.
    """

    text: str
    intent: Intent = Intent.FACT
    expects: AnswerType = AnswerType.ANY
    dimension: Dimension = Dimension.NONE
    about: tuple[str, ...] = ()
    points_at_picture: bool = False
    constraints: tuple[str, ...] = ()
    rewrites: tuple[str, ...] | None = None

    @property
    def is_topic(self) -> bool:
        """Whether a thing is named and nothing is asked of it: "lighthouse"."""
        return self.intent is Intent.ABOUT and self.about == (self.text,)

    def naming(self, subject: str) -> str:
        """The words with `subject` where they pointed at it, or before them where it is not named.

        Of several names, with "; " between them, those that are not named.
        """
        words = self.text.replace('"', " ")
        if PLACE in words:
            words = words.replace(PLACE, subject)
        else:
            missing = [name for name in subject.split("; ") if name.casefold() not in words.casefold()]
            words = f"{'; '.join(missing)} {words}"
        return " ".join(words.split())


@dataclass(frozen=True, slots=True)
class TermWeight:
    """How many times as much as usual a word of the question counts in a search; 0 is not at all."""

    term: str
    weight: Annotated[float, Field(ge=0, le=MAX_TERM_WEIGHT)]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word that was typed, folded, and the word that is searched for, unless the correction is not used."""

    typed: str
    word: str
    is_used: bool = True


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question as it was understood: its language (ISO 639-1) and its asks, at least one.

    `weights` are of words that do not count as usual, `spellings` of words that no text has.
    """

    language: str
    asks: tuple[Ask, ...]
    by: Literal["rules", "model", "person"] = "rules"
    weights: tuple[TermWeight, ...] = ()
    spellings: tuple[Spelling, ...] = ()

    @property
    def terms(self) -> TermOptions:
        """How a search treats its words."""
        return TermOptions(
            {" ".join(fold(each.term).split()): each.weight for each in self.weights},
            frozenset(each.typed for each in self.spellings if not each.is_used),
        )


_UNDERSTANDINGS: TypeAdapter[Understanding] = TypeAdapter(Understanding)


def understanding_from(values: Any) -> Understanding:
    """The understanding that JSON values say. Raises ValueError (pydantic's) for anything else."""
    return _UNDERSTANDINGS.validate_python(values)


def understanding_values(understanding: Understanding) -> dict[str, Any]:
    """The understanding as JSON values."""
    values: dict[str, Any] = _UNDERSTANDINGS.dump_python(understanding, mode="json")
    return values
