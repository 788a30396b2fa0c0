"""What a claim says in words: its content, its proper names, and whether it denies something."""

import re
from collections.abc import Collection, Iterator

from agents.retrieval.tokens import STOP_WORDS, tokenise
from agents.verify.figures import MONTHS, NUMBER_WORDS

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS_AND_DAYS = frozenset(
    (*_DAYS, *(name for month in MONTHS for name in (month.lower(), month[:3].lower())))
)
_TITLES = "mr mrs ms dr prof professor sir lady ad bc ce bce"
# Words that point at the evidence or round a figure, and say nothing that the evidence could hold.
_FRAMING = (
    "according evidence source article passage text picture image photograph photo show shown see seen match "
    "look like most also about around nearly almost roughly approximately over more than called since until "
    "before after during between make made become became not never no nobody none neither nor cannot without "
    "nothing"
)
_COMMON = frozenset(_FRAMING.split()) | STOP_WORDS | NUMBER_WORDS | _MONTHS_AND_DAYS
_NOT_CONTENT = frozenset(tokenise(" ".join((*_COMMON, "year"))))
_NEVER_NAMES = frozenset(("i", *_TITLES.split())) | _COMMON
# Polish stands for Poland, French for France: such words are compared as content, not as names.
_NATIONALITY = re.compile(r"(?:[a-z]ish|ese|ian|ean|[ir]can|utch|rench|erman|iss)$")

_WORD = re.compile(r"[^\W_](?:[\w.'’&-]*[^\W_])?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s)[\s\"“”‘’'(«*|-]*$")
_NEGATION = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|nor|cannot|without|nothing)\b|n['’]t\b", re.IGNORECASE
)
# With these a sentence can say by a negation what another says without one: "nobody before her", "the first".
_INDIRECT = re.compile(
    r"\b(?:first|last|only|until|before|except|unlike|longer|rather|instead)\b", re.IGNORECASE
)

MIN_ROOT_CHARACTERS = 4
"""Letters that two words must share from the start to be akin, as `Sweden` and `Swedish` do."""

MAX_ENDING_CHARACTERS = 3
"""Letters by which akin words may differ in length, so that `Chandra` is not `Chandrasekhar`."""


def content(text: str) -> frozenset[str]:
    """The stems of a text that say something: no function words, no figures."""
    return frozenset(
        stem
        for stem in tokenise(text)
        if stem not in _NOT_CONTENT and not any(character.isdigit() for character in stem)
    )


def is_akin_to_any(stem: str, given: Collection[str]) -> bool:
    """Whether the stem is given, or one that differs in its ending only."""
    if stem in given:
        return True
    for other in given:
        shorter, longer = sorted((stem, other), key=len)
        root = max(MIN_ROOT_CHARACTERS, len(shorter) - 2)
        is_ending = len(longer) - len(shorter) <= MAX_ENDING_CHARACTERS
        if is_ending and len(shorter) >= root and stem[:root] == other[:root]:
            return True
    return False


def denies(claim: str, quote: str) -> bool:
    """Whether the claim negates something and the quote nothing.

    The other way round is not clear: a negation in a quote may belong to a part that the claim leaves out.
    """
    is_indirect = _INDIRECT.search(claim) or _INDIRECT.search(quote)
    return not is_indirect and bool(_NEGATION.search(claim)) and not _NEGATION.search(quote)


def missing_names(claim: str, given: str) -> tuple[str, ...]:
    """The proper names of a claim that do not occur in the text given.

    A name is a word with a capital or a digit in it. The first word of a sentence counts only when another
    name follows it, or when its form tells (`NASA`, `STS-93`): any word has a capital there. Abbreviations
    are found in the words that they stand for, and the other way round.
    """
    stems = frozenset(tokenise(given))
    initials = acronyms(given)
    missing = []
    for phrase in _phrases(claim):
        short = "".join(word[0] for word in phrase)
        if len(phrase) > 1 and re.search(rf"\b{re.escape(short)}\b", given):
            continue
        for word in phrase:
            is_told = _NATIONALITY.search(word) or word.replace(".", "") in initials
            if not is_told and not all(is_akin_to_any(stem, stems) for stem in tokenise(word)):
                missing.append(word)
    return tuple(dict.fromkeys(missing))


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    """Runs of names that stand side by side."""
    words = list(_WORD.finditer(text))
    run: list[re.Match[str]] = []
    for word in words:
        if run and text[run[-1].end() : word.start()] != " ":
            yield from _as_names(text, run)
            run = []
        bare = re.sub(r"['’]s$", "", word[0])
        has_capital = any(character.isupper() for character in bare)
        if has_capital and bare.casefold().rstrip(".") not in _NEVER_NAMES:
            run.append(word)
        elif run:
            yield from _as_names(text, run)
            run = []
    yield from _as_names(text, run)


def _as_names(text: str, run: list[re.Match[str]]) -> Iterator[tuple[str, ...]]:
    is_plain_start = len(run) == 1 and run[0][0].istitle() and _SENTENCE_START.search(text[: run[0].start()])
    if run and not is_plain_start:
        yield tuple(word[0] for word in run)


def acronyms(text: str) -> frozenset[str]:
    """The initials of every two and more capitalised words in a row: what their abbreviation may be."""
    words = [w for w in re.findall(r"[^\W_][\w'’-]*", text) if w.lower() not in ("of", "the", "and", "for")]
    found, run = set(), ""
    for word in words:
        run = run + word[0] if word[0].isupper() else ""
        found |= {run[start:] for start in range(len(run) - 1)}
    return frozenset(found)
