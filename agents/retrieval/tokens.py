"""Text to tokens, and a typed query to what it asks for: the one tokenisation of every lexical index.

Spellings are folded first (`folding`); words are stemmed with Snowball (Porter, 2001) in the language of
their text, and those of a query in each language, since a few words do not tell which it is; scripts written
without spaces become overlapping pairs of graphemes, the usual choice where no dictionary is at hand (Nie and
Ren, 1999). An index also keeps each grapheme by itself, as Lucene's CJKBigramFilter can: so one of them alone
is found, and whatever stands between two graphemes of a text is a phrase of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import snowballstemmer

from agents.retrieval.folding import GRAPHEME, IGNORED, RUN, UNSPACED, fold

VERSION = 4
"""Of all that decides what tokens an index holds, and of which texts. Raise it with any change: indexes are
then made anew."""

MAX_TOKEN_CHARACTERS = 40
"""Characters. A longer run of letters and digits (a hash, encoded bytes) is known by its beginning."""

MAX_GRAPHEME_CHARACTERS = MAX_TOKEN_CHARACTERS // 2

MIN_STEMMED_CHARACTERS = 4

MAX_SCORED = 64
"""Terms that a query is scored by. A pasted page asks for its first words, and does not stall the index."""

_STEMMERS = {"en": "english", "de": "german", "es": "spanish"}
_MARKS = {"de": "\ue0de", "es": "\ue0e5"}
"""Behind the stems of other languages, so that they meet none of English. No text has these characters."""

_FUNCTION_WORDS = (
    "a about an and any are as at be been being but by can could did do does doing for from had has have "
    "having he her here hers him his how i if in into is it its itself me my of on or our ours she should so "
    "some such than that the their theirs them then there these they this those to too was we were what when "
    "where which while who whom whose why will with would you your yours"
)
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Left out of what a query asks for. Documents keep theirs: phrases need them."""

_FOREIGN_STOP_WORDS = {
    "de": frozenset(
        """
        aber als am an auch auf aus bei beim bin bis bist da damit dann das dass dem den denn der deren
        des dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen
        einer eines er es etwas fur gibt habe haben hat hatte hatten hier ich ihm ihn ihnen ihr ihre
        ihrem ihren ihrer im in ins ist ja jede jeder jedes kann kein keine man mein meine mit nach
        nicht noch nun nur ob oder ohne sehr sein seine seinem seinen seiner sich sie sind so uber um
        und uns unser unter vom von vor wann war waren warum was weil welche welchem welchen welcher
        welches wem wen wenn wer werden wessen wie wieder wir wird wo woher wohin wurde wurden zu zum
        zur
        """.split()  # noqa: SIM905  A list of so many would be a page.
    ),
    "es": frozenset(
        """
        a al ante antes como con cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde el
        ella ellas ellos en entre era eran es esa ese eso esta estaba estan este esto estos fue fueron
        ha habia hace han hasta hay la las le les lo los mas me mi mis muy no nos o para pero por porque
        que quien quienes se ser si sin sobre son su sus te tiene tienen tu un una unas uno unos y ya yo
        """.split()  # noqa: SIM905
    ),
}
"""The same in other languages, folded, where a query is told to be in one by words that English has not."""

_ALSO_ENGLISH = frozenset(
    "am an bin da den die du durch es hat in ins man mine so um was war a con de el era ha han la las lo los "
    "me mi no o sin son te un y ya".split()
)

_TYPOGRAPHIC_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
# A quote after a digit is an inch mark, one in a Hebrew word a gershayim; a minus in a word is a hyphen.
_CLAUSE = re.compile(
    r"""(?P<minus>(?<!\S)-)?(?:(?<![\d\u05d0-\u05ea])"(?P<phrase>[^"]+)"|(?P<words>[^\s"]+))"""
)

_T = TypeVar("_T")


Phrase = tuple[str, ...]
"""Adjacent tokens."""


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """What a typed query asks of a lexical index, in tokens.

    `terms` are optional: any of them makes a record match, and the more the better it scores.
    Each of `phrases` is required and each of `exclusions` forbidden, as adjacent tokens of `index_tokens`.
    All these are in English; `variants` has the tokens of other languages that stand for the same words.
    `weights` say of terms how many times as much as usual they count; others count once.
    """

    terms: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    exclusions: tuple[Phrase, ...] = ()
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    phrase_variants: Mapping[Phrase, tuple[Phrase, ...]] = field(default_factory=dict, compare=False)
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def scored_terms(self) -> tuple[str, ...]:
        """The distinct tokens that score a record, MAX_SCORED at most: terms, then the words of phrases.

        Stop words inside a phrase are part of what must match, but score only where there is nothing else.
        """
        quoted = [token for phrase in self.phrases for token in _without_halves(phrase)]
        telling = [*self.terms, *(token for token in quoted if token not in _STOP_TOKENS)]
        return _distinct(telling or quoted)[:MAX_SCORED]

    def tokens(self, term: str) -> tuple[str, ...]:
        """The tokens that stand for a scored term, in any language: each is as good as the others."""
        return (term, *self.variants.get(term, ()))

    def wordings(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """The tokens of a phrase in each language, without repeats."""
        return (phrase, *self.phrase_variants.get(phrase, ()))


def tokenise(text: str) -> list[str]:
    """The words of a text in order, repeats included: what it is compared and scored by.

    A token holds letters, digits and the vowel marks of scripts that write them apart: never a space, a quote
    or other punctuation, so an index can join tokens with spaces and split them there again.
    """
    return [_stem(word) for word in _words(text)]


def index_tokens(text: str, language: str = "en") -> list[str]:
    """All that an index keeps of a text, in order: `tokenise`, with each grapheme of a run beside its pairs.

    `language` is an ISO 639-1 code; words of one without a stemmer here are treated as English.

    A piece that begins and ends between two words, or two graphemes of scripts without spaces, has a part of
    these tokens, without gaps: that is how phrases are found.
    """
    return [_token(word, language) for piece in _pieces(text) for word in _interleaved(piece)]


def word_tokens(word: str) -> tuple[str, ...]:
    """The tokens that a single folded word may have in an index, by language, without repeats."""
    return _distinct(_token(word, language) for language in _STEMMERS)


def parse_query(text: str) -> LexicalQuery:
    """Read `word`, `"required phrase"`, `-excluded` and `-"excluded phrase"`; a lone quote is plain text.

    Stop words are left out of the optional terms, unless the query asks for nothing else.
    """
    words: list[str] = []
    phrases: list[str] = []
    exclusions: list[str] = []
    for clause in _CLAUSE.finditer(text.translate(_TYPOGRAPHIC_QUOTES)):
        content = clause["phrase"] or clause["words"]
        if clause["minus"]:
            exclusions.append(content)
        elif clause["phrase"]:
            phrases.append(content)
        else:
            words.extend(_words(content))
    required = _distinct(filter(None, map(_phrase, phrases)))
    stop_words = _FOREIGN_STOP_WORDS.get(_language(words), STOP_WORDS)
    telling = [word for word in words if word not in stop_words]
    optional = _distinct(_stem(word) for word in (telling if telling or required else words))
    of_phrases = (word for phrase in phrases for piece in _pieces(phrase) for word in _interleaved(piece))
    wordings = (_distinct(_phrase(text, each) for each in _STEMMERS) for text in (*phrases, *exclusions))
    return LexicalQuery(
        optional,
        required,
        _distinct(filter(None, map(_phrase, exclusions))),
        _variants([*words, *of_phrases]),
        {first: tuple(others) for first, *others in wordings if others},
    )


def weighed(query: LexicalQuery, weights: Mapping[str, float]) -> LexicalQuery:
    """The query with words, as they may be typed, that count so many times as much as usual; above 0."""
    by_term = {term: weight for word, weight in weights.items() for term in tokenise(word)}
    return replace(query, weights={term: by_term[term] for term in query.scored_terms if term in by_term})


def _phrase(text: str, language: str = "en") -> Phrase:
    return tuple(index_tokens(text, language))


def _variants(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        first, *others = word_tokens(word)
        if others:
            found[first] = _distinct((*found.get(first, ()), *others))
    return found


def plain_text(text: str) -> str:
    """A typed query as an encoder should read it: what is wanted, without quotation marks and exclusions."""
    clauses = _CLAUSE.finditer(text.translate(_TYPOGRAPHIC_QUOTES))
    return " ".join(clause["phrase"] or clause["words"] for clause in clauses if not clause["minus"])


def typed_words(text: str) -> list[str]:
    """The folded words of a typed query: of no phrase, no exclusion, no script without spaces."""
    return [words[0] for _, words in _typed(text) if len(words) == 1 and not UNSPACED.search(words[0])]


def respelled(text: str, spelling: Mapping[str, str]) -> str:
    """A typed query with other spellings for some of its `typed_words`."""
    for clause, words in reversed([*_typed(text)]):
        if len(words) == 1 and words[0] in spelling:
            text = text[: clause.start()] + spelling[words[0]] + text[clause.end() :]
    return text


def without_words(text: str, words: Iterable[str]) -> str:
    """A typed query without some of its words; phrases and exclusions stay."""
    words = tuple(words)
    gone = {piece for word in words for piece in fold(word).split()}
    unspaced = [word for word in words if UNSPACED.search(word)]
    for clause, pieces in reversed([*_typed(text)]) if words else ():
        kept = "" if pieces and gone.issuperset(pieces) else clause["words"]
        for word in unspaced:
            kept = kept.replace(word, " ")
        text = text[: clause.start()] + kept + text[clause.end() :]
    return " ".join(text.split()) if words else text


def vocabulary(text: str) -> set[str]:
    """The folded words of a text that others may be misspelt for: of letters, in scripts with spaces."""
    return {
        word for word in fold(text).split()
        if MIN_STEMMED_CHARACTERS <= len(word) <= MAX_TOKEN_CHARACTERS
        and word.isalpha() and not UNSPACED.search(word)
    }  # fmt: skip


def _typed(text: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    for clause in _CLAUSE.finditer(text.translate(_TYPOGRAPHIC_QUOTES)):
        if clause["words"] and not clause["minus"]:
            yield clause, fold(clause["words"]).split()


def satisfies(query: LexicalQuery, text: str, language: str = "en") -> bool:
    """Whether a text has every phrase of the query and none of its exclusions."""
    if not query.phrases and not query.exclusions:
        return True
    tokens = index_tokens(text, language)

    def has(phrase: Phrase) -> bool:
        return any(_occurs(wording, tokens) for wording in query.wordings(phrase))

    return all(map(has, query.phrases)) and not any(map(has, query.exclusions))


def _occurs(phrase: Sequence[str], tokens: Sequence[str]) -> bool:
    return any(
        tuple(tokens[start : start + len(phrase)]) == tuple(phrase)
        for start, token in enumerate(tokens)
        if token == phrase[0]
    )


def _words(text: str) -> Iterator[str]:
    for piece in _pieces(text):
        if len(piece) == 1:
            yield piece[0]
        else:
            yield from map("".join, pairwise(piece))


def _interleaved(piece: Sequence[str]) -> Iterator[str]:
    """a, ab, b, bc, c"""
    yield piece[0]
    for first, second in pairwise(piece):
        yield first + second
        yield second


def _without_halves(phrase: Sequence[str]) -> Iterator[str]:
    """The tokens of `tokenise` among those of `index_tokens`."""
    for before, token, after in zip(("", *phrase), phrase, (*phrase[1:], ""), strict=False):
        is_half = (len(before) > len(token) and before.endswith(token)) or (
            len(after) > len(token) and after.startswith(token)
        )
        if not (is_half and UNSPACED.match(token)):
            yield token


def _pieces(text: str) -> Iterator[Sequence[str]]:
    """Each word as a piece of one, each run of a script without spaces as its graphemes."""
    for word in fold(text).split():
        if word.isascii():
            yield (word[:MAX_TOKEN_CHARACTERS],)
            continue
        for run in RUN.finditer(word):
            parts, most = [run[0]], MAX_TOKEN_CHARACTERS
            if run["unspaced"]:
                parts, most = GRAPHEME.findall(run[0]), MAX_GRAPHEME_CHARACTERS
            # What is not seen goes last of all: it may part two graphemes.
            bare = (IGNORED.sub("", part) for part in parts)
            if kept := [part[:most] for part in bare if part]:
                yield kept


def _language(words: Sequence[str]) -> str:
    """The language whose stop words a query has, if they are more than those of English."""
    counts = {
        language: sum(word in stop_words and word not in _ALSO_ENGLISH for word in words)
        for language, stop_words in _FOREIGN_STOP_WORDS.items()
    }
    likeliest = max(counts, key=counts.__getitem__)
    english = sum(word in STOP_WORDS and word not in _FOREIGN_STOP_WORDS[likeliest] for word in words)
    return likeliest if counts[likeliest] > english else "en"


def _token(word: str, language: str) -> str:
    if language not in _MARKS or not _has_stem(word):
        return _stem(word)
    return _stem(word, language) + _MARKS[language]


def _has_stem(word: str) -> bool:
    return len(word) >= MIN_STEMMED_CHARACTERS and word.isascii() and word.isalpha()


@lru_cache(maxsize=65_536)
def _stem(word: str, language: str = "en") -> str:
    if not _has_stem(word):
        return word
    # The stemmer keeps the word in itself while it works, so threads cannot share one.
    stemmed: str = snowballstemmer.stemmer(_STEMMERS[language]).stemWord(word)
    return stemmed


def _distinct(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))


_STOP_TOKENS = frozenset(_stem(word) for word in STOP_WORDS)
