"""Yes or no: whether the best sentence says what was asked."""

import re

from agents.answers.belonging import belonging, kind_asked
from agents.answers.bounds import YEAR, bound_in, keeps_to
from agents.answers.denials import denies, denies_there
from agents.answers.facts import identities
from agents.answers.material import LIKELY_SCORE, MIN_SCORE, AnswerLine, AskAnswer, Material
from agents.answers.naming import names, told
from agents.answers.phrases import say
from agents.assessment import Form
from agents.reading import Finding
from agents.reading.languages import language_of
from agents.reading.stems import STEM_CHARACTERS, stems
from agents.reading.values.colours import colours
from agents.reading.values.quantities import quantities
from agents.retrieval.folding import fold
from agents.retrieval.tokens import tokenise

SAID = 0.65
"""Share of the asked words from which a sentence says what was asked."""

NEARLY_SAID = 0.5
"""The same of a sentence that answers more probably than not."""


DECIDED = 0.75
"""What is left of a score where yes or no is told: of sentences of benchmarks/qa/training that settle such a
question, what is told is right of 78 in 100 that deny, and of fewer that do not."""

UNDECIDED = 0.5
"""The same where the sentence was found, but not what it says to the question."""

MIN_CHARACTERS_IN_COMPOUND = 4
"""Letters of a word that is looked for at the end of others: the green in Salbeigrün."""

_ONLY = re.compile(
    r"\b(?:(?<!the )only|just|solely|exclusively|nur|ausschließlich|sólo|solo|solamente|únicamente)\b|[只仅]",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?|apart from|other than|außer|ausgenommen|abgesehen von|excepto|salvo|menos)\b|除了?",
    re.IGNORECASE,
)
_STILL = re.compile(r"\b(?:still|noch|todavía|aún)\b|还|仍", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:no longer|any ?more|formerly|moved out|ceased|after (?:\w+ )?(?:years|decades|centuries) of|"
    r"nicht mehr|früher|ya no|(?:until|bis|hasta)(?: \w+){0,2} (?:1\d{3}|20\d\d))\b|不再|曾经",
    re.IGNORECASE,
)
"""What "still" is asked of, and how it is told that it came to an end."""
_ALL = re.compile(r"\b(?:all|every\w*|alle[nrs]?|jede[nmrs]?|tod[oa]s?|cada)\b|所有|全部|都", re.IGNORECASE)
_WEAK = frozenset(
    tokenise(
        "ever already also too really actually still yet je jemals auch schon wirklich eigentlich "
        "gibt ihn ihm uns euch alguna vez ya también"
    )
)
"""Words of questions that a sentence which answers need not have."""
_WEAK_IN_CHINESE = re.compile(
    r"有没有|([\u4e00-\u9fff])不\1|可不可以|可以|[吗呢的了过着这那里在从到上下是有能会要]"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


def yes_no(material: Material) -> AskAnswer | None:
    """ "Yes" or "No" before the sentence that tells; the sentence alone where it cannot be told."""
    if piece := belonging(material):
        return piece
    if not material.good:
        # What is shown is asked for by a kind, and has a name: that is told where nothing says more.
        is_named = bool(material.shown) and all(each.name for each in material.shown)
        asks_kind = is_named and bool(kind_asked(material.ask.text))
        return identities(material, is_all=False) if asks_kind else None
    best = material.good[0]
    verdict = _verdict(material, best)
    said = told(best, material.language, material.subject)
    if verdict is None:
        return AskAnswer(
            (AnswerLine(said, (best.candidate, *material.matches)),),
            Form.YES_NO,
            max(MIN_SCORE, UNDECIDED * best.score),
        )
    word = say("yes" if verdict else "no", material.language)
    colon = "：" if material.language == "zh" else ": "
    return AskAnswer(
        (AnswerLine(f"{word}{colon}{said}", (best.candidate, *material.matches)),),
        Form.YES_NO,
        max(MIN_SCORE, DECIDED * best.score),
    )


def _verdict(material: Material, best: Finding) -> bool | None:
    """By figures where both have some of a kind, else by the names and words that were asked about.

    These are not those of the subject, nor those that every question has; what it is said to be about is no
    subject where the sentence and its title do not name it.
    """
    title, words = best.candidate.title, best.candidate.words
    named = [about for about in material.ask.about if names(f"{title} {best.candidate.lead} {words}", about)]
    shown = [each.name for each in material.shown]
    asked = _words_of(material.ask.text) - _words_of(" ".join((title, *named, *shown)))
    first = next((word for word in tokenise(material.ask.text) if word[:STEM_CHARACTERS] in asked), "")

    def said_in(part: str) -> int:
        found = _found(asked, part)
        return 2 * len(found) + (first[:STEM_CHARACTERS] in found)

    is_denied = denies(material.ask.text) != denies_there(words, said_in)
    measured = _by_figures(material, best)
    return measured != is_denied if measured is not None else _by_words(material, best, asked, is_denied)


def _by_words(material: Material, best: Finding, asked: frozenset[str], is_denied: bool) -> bool | None:
    """By what is excepted, replaced, said or denied of the words asked about.

    Another colour than the one asked for is a no where it stands in the language of the question.
    """
    ask, words = material.ask.text, best.candidate.words
    if found := _EXCEPT.search(words):
        if _found(asked, words[found.end() :]):
            return is_denied
        if _ALL.search(words[: found.start()]):
            return not is_denied
    wanted = [ask[start:end].casefold()[:MIN_CHARACTERS_IN_COMPOUND] for start, end in colours(ask)]
    has_colours = bool(wanted and colours(words)) and language_of(words) == material.language
    is_other_colour = has_colours and not any(colour in words.casefold() for colour in wanted)
    has_ended = _STILL.search(ask) and _ENDED.search(words)
    if is_other_colour or has_ended or is_denied:
        return False
    said = f"{best.candidate.title} {best.candidate.lead} {words}"
    share = len(_found(asked, said)) / len(asked) if asked else 0.0
    if share >= (NEARLY_SAID if best.score >= NEARLY_SAID else SAID):
        return True
    if _ONLY.search(words):
        return denies(ask)  # Only this, and not what was asked.
    return True if best.score >= LIKELY_SCORE else None


def _by_figures(material: Material, best: Finding) -> bool | None:
    """By a limit that one of the two sets and the other keeps to, else by the same years and quantities."""
    ask, words = material.ask.text, best.candidate.words
    has_comma = material.language in ("de", "es")
    asked, given = bound_in(ask, has_comma), bound_in(words, has_comma)
    if asked:
        return None if given and not given.is_year else keeps_to(asked, words, has_comma)
    asked_years, years = set(YEAR.findall(ask)), set(YEAR.findall(f"{best.candidate.title} {words}"))
    amounts, others = quantities(ask, has_comma), quantities(words, has_comma)
    pairs = [(a, b) for a in amounts for b in others if a.dimension == b.dimension and a.dimension]
    same: bool | None = None
    if asked_years and years:
        same = bool(asked_years & years)
    elif pairs:
        same = any(a.is_near(b) for a, b in pairs)
    within = keeps_to(given, ask, has_comma) if given and not given.is_year and not same else None
    return same if within is None else within


def _words_of(text: str) -> frozenset[str]:
    """Stems that tell; of Chinese, its characters without those that every question has."""
    if _HAN.search(text):
        return frozenset(_HAN.findall(_WEAK_IN_CHINESE.sub("", text)))
    return stems(text) - _WEAK


def _found(asked: frozenset[str], said: str) -> frozenset[str]:
    """Those of the words that are said, be it at the end of a compound."""
    given = _words_of(said) | (stems(said) - _WEAK)
    ends = re.findall(r"\w+", fold(said))
    return frozenset(
        word
        for word in asked
        if word in given
        or (len(word) >= MIN_CHARACTERS_IN_COMPOUND and any(end.endswith(word) for end in ends))
    )
