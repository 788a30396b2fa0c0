"""Understands a question without a model: exact rules of four languages, weights learned from examples."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from agents.questions.exact import alternatives, depicted, mended, settled, without_corpus
from agents.questions.forms import asks_more_than_name, asks_only_name, asks_who_is_shown
from agents.questions.kinds import feature_rows, read_kind
from agents.questions.languages import LANGUAGES, identify
from agents.questions.parts import (
    ARTICLE,
    MARKS,
    MAX_ELLIPSIS_WORDS,
    MAX_TOPIC_WORDS,
    Part,
    bare,
    by_attribute,
    goes_on_comparing,
    is_bare_phrase,
    is_elliptic,
    only_pronouns,
    pointed,
    speaks_on,
    without_demonstrative,
    without_verb,
)
from agents.questions.spelling import respelled
from agents.questions.tagging import Tag, tag
from agents.questions.types import PLACE, AnswerType, Ask, Intent, Understanding
from agents.questions.weights import UnderstandingWeights, weights
from agents.questions.words import is_unspaced, key_of, words_of
from agents.text.sentences import split_sentences
from agents.types import Question

_TOPIC = re.compile(r"(?P<topic>[^,，?？.!。]{2,60})[,，]\s*(?P<asked>(?!and |und |y |e |or |oder )[^,，]+)$")

_SIDES = re.compile(
    r"(?P<sides>[^,，:?？.!。]{2,60}\s(?:or|oder|o)\s[^,，:?？.!。]{2,60}|[^,，:?？.!。]{2,30}还是[^,，:?？.!。]{2,30})"
    r"[,，:]\s*(?P<asked>(?:which|who|what|welche[rs]?|wer|was|¿?cuál|¿?quién|哪|谁)[^,，]+)$",
    re.IGNORECASE,
)
""" "A or B, which is longer?" names what is compared first."""

_UNASKED = frozenset({AnswerType.ANY, AnswerType.NAME})
"""Expected types that no word of a phrase asks for."""

_NAMING = frozenset({Intent.IDENTITY, Intent.FACT, Intent.LIST})
"""Intents of a question that may ask for nothing but a name."""

_THINGS = frozenset({"it", "its", "它"})
"""Pronouns that no person has; those of German and Spanish are of people and things alike."""

_WHO_IS = re.compile(
    r"^(?:and\s+)?who(?:['’]s|\s+(?:is|was|are|were))\b|^(?:und\s+)?wer\s+(?:ist|war)\b|"
    r"^¿?(?:y\s+)?quién\s+(?:es|era|fue)\b|是谁|谁是",
    re.IGNORECASE,
)

MAX_CHARACTERS = 2000
"""Of a question that are read; a pasted page asks by its beginning and its end, which both stay."""

MAX_ASKS = 6

_TOGETHER = re.compile(
    r"\s+(?:and|or|with|to|vs\.?|versus|und|oder|mit|y|e|o|u|con)\s+|[和与跟]", re.IGNORECASE
)
"""What stands between two things that are compared."""


class QuestionEncoder(Protocol):
    """What a sentence encoder is to whoever reads questions."""

    version: str

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension): unit vectors of questions."""


def understand(
    question: Question, encoder: QuestionEncoder | None = None, learned: UnderstandingWeights | None = None
) -> Understanding:
    """What a question asks. A question without words asks what its picture shows.

    Vectors of `encoder` are used where the weights were learned with it; without, words alone are read.
    `learned` are the weights of this package if none are given.
    """
    learned = learned or weights()
    text = without_corpus(question.text) if any(map(str.isalnum, question.text)) else ""
    if len(text) > MAX_CHARACTERS:
        half = MAX_CHARACTERS // 2
        text = f"{text[:half]}\n{text[-half:]}"
    language = identify(text, learned.known)
    reading = _Reading(question, language, learned, encoder)
    asks: list[Ask] = []
    for ask in reading.asks(text)[:MAX_ASKS]:
        # About "Aria 9", not about any Aria: a number after a name is part of it.
        about = list(ask.about)
        for place, phrase in enumerate(about):
            found = re.search(rf"{re.escape(phrase)}[ -]\d[\dA-Za-z]*\b(?![.,:]\d)", text)
            if found and phrase[:1].isupper():
                about[place] = found[0]
        asks.append(replace(ask, about=tuple(about)))
    what_is_shown = Ask(
        text=f"What is {PLACE}",
        intent=Intent.IDENTITY,
        expects=AnswerType.NAME,
        points_at_picture=bool(question.images),
    )
    return Understanding(language, tuple(asks) or (what_is_shown,))


class _Reading:
    """One question being read."""

    def __init__(
        self,
        question: Question,
        language: str,
        learned: UnderstandingWeights,
        encoder: QuestionEncoder | None,
    ) -> None:
        self._question, self._learned = question, learned
        self._language = LANGUAGES.get(language, LANGUAGES["en"])
        self._topic = self._left_out = ""
        self._encoder = encoder if encoder is not None and encoder.version == learned.encoder else None

    def asks(self, text: str) -> list[Ask]:
        """What the text asks, part by part; what states something may name the subject of what follows."""
        asks: list[Ask] = []
        stated = ""
        text = self._with_topic_apart(text)
        sentences = split_sentences(text)
        for sentence in sentences:
            parts = self._parts(sentence.text)
            is_asked = sentence.text.rstrip().endswith(("?", "？")) or self._language.asking.search(
                sentence.text
            )
            if not is_asked and len(sentences) > 1:
                named = next(iter(parts[0].phrases(Tag.ABOUT)), "") if parts else ""
                stated = named or self._topic
                continue
            if topic := self._as_topic(text, parts):
                return [topic]
            for place, part in enumerate(parts):
                neighbour = parts[place - 1] if place else parts[1] if len(parts) > 1 else None
                self._add(asks, part, neighbour, stated)
        return asks

    def _with_topic_apart(self, text: str) -> str:
        """ "The Rhine, where does it rise?" names its subject first, as a sentence of its own would."""
        if sides := _SIDES.match(text.strip()):
            return f"{sides['asked'].strip(MARKS)}, {sides['sides']}?"
        found = _TOPIC.match(text)
        if (
            found is None
            or len(found["topic"].split()) > MAX_TOPIC_WORDS
            or self._language.asking.search(found["topic"])
        ):
            return text
        asked = found["asked"]
        is_about_it = any(word.key in self._language.back for word in words_of(asked))
        if not is_about_it or not self._language.asking.search(asked):
            return text
        self._topic = bare(found["topic"])
        return f"{found['topic']}. {asked[:1].upper()}{asked[1:]}"

    def _as_topic(self, text: str, parts: Sequence[Part]) -> Ask | None:
        """What a word or a bare phrase names, of which nothing is asked: "lighthouse", "rocket launch".

        A name with a word beside it asks for that ("USS Hopper nickname"), and so does what follows an answer
        or comes with a picture. Unknown words are no question of yes or no.
        """
        if len(parts) != 1 or self._question.images or self._question.earlier:
            return None
        (part,) = parts
        is_known = any(word.key in self._learned.known for word in part.words)
        if self._language.asking.search(text) or not (is_bare_phrase(part) or not is_known):
            return None
        read = self._ask(part)
        if not is_bare_phrase(part) and (read.intent is not Intent.YES_NO or text.rstrip().endswith("?")):
            return None
        is_open = read.expects in _UNASKED and read.intent in (Intent.FACT, Intent.IDENTITY)
        if not is_open and is_known and len(part.words) > 1:
            return None
        named = bare(part.text)
        return Ask(named, Intent.ABOUT, about=(named,)) if named else None

    def _parts(self, sentence: str) -> list[Part]:
        """A sentence split where another question begins; what comes before and asks nothing is left out.

        A few words before "and" ask for something without a question word: "name of this tool".
        """
        pieces, start = [], 0
        for found in self._language.joins.finditer(sentence):
            before, after = sentence[start : found.start()], sentence[found.end() :]
            is_short = len(before.split()) <= 2 * MAX_ELLIPSIS_WORDS
            is_attribute = "," not in found[0] and is_short and self._language is not LANGUAGES["zh"]
            if self._language.asking.search(after) and before.strip(MARKS):
                if self._language.asking.search(before) or is_attribute:
                    pieces.append(before)
                    start = found.end()
                elif not is_unspaced(sentence):
                    self._left_out = before.strip(MARKS)
                    start = found.end()
        pieces.append(sentence[start:])
        bare_pieces = [piece.strip(MARKS) for piece in pieces if piece.strip(MARKS)]
        return [part for piece in bare_pieces for part in by_attribute(self._part(piece), self._language)]

    def _part(self, text: str) -> Part:
        words = respelled(words_of(text), self._learned.known)
        tags = mended(words, tag(words, self._learned), self._language.back, self._language.tied)
        return Part(text, words, tags)

    def _add(self, asks: list[Ask], part: Part, neighbour: Part | None, stated: str) -> None:
        again = self._asked_again(part) if not asks else None
        if again is not None:
            asks.append(again)
            return
        ask = self._ask(part)
        if asks and speaks_on(ask, part, self._language):
            ask = replace(ask, about=())
        if not ask.about and not ask.points_at_picture or only_pronouns(part, self._language):
            ask = self._with_subject(ask, part, asks, neighbour, stated)
        if asks and goes_on_comparing(ask, part, asks[-1]):
            asks[-1] = replace(
                asks[-1], expects=ask.expects if ask.expects is not AnswerType.ANY else asks[-1].expects
            )
        else:
            asks.append(ask)

    def _ask(self, part: Part) -> Ask:
        vector = None if self._encoder is None else self._encoder.embed_queries([part.text])[0]
        read = read_kind(feature_rows(part.words, part.tags), vector, self._learned)
        intent, expects, dimension = settled(read, part.text, self._language.asking)
        pointing = part.phrases(Tag.POINTING)
        about = tuple(without_verb(phrase, part.text) for phrase in part.phrases(Tag.ABOUT))
        if asks_who_is_shown(pointed(part)):
            intent = Intent.IDENTITY
        elif intent is Intent.IDENTITY and asks_more_than_name(pointed(part)):
            intent = Intent.FACT
        elif intent in _NAMING and expects in _UNASKED and asks_only_name(pointed(part)):
            intent, about = Intent.IDENTITY, () if self._question.images else about
        if intent is Intent.COMPARISON and (sides := alternatives(part.text)) and not pointing:
            told = [each for each in part.phrases(Tag.CONSTRAINT) if each[:1].islower()]
            about = tuple(_without(side, told) or side for side in sides)
        elif intent is Intent.COMPARISON and len(about) == 1:
            about = tuple(filter(None, map(bare, _TOGETHER.split(about[0]))))
        if intent is Intent.PICTURES and not pointing:
            about = tuple(filter(None, [_without(depicted(part.text), part.phrases(Tag.CONSTRAINT))]))
        has_picture = bool(self._question.images)
        if intent is Intent.COUNT and pointing:
            about = ()
        if pointing and not has_picture and not about and not only_pronouns(part, self._language):
            about = tuple(filter(None, map(without_demonstrative, pointing)))
        return Ask(
            text=pointed(part),
            intent=intent,
            expects=expects,
            dimension=dimension,
            about=about,
            points_at_picture=bool(pointing) and has_picture and not only_pronouns(part, self._language),
            constraints=part.phrases(Tag.CONSTRAINT),
        )

    def _with_subject(
        self, ask: Ask, part: Part, asks: Sequence[Ask], neighbour: Part | None, stated: str
    ) -> Ask:
        """The ask about what was spoken of before it: in this question, in one before, or the picture."""
        if ask.about:
            spoken_of = asks or stated or self._question.earlier
            return ask if spoken_of else replace(ask, points_at_picture=bool(self._question.images))
        before = asks[-1] if asks else None
        if is_elliptic(part) and neighbour is not None and not part.phrases(Tag.POINTING):
            ask = replace(ask, text=f"{ask.text}: {pointed(neighbour)}")
            if before is None:
                before = self._ask(neighbour)
        if before is not None and (before.about or before.points_at_picture):
            return replace(ask, about=before.about, points_at_picture=before.points_at_picture)
        if stated:
            return replace(ask, about=(stated,))
        if self._question.earlier:
            return self._about_earlier(ask, part)
        if self._question.images:
            return replace(ask, points_at_picture=True)
        # "Chickpeas in the pot, how long?" names its subject first. It opens with a name or an article, which
        # greetings and other sentences do not.
        article = ARTICLE.match(self._left_out.lower())
        opens = bool(article) or self._part(self._left_out).tags[:1] == (Tag.ABOUT,)
        if opens and MAX_ELLIPSIS_WORDS <= len(self._left_out.split()) <= 2 * MAX_TOPIC_WORDS:
            return replace(ask, about=(bare(self._left_out[article.end() if article else 0 :]),))
        return replace(ask, points_at_picture=False)

    def _about_earlier(self, ask: Ask, part: Part) -> Ask:
        """The ask about what the exchanges before were about, or what a picture showed.

        A thing is nobody whom one of them asked for: "how high is it" after "who was the last keeper".
        """
        earlier, has_picture = self._question.earlier, bool(self._question.images)
        is_thing = any(key_of(phrase) in _THINGS for phrase in part.phrases(Tag.POINTING))
        if is_elliptic(part) and not part.phrases(Tag.POINTING):
            ask = replace(ask, text=f"{ask.text}: {earlier[-1].question.strip(MARKS)}")
        for place in range(len(earlier) - 1, -1, -1):
            if is_thing and place and _WHO_IS.search(earlier[place].question):
                continue
            asked = self._earlier_ask(place)
            if asked.about and not asked.points_at_picture:
                return replace(ask, about=asked.about[:1], points_at_picture=False)
            sentences = split_sentences(re.sub(r"\[\d+\]", "", earlier[place].answer))
            named = self._part(sentences[0].text.strip(MARKS)).phrases(Tag.ABOUT) if sentences else ()
            if named:
                is_shown = asked.points_at_picture and has_picture
                return replace(ask, about=named[:1], points_at_picture=is_shown)
        return replace(ask, about=(), points_at_picture=has_picture)

    def _earlier_ask(self, place: int) -> Ask:
        exchange = self._question.earlier[place]
        before = Question(exchange.question, self._question.images, self._question.earlier[:place])
        return understand(before, self._encoder, self._learned).asks[-1]

    def _asked_again(self, part: Part) -> Ask | None:
        """The ask before with another subject, where only a subject is named: "and the Rhine?"."""
        about = part.phrases(Tag.ABOUT)
        if not self._question.earlier or not about or Tag.POINTING in part.tags:
            return None
        if any(word.key not in self._language.tied for word in part.others()):
            return None
        asked = self._earlier_ask(len(self._question.earlier) - 1)
        text = asked.text
        for old in asked.about:
            text = text.replace(old, PLACE)
        return replace(asked, text=text, about=about, points_at_picture=False)


def _without(phrase: str, constraints: Sequence[str]) -> str:
    for constraint in constraints:
        phrase = phrase.replace(constraint, "")
    return " ".join(phrase.split())
