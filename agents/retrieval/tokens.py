"""Text to tokens, and a typed query to what it asks for: the one tokenisation of every lexical index.

Normalisation follows Unicode NFKC and full case folding (UAX #15, Unicode 3.13); English words are stemmed
with Snowball (Porter, 2001); scripts written without spaces become overlapping bigrams, the usual choice
where no dictionary is at hand (Nie and Ren, 1999).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import snowballstemmer

LONGEST_TOKEN = 40
"""Characters. A longer run of letters and digits (a hash, encoded bytes) is known by its beginning."""

SHORTEST_STEMMED = 4

MOST_SCORED = 64
"""Terms that a query is scored by. A pasted page asks for its first words, and does not stall the index."""

_FUNCTION_WORDS = (
    "a about an and any are as at be been being but by can could did do does doing for from had has have "
    "having he her here hers him his how i if in into is it its itself me my of on or our ours she should so "
    "some such than that the their theirs them then there these they this those to too was we were what when "
    "where which while who whom whose why will with would you your yours"
)
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Left out of what a query asks for. Documents keep theirs: phrases need them."""

# Latin letters whose stroke or ligature Unicode does not decompose.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# Accents, marks around symbols and variation selectors. The marks of other scripts are vowels: they stay.
_ACCENTS = re.compile("[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019\u02bc]s\b")
# Han with its iteration marks, kana, bopomofo, hangul syllables, and the planes of rare ideographs.
_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\U00020000-\U0003ffff"
)
_RUN = re.compile(f"(?P<unspaced>[{_UNSPACED}]{{2,}})|[{_UNSPACED}]|[^{_UNSPACED}]+")

_TYPOGRAPHIC_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
# A quote after a digit is an inch mark; a minus inside a word is a hyphen.
_CLAUSE = re.compile(r"""(?P<minus>(?<!\S)-)?(?:(?<!\d)"(?P<phrase>[^"]+)"|(?P<words>[^\s"]+))""")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """What a typed query asks of a lexical index, in tokens.

    `terms` are optional: any of them makes a record match, and the more the better it scores.
    Each of `phrases` is required and each of `exclusions` forbidden, as adjacent tokens in this order.
    """

    terms: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    exclusions: tuple[tuple[str, ...], ...] = ()

    @property
    def scored_terms(self) -> tuple[str, ...]:
        """The distinct tokens that score a record, MOST_SCORED at most: terms, then the words of phrases.

        Stop words inside a phrase are part of what must match, but score only where there is nothing else.
        """
        quoted = [token for phrase in self.phrases for token in phrase]
        telling = [*self.terms, *(token for token in quoted if token not in _STOP_TOKENS)]
        return _distinct(telling or quoted)[:MOST_SCORED]


def tokenise(text: str) -> list[str]:
    """The tokens of a text in order, repeats included.

    A token holds letters, digits and the vowel marks of scripts that write them apart: never a space, a quote
    or other punctuation, so an index can join tokens with spaces and split them there again.
    """
    return [_stem(word) for word in _words(text)]


def parse_query(text: str) -> LexicalQuery:
    """Read `word`, `"required phrase"`, `-excluded` and `-"excluded phrase"`; a lone quote is plain text.

    Stop words are left out of the optional terms, unless the query asks for nothing else.
    """
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    exclusions: list[tuple[str, ...]] = []
    for clause in _CLAUSE.finditer(text.translate(_TYPOGRAPHIC_QUOTES)):
        content = clause["phrase"] or clause["words"]
        if clause["minus"]:
            exclusions.append(tuple(tokenise(content)))
        elif clause["phrase"]:
            phrases.append(tuple(tokenise(content)))
        else:
            words.extend(_words(content))
    required = _distinct(filter(None, phrases))
    return LexicalQuery(_optional_terms(words, bool(required)), required, _distinct(filter(None, exclusions)))


def plain_text(text: str) -> str:
    """A typed query as an encoder should read it: what is wanted, without quotation marks and exclusions."""
    clauses = _CLAUSE.finditer(text.translate(_TYPOGRAPHIC_QUOTES))
    return " ".join(clause["phrase"] or clause["words"] for clause in clauses if not clause["minus"])


def satisfies(query: LexicalQuery, text: str) -> bool:
    """Whether a text has every phrase of the query and none of its exclusions."""
    if not query.phrases and not query.exclusions:
        return True
    tokens = tokenise(text)
    return all(_occurs(phrase, tokens) for phrase in query.phrases) and not any(
        _occurs(phrase, tokens) for phrase in query.exclusions
    )


def _occurs(phrase: Sequence[str], tokens: Sequence[str]) -> bool:
    return any(
        tuple(tokens[start : start + len(phrase)]) == tuple(phrase)
        for start, token in enumerate(tokens)
        if token == phrase[0]
    )


def _optional_terms(words: list[str], has_phrases: bool) -> tuple[str, ...]:
    telling = [word for word in words if word not in STOP_WORDS]
    return _distinct(_stem(word) for word in (telling if telling or has_phrases else words))


def _words(text: str) -> Iterator[str]:
    for word in _POSSESSIVE.sub("", _fold(text)).translate(_SEPARATORS).split():
        if word.isascii():
            yield word[:LONGEST_TOKEN]
        else:
            yield from _split_scripts(word)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UNDECOMPOSED)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return unicodedata.normalize("NFC", bare)


def _split_scripts(word: str) -> Iterator[str]:
    for match in _RUN.finditer(word):
        run = match[0]
        if match["unspaced"]:
            yield from (run[start : start + 2] for start in range(len(run) - 1))
        else:
            yield run[:LONGEST_TOKEN]


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    if len(word) < SHORTEST_STEMMED or not (word.isascii() and word.isalpha()):
        return word
    # The stemmer keeps the word in itself while it works, so threads cannot share one.
    stemmed: str = snowballstemmer.stemmer("english").stemWord(word)
    return stemmed


def _distinct(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))


class _SeparatorTable(dict[int, int]):
    """For `str.translate`: what cannot be part of a token becomes a space, decided once a character."""

    def __missing__(self, code_point: int) -> int:
        character = chr(code_point)
        is_token = character.isalnum() or unicodedata.category(character).startswith("M")
        self[code_point] = code_point if is_token else ord(" ")
        return self[code_point]


_SEPARATORS = _SeparatorTable()
_STOP_TOKENS = frozenset(_stem(word) for word in STOP_WORDS)
