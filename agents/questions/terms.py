"""The words of a question that a search counts, which a person may let count more, less or not at all."""

import re

from agents.questions.languages import LANGUAGES
from agents.questions.rewriting import own_words
from agents.questions.types import MAX_TERMS, PLACE, Understanding
from agents.questions.words import is_unspaced, words_of
from agents.retrieval.tokens import STOP_WORDS, parse_query, tokenise

_PARTICLES = re.compile(r"[的了吗呢吧呀是在有和与或及被把这那它他她请，。？！、；：\s]+")
"""Where a stretch of Chinese is parted; it has no spaces."""


def terms_of(understanding: Understanding) -> tuple[str, ...]:
    """The words that count, as they were written, in order; then others that have a weight."""
    terms: list[str] = []
    for ask in understanding.asks:
        text = own_words(ask).replace(PLACE, " ")
        if is_unspaced(text):
            # What it is about, what narrows it, and the stretches between particles and question words.
            for phrase in (*ask.about, *ask.constraints):
                if phrase in text:
                    terms.append(phrase)
                    text = text.replace(phrase, " ")
            parted = _PARTICLES.sub(" ", LANGUAGES["zh"].asking.sub(" ", text))
            terms += [stretch for stretch in parted.split() if len(stretch) > 1]
        else:
            scored = set(parse_query(text).scored_terms)
            terms += [
                word.text
                for word in words_of(text)
                if not word.is_mark
                and word.key not in STOP_WORDS
                and not scored.isdisjoint(tokenise(word.text))
            ]
    return tuple(dict.fromkeys((*terms, *(each.term for each in understanding.weights))))[:MAX_TERMS]
