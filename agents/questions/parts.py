"""A piece of a question that asks one thing, by its words and their tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.questions.languages import LANGUAGES, Language
from agents.questions.tagging import Tag, spans
from agents.questions.types import PLACE, Ask, Intent
from agents.questions.words import Word, is_unspaced, key_of, words_of

MAX_ELLIPSIS_WORDS = 3
"""Words of a part such as "under whose leadership" that lives on the verb of its neighbour."""

MAX_TOPIC_WORDS = 6
"""Words of what is named before a question about it."""

MAX_TOPIC_CHARACTERS_IN_CHINESE = 4
"""Characters of a name by itself; in longer ones the last may say what is asked of it (派出所电话)."""

_ASKED_FOR = re.compile(r"\b(?:which|what|welche[rsmn]?|qu[eé]|cu[aá]l(?:es)?)\b|哪", re.IGNORECASE)
"""What stands behind these is what is asked for."""

_SPANISH_ARTICLES = frozenset("el la lo los las".split())
"""Which are pronouns as well."""

MARKS = " \t\n?.,!;:¿¡？。，！；：、"
_QUOTES = "\"'“”„‘’«»《》「」"

_DEMONSTRATIVES = frozenset(
    "this that these those here the dies diese dieser dieses diesem diesen das der die dem den hier "
    "esto eso este esta estos estas ese esa aqui el la los las".split()
)

_HELPING_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|wird|werden|wurden?|ist|sind|war|waren|hat|haben|hatten?)\b",
    re.IGNORECASE,
)
_DO = re.compile(r"\b(?:do|does|did)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"[a-z]{2,}[^e\W]ed|built|born|made|found|lit|laid|lost|sold|sunk|taken|written|drawn|given|shown|known"
    r"|\w*ge\w{2,}(?:t|en)|\w+iert|(?:be|ver|er|ent|zer)\w{3,}(?:t|en)"
)

ARTICLE = re.compile(r"^(?:the|an?|der|die|das|den|dem|des|el|la|los|las)\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a question that asks one thing, with its words and their tags."""

    text: str
    words: tuple[Word, ...]
    tags: tuple[Tag, ...]

    def phrases(self, wanted: Tag) -> tuple[str, ...]:
        """The words of a tag, as they were written."""
        found = (
            self.text[self.words[start].start : self.words[end - 1].end]
            for start, end in spans(self.tags, wanted)
        )
        return tuple(dict.fromkeys(filter(None, (bare(phrase) for phrase in found))))

    def others(self) -> list[Word]:
        """The words that are neither names nor point at anything."""
        return [
            word
            for word, found in zip(self.words, self.tags, strict=True)
            if found is Tag.OTHER and not word.is_mark
        ]


def by_attribute(part: Part, language: Language) -> Iterator[Part]:
    """The parts of "colours and year of adoption": attributes that are asked for without a verb."""
    if language.asking.search(part.text):
        yield part
        return
    for place, word in enumerate(part.words):
        joins_attributes = (
            word.key in {"and", "und", "y", "e", "和"}
            and 0 < place < len(part.words) - 1
            and place <= MAX_ELLIPSIS_WORDS
            and set(part.tags[: place + 2]) == {Tag.OTHER}
            and not any(before.is_mark for before in part.words[:place])
        )
        if joins_attributes:
            left = part.text[: word.start].strip(MARKS)
            yield Part(left, part.words[:place], part.tags[:place])
            after = part.words[place + 1 :]
            offset = after[0].start
            words = tuple(replace(each, start=each.start - offset, end=each.end - offset) for each in after)
            yield Part(part.text[offset:], words, part.tags[place + 1 :])
            return
    yield part


def is_bare_phrase(part: Part) -> bool:
    """Whether a few words are all of one kind: a single word, a name, or words that are none."""
    tagged = [
        found
        for word, found in zip(part.words, part.tags, strict=True)
        if not word.is_mark and not ARTICLE.match(f"{word.key} ")
    ]
    longest = MAX_TOPIC_CHARACTERS_IN_CHINESE if is_unspaced(part.text) else MAX_TOPIC_WORDS
    return len(tagged) <= longest and (set(tagged) in ({Tag.ABOUT}, {Tag.OTHER}))


def without_verb(phrase: str, text: str) -> str:
    """A name without the verb behind it that ends the question: "was Hubble launched", "did Ann paint"."""
    name, _, verb = phrase.rpartition(" ")
    if not name or not text.rstrip(MARKS).endswith(phrase):
        return phrase
    is_participle = _PARTICIPLE.fullmatch(verb) and _HELPING_VERB.search(text)
    is_infinitive = verb.islower() and name[0].isupper() and _DO.search(text)
    return name if is_participle or is_infinitive else phrase


def is_elliptic(part: Part) -> bool:
    limit = MAX_ELLIPSIS_WORDS * 2 if is_unspaced(part.text) else MAX_ELLIPSIS_WORDS
    return len([word for word in part.words if not word.is_mark]) <= limit


def speaks_on(ask: Ask, part: Part, language: Language) -> bool:
    """Whether a later part is about what was spoken of and names nothing else: "which craft did she fly".

    What follows "which" is what is asked for, and what is no name beside a pronoun is more of what is asked.
    """
    if not ask.about or ask.intent in (Intent.COMPARISON, Intent.PICTURES):
        return False
    pronouns = language.back - _SPANISH_ARTICLES
    pronoun = next((word.start for word in part.words if word.key in pronouns), len(part.text))
    asked_for = _ASKED_FOR.search(part.text)
    after = asked_for.end() if asked_for else len(part.text)
    nouns = 1 if language is LANGUAGES["es"] else 0  # "qué nave espacial": what is asked for goes on.
    for phrase in ask.about:
        place = part.text.find(phrase)
        is_asked_for = place >= after and len(words_of(part.text[after:place])) <= nouns
        may_be_name = language is LANGUAGES["de"] or any(
            map(str.isupper, phrase)
        )  # German nouns have capitals.
        if not is_asked_for and (may_be_name or place < pronoun):
            return False
    return True


def goes_on_comparing(ask: Ask, part: Part, before: Ask) -> bool:
    """Whether it only says once more what is compared: "was A older than B? who was older"."""
    names_nothing = not part.phrases(Tag.ABOUT) and not part.phrases(Tag.POINTING)
    is_alike = ask.intent in (Intent.COMPARISON, Intent.IDENTITY)
    return before.intent is Intent.COMPARISON and names_nothing and is_alike


def only_pronouns(part: Part, language: Language) -> bool:
    """Whether all that points are pronouns for something spoken of, and not for a picture."""
    pointing = part.phrases(Tag.POINTING)
    return bool(pointing) and all(key_of(phrase) in language.back for phrase in pointing)


def pointed(part: Part) -> str:
    """The text with PLACE for what points."""
    text = part.text
    for start, end in reversed(spans(part.tags, Tag.POINTING)):
        text = f"{text[: part.words[start].start]}{PLACE}{text[part.words[end - 1].end :]}"
    return text


def bare(phrase: str) -> str:
    """A phrase without quotation marks, a genitive's ending, and an article before a name."""
    bare = re.sub(r"['’]s?$", "", phrase.strip(MARKS + _QUOTES))
    return ARTICLE.sub("", bare)


def without_demonstrative(phrase: str) -> str:
    words = phrase.split()
    while words and key_of(words[0]) in _DEMONSTRATIVES:
        words = words[1:]
    return " ".join(words)
