"""Limits that a question or a sentence sets: "taller than 100 m", "before 1900", "under sixteen"."""

import re
from dataclasses import dataclass

from agents.reading.values.quantities import quantities

YEAR = re.compile(r"(?<![\d.,])(1\d{3}|20\d\d)(?!\d|[.,]\d)")

_LESS = (
    r"less|fewer|shorter|lower|smaller|lighter|cheaper|younger|narrower|slower|thinner|colder|cooler|shallower|"
    r"weniger|kürzer|niedriger|kleiner|leichter|billiger|günstiger|jünger|schmaler|langsamer|kälter|flacher"
)
_NOT_MORE = re.compile(
    rf"(?:(?:{_LESS})(?:\s\w+)?\s(?:than|als)|menos(?:\s\w+)?\s(?:de|que)|"
    r"más\s(?:baj|cort|barat|liger|lent|estrech|pequeñ|joven)\w*\s(?:de|que)|"
    r"under|below|at most|up to|(?:no|not) more than|unter|höchstens|bis zu|"
    r"inferior a|por debajo de|como máximo|hasta|"
    r"低于|少于|小于|不到|不足|最多|至多|短于|轻于|不超过)\s*(?:\w+\s)?$",
    re.IGNORECASE,
)
_NOT_LESS = re.compile(
    r"(?:\b(?:more|\w+er)(?:\s\w+)?\s(?:than|als)|mehr als|más(?:\s\w+)?\s(?:de|que)|"
    r"over|above|beyond|at least|exceed\w*|über|mindestens|superior a|al menos|por encima de|"
    r"超过|高于|大于|多于|重于|长于|至少|不少于)\s*(?:\w+\s)?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:before|prior to|earlier than|vor|früher als|antes de(?:l)?)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
_AFTER = re.compile(
    r"\b(?:after|later than|since|nach|später als|seit|después de(?:l)?|desde)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_BEFORE_IN_CHINESE, _AFTER_IN_CHINESE = re.compile(r"年?(?:以前|之前|前)"), re.compile(r"年?(?:以后|之后|后)")
_LESS_IN_CHINESE, _MORE_IN_CHINESE = re.compile(r"(?:以下|以内)"), re.compile(r"(?:以上)")
LOOK_BACK = 30
"""Characters before a number in which it is said on which side of it the limit is."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Above (`is_least`) or below an `amount`, in the base unit of its `dimension`, or a year."""

    amount: float
    dimension: str
    is_least: bool
    is_year: bool = False

    def admits(self, amount: float) -> bool:
        """Whether an amount of the same kind keeps to it; of a lower limit, the limit itself does."""
        return amount >= self.amount if self.is_least else amount < self.amount


def bound_in(text: str, has_comma: bool) -> Bound | None:
    """The limit that a text sets first; None where it sets none. `has_comma`: it writes 3,5 for 3.5."""
    for found in YEAR.finditer(text):
        before, after = text[max(0, found.start() - LOOK_BACK) : found.start()], text[found.end() :]
        if _BEFORE.search(before) or _BEFORE_IN_CHINESE.match(after):
            return Bound(float(found[1]), "", is_least=False, is_year=True)
        if _AFTER.search(before) or _AFTER_IN_CHINESE.match(after):
            return Bound(float(found[1]), "", is_least=True, is_year=True)
    for quantity in quantities(text, has_comma):
        before = text[max(0, quantity.start - LOOK_BACK) : quantity.start]
        after = text[quantity.end :]
        if _NOT_MORE.search(before) or _LESS_IN_CHINESE.match(after):
            return Bound(quantity.base, quantity.dimension, is_least=False)
        if _NOT_LESS.search(before) or _MORE_IN_CHINESE.match(after):
            return Bound(quantity.base, quantity.dimension, is_least=True)
    return None


def keeps_to(bound: Bound, words: str, has_comma: bool) -> bool | None:
    """Whether what the words measure keeps to a limit; None where they measure nothing such, or both."""
    if bound.is_year:
        amounts = [float(found[1]) for found in YEAR.finditer(words)]
    else:
        # A number without a unit that may be a year is no amount.
        amounts = [
            each.base
            for each in quantities(words, has_comma)
            if each.dimension == bound.dimension
            and (each.dimension or not YEAR.fullmatch(words[each.start : each.end]))
        ]
    found = {bound.admits(amount) for amount in amounts}
    return found.pop() if len(found) == 1 else None
