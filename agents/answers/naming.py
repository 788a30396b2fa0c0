"""Sentences that name what they are about: "It rises to 300 metres" says nothing by itself."""

import re

from rapidfuzz import fuzz

from agents.answers.phrases import say
from agents.reading import CandidateKind, Finding
from agents.retrieval.tokens import STOP_WORDS, tokenise

SAME_SPELLING = 78
"""Likeness of two words (0..100) that are the same but for a slip."""

_TAIL = re.compile(r"\s*(?:[,;:(|–—]|\s-\s).*$")
_ARTICLE = re.compile(r"^(?:the|a|an|der|die|das|ein|eine|el|la|los|las|un|una)\s+", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"(?P<word>It|Its|He|His|She|Her|They|Their|This|These|Er|Sie|Es|Sein|Seine|Ihr|Ihre|Dieser|Diese|Dieses|"
    r"Este|Esta|Ella|Él|Su|Sus|Se)\b"
)
_STOPS = frozenset(tokenise(" ".join(STOP_WORDS)))
_OWN = re.compile(
    r"(?:(?:our|my|your|unser(?:e[rsnm]?)?|mein(?:e[rsnm]?)?|eure?|nuestr[oa]s?|vuestr[oa]s?|mis?|welcome|willkommen|"
    r"bienvenid[oa]s?)\b|我们?的|欢迎)", re.IGNORECASE,
)  # fmt: skip
"""How titles begin that say whose something is, or greet."""
_COMMON_NOUN_OF = re.compile(
    r"(?:(?:national|royal|old|great|grand|state|civil|northern|southern)\s+)?"
    r"(?:arch|bank|battle|bay|bridge|bust|cape|castle|cathedral|church|city|coast|coat\s+of\s+arms|emblem|flag|seal|"
    r"fortress|gate|government|gulf|interior|island|isle|map|model|monument|mouth|museum|palace|plan|port|portrait|"
    r"remains|ruins|sea|skull|statue|strait|structure|surface|temple|tomb|tower|university|valley|view|village|wreck)"
    r"\s+(?:of|from)\s",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")


def name_of(title: str) -> str:
    """The short name in a title or a caption: what stands before its first comma, colon or bracket."""
    return _TAIL.sub("", title).strip() or title.strip()


def in_sentence(name: str, language: str) -> str:
    """A name as a sentence calls it: English gives "Flag of Luxembourg" its article, "Joan of Arc" none."""
    return f"the {name}" if language == "en" and _COMMON_NOUN_OF.match(name) else name


def is_name(title: str) -> bool:
    """Whether a title can be what something is called, as "Our garden" and "Welcome to the pier" cannot."""
    return _OWN.match(title.strip()) is None


def names(words: str, title: str) -> bool:
    """Whether words name what a title names: by its stems, in Chinese letter by letter."""
    name = _ARTICLE.sub("", name_of(title))
    if _HAN.search(name):
        return name in words
    wanted = frozenset(tokenise(name))
    wanted = wanted - _STOPS or wanted
    return bool(wanted) and len(wanted & frozenset(tokenise(words))) * 2 > len(wanted)


def names_nearly(words: str, name: str) -> bool:
    """Whether words have most words of a name, or some that are spelled nearly so."""
    if names(words, name):
        return True
    given, wanted = frozenset(tokenise(words)), subject_tokens(name)
    near = sum(any(fuzz.ratio(word, other) >= SAME_SPELLING for other in given) for word in wanted)
    return near * 2 > len(wanted)


def subject_tokens(name: str) -> frozenset[str]:
    """The stems of a name that tell it from others."""
    return frozenset(tokenise(name)) - _STOPS


def told(finding: Finding, language: str, subject: str = "") -> str:
    """The words of a finding as a sentence that names what it is about.

    That is the title of its source, or what it stands under where this names the `subject` and the title does
    not. Words of another script than the language asked in are quoted, after the span that answers.
    """
    candidate = finding.candidate
    said, name = " ".join(candidate.words.split()), name_of(candidate.title)
    if candidate.lead and subject and not names(name, subject) and names(subject, candidate.lead):
        name = name_of(candidate.lead)
    is_foreign = (language == "zh") != bool(_HAN.search(said))
    if finding.span and is_foreign:
        return say("quoted", language, name=name, answer=finding.answer.strip(" .,;"), said=said)
    points_back = _POINTS_BACK.match(said) is not None
    is_sentence = candidate.kind in (CandidateKind.SENTENCE, CandidateKind.CAPTION)
    if not name or (names(said, name) and not (is_sentence and points_back)):
        return said
    if points_back or _ARTICLE.match(said):
        said = said[0].lower() + said[1:]
    return say("named", language, name=name, said=said)
