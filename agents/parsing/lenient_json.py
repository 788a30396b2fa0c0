"""JSON as models write it: slips that leave no doubt of what was meant are read, anything else is refused.

Read beside JSON itself: single and typographic quotes, bare keys, a comma before a bracket, line breaks and
other control characters in a text, escapes that JSON lacks (kept as they stand), True, False and None, one
bracket too many at the end, a fence around the whole, and JSON written once more as a string. No value is
ever made up: a text without its end, a missing bracket and two values for one are errors that name the place.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from agents.messages import message as _

MAX_DEPTH = 64
"""Brackets within brackets; no tool has arguments that deep."""

MAX_ENCODINGS = 3
"""How often a value may have been written as a string of JSON."""

MAX_FALSE_STARTS = 500
"""Brackets in a text that begin no value; behind so many of them nothing is looked for any more."""

_NEAR = 24
"""Characters of the text that an error shows."""

_CLOSES = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"} | {c: c for c in "\"'\\/"}
_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_SPACE = re.compile(r"\s*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?(?![\w.])")
_WORD = re.compile(r"[^\W\d]\w*")
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_FENCED = re.compile(r"\s*```(?:json|tool_call)?\s*\n?(.*?)\s*```\s*", re.DOTALL)
_SURPLUS = re.compile(r"[\s}\]]*")


class NotJson(ValueError):
    """What was wrong, as the end of a sentence, and at which character, from 0."""

    def __init__(self, problem: str, place: int, text: str) -> None:
        if near := text[max(0, place - _NEAR) : place + 1]:
            told = _(
                "%(problem)s at character %(place)s, after %(near)s",
                problem=problem,
                place=str(place + 1),
                near=repr(near),
            )
        else:
            told = _("%(problem)s at its beginning", problem=problem)
        super().__init__(told)
        self.place = place


def read_json(text: str) -> Any:
    """The JSON value that a text is. Raises NotJson."""
    try:
        return strict_json(text)
    except (ValueError, RecursionError):
        pass
    if fenced := _FENCED.fullmatch(text):
        text = fenced[1]
    reader = _JsonReader(text)
    value, end = reader.value(reader.skip(0), 0)
    surplus = _SURPLUS.match(text, end)
    after = surplus.end() if surplus else end
    if after < len(text):
        raise NotJson(_("something stands behind the whole value"), after, text)
    return value


def read_object(text: str) -> dict[str, Any]:
    """The JSON object that a text is, however often it was written as a string. Raises NotJson."""
    value = read_json(text)
    for _encoding in range(MAX_ENCODINGS):
        if not isinstance(value, str):
            break
        value = read_json(value)
    if not isinstance(value, dict):
        match value:
            case None:
                kind = "null"
            case bool():
                kind = "true" if value else "false"
            case str():
                kind = _("a text")
            case list():
                kind = _("a list")
            case _other:
                kind = _("a number")
        problem = _("%(value)s stands there instead of an object in braces", value=kind)
        raise NotJson(problem, 0, "")
    return value


def values_in(text: str, opening: str = "{") -> Iterator[tuple[int, int, Any]]:
    """Start, end and value of what begins with one of these brackets in a text, outermost only, in order."""
    starts, end, false_starts = re.compile(f"[{re.escape(opening)}]"), 0, 0
    while (begin := starts.search(text, end)) and false_starts < MAX_FALSE_STARTS:
        start = begin.start()
        try:
            value, end = decode_json(text, start)
        except NotJson:
            end, false_starts = start + 1, false_starts + 1
        else:
            yield start, end, value


def strict_json(text: str) -> Any:
    """The value of a text that is JSON and nothing else. Raises ValueError, RecursionError."""
    return json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)


def decode_json(text: str, start: int) -> tuple[Any, int]:
    """The value that starts at a character of a text, and the place behind it. Raises NotJson."""
    decoder = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
    try:
        return decoder.raw_decode(text, start)
    except (ValueError, RecursionError):
        return _JsonReader(text).value(start, 0)


class _JsonReader:
    """Reads one text. Each method is given where to begin, and gives back what it read with its end."""

    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, place: int, depth: int) -> tuple[Any, int]:
        first = self._text[place : place + 1]
        if depth > MAX_DEPTH:
            raise self._wrong(_("brackets are nested too deep"), place)
        if first == "{":
            members, end = self._members(place, "}", depth)
            return dict(members), end
        if first == "[":
            members, end = self._members(place, "]", depth)
            return [item for _key, item in members], end
        if first in _CLOSES:
            return self._string(place)
        return self._scalar(place)

    def _members(self, place: int, closing: str, depth: int) -> tuple[list[tuple[str, Any]], int]:
        """What stands in brackets, with its keys if they are braces, and the place behind them."""
        members: list[tuple[str, Any]] = []
        place = self.skip(place + 1)
        while self._text[place : place + 1] != closing:
            key = ""
            if closing == "}":
                key, place = self._key(place)
                place = self.skip(place)
                if self._text[place : place + 1] != ":":
                    raise self._wrong(_("a colon is missing behind the key %(key)s", key=repr(key)), place)
                place = self.skip(place + 1)
            item, place = self.value(place, depth + 1)
            members.append((key, item))
            place = self.skip(place)
            after = self._text[place : place + 1]
            if after == ",":
                place = self.skip(place + 1)
            elif after != closing:
                problem = _("a comma or %(bracket)s is missing", bracket=closing)
                if after.isalnum():
                    hint = _('a quotation mark within a text is written \\"')
                    problem = _("%(sentence)s (%(detail)s)", sentence=problem, detail=hint)
                raise self._wrong(problem, place)
        return members, place + 1

    def _key(self, place: int) -> tuple[str, int]:
        if self._text[place : place + 1] in _CLOSES:
            return self._string(place)
        if word := _WORD.match(self._text, place):
            return word[0], word.end()
        raise self._wrong(_("a key in quotation marks is missing"), place)

    def _string(self, place: int) -> tuple[str, int]:
        closing, pieces = _CLOSES[self._text[place]], []
        plain, start = re.compile(rf"[^\\{closing}]*"), place + 1
        while True:
            piece = plain.match(self._text, start)
            assert piece  # It also matches nothing.
            pieces.append(piece[0])
            start = piece.end()
            if start >= len(self._text):
                raise self._wrong(_("a text has no end"), len(self._text) - 1)
            if self._text[start] == closing:
                # The text with its surrogate pairs as the characters that they mean.
                paired = "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
                return paired, start + 1
            letter = self._text[start + 1 : start + 2]
            if letter == "u" and (code := _HEX.match(self._text, start + 2)):
                pieces.append(chr(int(code[0], 16)))
                start = code.end()
            else:  # An escape that JSON does not know stands for itself.
                pieces.append(_ESCAPES.get(letter, f"\\{letter}"))
                start += 2

    def _scalar(self, place: int) -> tuple[Any, int]:
        if number := _NUMBER.match(self._text, place):
            try:
                value = _finite(number[0]) if number[1] or number[2] else int(number[0])
            except ValueError:
                raise self._wrong(_("a number is too large"), place) from None
            return value, number.end()
        word = _WORD.match(self._text, place)
        if word and word[0] in _WORDS:
            return _WORDS[word[0]], word.end()
        if word:
            raise self._wrong(
                _("%(word)s stands there without quotation marks", word=repr(word[0][:_NEAR])), place
            )
        if place >= len(self._text):
            raise self._wrong(_("the text ends too early"), place)
        raise self._wrong(_("no value stands there"), place)

    def skip(self, place: int) -> int:
        space = _SPACE.match(self._text, place)
        return space.end() if space else place

    def _wrong(self, problem: str, place: int) -> NotJson:
        return NotJson(problem, place, self._text)


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(written)
    return number


def _refuse_constant(constant: str) -> None:
    # NaN and Infinity are no JSON, and the database that keeps the journal takes none.
    raise ValueError(constant)
