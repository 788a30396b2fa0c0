"""Yes or no: whether the best sentence says what was asked."""

import re

from agents.answers.assessment import Form
from agents.answers.material import MIN_SCORE, SURE_SCORE, Line, Material, Piece
from agents.answers.naming import told
from agents.answers.phrases import say
from agents.reading import Finding
from agents.reading.quantities import quantities
from agents.retrieval.tokens import STOP_WORDS, tokenise

SAID = 0.65
"""Share of the asked words from which a sentence says what was asked."""

UNDECIDED = 0.5
"""What is left of a score where the sentence was found, but not what it says to the question."""

_NOT = re.compile(
    r"\b(?:not|no|never|neither|nor|none|cannot|without|n['’]t|nicht|kein\w*|nie|niemals|ohne|nunca|sin|ningun\w*|"
    r"jamás|tampoco|forbidden|prohibited|banned|verboten|untersagt|prohibid\w*)\b|n['’]t\b|[不没未无非]|禁止",
    re.IGNORECASE,
)
_OFFERS_BOTH = re.compile(r"有没有|是不是|能不能|会不会|可不可以|[是能会可]不[是能会可]")
"""Chinese asks by saying yes and no: that is no denial."""
_ONLY = re.compile(
    r"\b(?:(?<!the )only|just|solely|exclusively|nur|ausschließlich|sólo|solo|solamente|únicamente)\b|[只仅]",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?|apart from|other than|außer|ausgenommen|abgesehen von|excepto|salvo|menos)\b|除了?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d\d)(?!\d)")
_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-ZÄÖÜ][\w'’-]+")


def yes_no(material: Material) -> Piece | None:
    """ "Yes" or "No" before the sentence that tells; the sentence alone where it cannot be told."""
    if not material.good:
        return None
    best = material.good[0]
    verdict = _verdict(material, best)
    said = told(best, material.language, material.subject)
    if verdict is None:
        return Piece(
            (Line(said, (best.candidate, *material.matches)),),
            Form.YES_NO,
            max(MIN_SCORE, UNDECIDED * best.score),
        )
    word = say("yes" if verdict else "no", material.language)
    colon = "：" if material.language == "zh" else ": "
    return Piece(
        (Line(f"{word}{colon}{said}", (best.candidate, *material.matches)),), Form.YES_NO, best.score
    )


def _verdict(material: Material, best: Finding) -> bool | None:
    """By figures where both have some of a kind, else by the names and words that were asked about."""
    ask, said = material.ask.text, f"{best.candidate.title} {best.candidate.words}"
    is_denied = _denies(ask) != _denies(best.candidate.words)
    for equal in (_same_years(ask, said), _same_quantities(material, ask, best.candidate.words)):
        if equal is not None:
            return equal != is_denied
    asked = _asked_words(material)
    if _is_excepted(asked, best.candidate.words):
        return is_denied
    share = len(asked & frozenset(tokenise(said))) / len(asked) if asked else 0.0
    if share >= SAID:
        return not is_denied
    if _ONLY.search(best.candidate.words):
        return _denies(ask)  # Only this, and not what was asked.
    missing = [
        name for name in _NAME.findall(ask) if not frozenset(tokenise(name)) & frozenset(tokenise(said))
    ]
    if missing and best.span:
        return False
    return not is_denied if best.score >= SURE_SCORE else None


def _is_excepted(asked: frozenset[str], words: str) -> bool:
    """Whether what is asked about is what a sentence excepts: "all but the platform"."""
    found = _EXCEPT.search(words)
    return found is not None and bool(asked & frozenset(tokenise(words[found.end() :])))


def _denies(words: str) -> bool:
    return _NOT.search(_OFFERS_BOTH.sub("", words)) is not None


def _same_years(ask: str, said: str) -> bool | None:
    asked, given = set(_YEAR.findall(ask)), set(_YEAR.findall(said))
    return bool(asked & given) if asked and given else None


def _same_quantities(material: Material, ask: str, said: str) -> bool | None:
    has_comma = material.language in ("de", "es")
    asked, given = quantities(ask, has_comma), quantities(said, has_comma)
    pairs = [(a, b) for a in asked for b in given if a.dimension == b.dimension and a.dimension]
    if not pairs:
        return None
    return any(a.is_near(b) for a, b in pairs)


def _asked_words(material: Material) -> frozenset[str]:
    """The stems that are asked about: not those of the subject, nor those that every question has."""
    subject = frozenset(tokenise(" ".join((material.subject, *material.ask.about))))
    stops = frozenset(tokenise(" ".join(STOP_WORDS)))
    return frozenset(tokenise(material.ask.text)) - subject - stops
