"""Small raised signs: which are marks of notes and which belong to what they stand behind.

Readers write raised digits as superscript digits, which cannot be taken for those of the line. Here it is
decided what stays: 10⁶ and m² do, the mark of a note that is there goes, and any other mark stands apart from
its word. In doubt a sign is an exponent, for without it a number would be another one.
"""

import re
from collections.abc import Collection

_PLAIN, _RAISED = "0123456789+-\u2212\u2013()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ"
_UP = str.maketrans(_PLAIN, _RAISED)
_DOWN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DIGITS = "⁰¹²³⁴-⁹"
_NUMBER = rf"[{_DIGITS}]{{1,3}}"
_ALONE = rf"(?<![⁺⁻{_DIGITS}])%s(?![⁺⁻{_DIGITS}])"
_MARK = re.compile(_ALONE % rf"\s?(?P<mark>{_NUMBER}(?:[,\u2009 ]{_NUMBER})*)")
_LEADING = re.compile(rf"{_NUMBER}(?=\s*\S)|\d{{1,3}}(?=[^\W\d_a-z])")
_BASE = re.compile(r"(?:\d|[^\W\d_]+|[)\]}])\Z")
_YEAR = re.compile(r"(?<![\d.,])(?:1[4-9]|20)\d\d\Z")
_UNITS = frozenset(
    "m mm cm dm km nm µm μm pm fm in ft yd mi ha kg mg µg lb oz hz khz mhz ghz kw mw gw kwh wh kj mj ev kev "
    "mev gev pa kpa hpa mpa bar mol cd lm lx db dbm rad sr ms µs ns min hr hrs sec secs kn sq cu px dpi inch "
    "foot feet "
    "meter metre meters metres м см мм км дм га кг сек миль "
    "sin cos tan cot sec log ln exp det sinh cosh tanh".split()
)
"""Behind these a raised digit is an exponent."""
_LETTER, _CONSONANT = "A-Za-zµΑ-Ωα-ωА-Яа-яё", "b-df-hj-np-tv-xzб-джзй-нп-тф-щ"
_ORDINALS = frozenset("eoarst")
_VARIABLE = re.compile(rf"[{_LETTER}]{{1,2}}|[{_CONSONANT}]{{1,4}}", re.IGNORECASE)
"""One or two letters, or a few without a vowel: E = mc², AB², rms²."""


def raised(text: str) -> str:
    """The text in superscript signs, where there are any for it."""
    return text.translate(_UP)


def is_raisable(text: str) -> bool:
    """Whether a text is digits, with signs around them, and so can be written in superscript signs."""
    return bool(text) and all(each in _PLAIN for each in text) and any(map(str.isdigit, text))


def is_exponent(before: str, mark: str) -> bool:
    """Whether digits raised behind a text belong to it: units, variables, numbers, brackets, functions."""
    found = _BASE.search(before)
    if found is None:
        return False
    base = found[0]
    if not base.isalpha():
        return True
    return _VARIABLE.fullmatch(base) is not None or (base.casefold() in _UNITS and len(mark) == 1)


def refers_to_note(before: str, mark: str, notes: Collection[str]) -> bool:
    """Whether digits raised behind a text are the mark of a note that is there: 1854³ is, 10³ is not."""
    return mark in notes and (not is_exponent(before, mark) or _YEAR.search(before) is not None)


def beside(before: str, text: str, *, is_note: bool = False) -> str:
    """What is written for a raised text behind a word: as it stands there, parted from it, or "".

    `before` is "" where a line begins; `is_note` says that the text refers to a note that is there.
    """
    text = " ".join(text.split())
    if not before or before[-1].isspace():
        # What begins a line is the number of a note itself, or of an isotope.
        return f"{text} " if is_note else raised(text) if is_raisable(text) else text
    if is_note:
        return ""
    if is_raisable(text):
        return raised(text) if is_exponent(before, text) else f" {raised(text)}"
    base = _BASE.search(before)
    if base is not None and (len(base[0]) == 1 or not base[0].isalpha()):
        # xᵏ, 2ⁿ⁺¹ and Aᵀ; but not 1er, 2nd, XIXe, Mme and no.
        is_formula = any(each in "+-−–/*·=" or each.isdigit() for each in text)
        is_letter = len(text) == 1 and text.isalpha() and text not in _ORDINALS
        if is_formula or (is_letter and not base[0].isdigit()):
            return f"^{text}" if len(text) == 1 else f"^({text})"
    return f" {text}" if text.startswith(("[", "(", "*", "†", "‡")) else text


def note_number(text: str) -> str:
    """The number with which a note begins, raised or not; "" if it begins otherwise."""
    found = _LEADING.match(text)
    return found[0].translate(_DOWN) if found else ""


def with_plain_number(text: str) -> str:
    """A note whose number was raised, with a plain one and a space behind it."""
    number = note_number(text)
    return f"{number} {text[len(number) :].lstrip()}" if number else text


def without_marks(text: str, notes: Collection[str]) -> str:
    """A text whose marks of these notes are gone, and whose other marks stand apart: "Rome ³".

    Exponents stay.
    """
    if not any(each in text for each in "⁰¹²³⁴⁵⁶⁷⁸⁹"):
        return text

    def decided(found: re.Match[str]) -> str:
        before, marks = text[: found.start()], re.split(r"[^\d]", found["mark"].translate(_DOWN))
        if not before.strip():
            return found[0]
        if len(marks) == 1 and is_exponent(before, marks[0]):
            is_note = refers_to_note(before, marks[0], notes)
            return "" if is_note else found[0]
        if all(mark in notes for mark in marks):
            return ""
        return f" {found['mark']}"

    return _MARK.sub(decided, text)
