"""What is exact in each language that is understood by rules: question words, joins, pronouns.

And which language a question is in: by its script, by the words that questions of each language are made of,
and where these do not tell, by a classifier of character n-grams (py3langid: Lui and Baldwin, ACL 2012).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from agents.questions.words import words_of

UNKNOWN = "und"
"""ISO 639-2: undetermined."""

SURE = 0.9
"""Probability (0..1) from which the classifier is believed about a language that no rules are for."""

KNOWN_ENOUGH = 0.5
"""Share of a question's words that a language must know for the question to be in it."""


@dataclass(frozen=True, slots=True)
class Language:
    """`asking` finds question words and orders, `joins` where one question ends and another begins.

    `back` are pronouns for what was spoken of, `tied` words that may stand beside a new subject when all else
    is asked again ("and the Rhine?").
    """

    asking: re.Pattern[str]
    joins: re.Pattern[str]
    back: frozenset[str]
    tied: frozenset[str]


def _language(asking: str, orders: str, joins: str, back: str, tied: str) -> Language:
    return Language(
        re.compile(rf"{asking}|{orders}" if orders else asking, re.IGNORECASE),
        re.compile(joins, re.IGNORECASE),
        frozenset(back.split()),
        frozenset(tied.split()),
    )


_EN = r"\b(?:who|whom|whose|what|what's|which|when|where|why|how)\b"
_EN_LEAD = r"(?:(?:in|on|at|by|for|from|to|of|with|after|under|since|during|about|near|into)\s+)?"
_EN_VERB = r"(?:is|was|are|were|does|do|did|can|has|have)\s+(?:it|this|that|he|she|they)\b"
_DE = (
    r"\b(?:wer|wem|wen|wessen|was|wann|wo|woher|wohin|warum|weshalb|wieso|wie|wieviele?"
    r"|wo(?:bei|durch|für|gegen|mit|nach|von|vor|zu)|wor(?:an|auf|aus|in|über|um|unter)|welche[rsmn]?)\b"
)
_DE_LEAD = r"(?:(?:in|an|auf|bei|von|mit|aus|zu|nach|seit|unter|um|für)\s+)?"
_ES = (
    r"\b(?:qui[eé]n(?:es)?|qu[eé]|cu[aá]l(?:es)?|cu[aá]ndo|d[oó]nde|ad[oó]nde|cu[aá]nt[oa]s?|c[oó]mo"
    r"|por\s+qu[eé])\b"
)
_ES_LEAD = r"(?:(?:en|de|a|por|para|con|desde|hasta)\s+)?"
_ZH = (
    r"谁|什么|哪|几(?!乎)|多少|多[高长宽深大重远久快厚粗热陡]|为什么|为何|何时|何地|怎么|如何|吗"
    r"|(?P<verb>[\u4e00-\u9fff])不(?P=verb)"
)

LANGUAGES: Mapping[str, Language] = {
    "en": _language(
        _EN,
        r"^(?:please\s+)?(?:name|identify|describe|tell|list|show|find|compare|explain|give)\b",
        rf";\s+|,?\s+(?:and|or|but)\s+(?=(?:also\s+)?{_EN_LEAD}{_EN})|,\s+(?={_EN_LEAD}{_EN})"
        rf"|,?\s+and\s+(?={_EN_VERB})",
        "it its he him his she her they them their each",
        "and what about how the a an is so then for same with of in",
    ),
    "de": _language(
        _DE,
        r"^(?:bitte\s+)?(?:nenn|zeig|erzähl|beschreib|erklär|vergleich|liste|sag|such|finde)e?\b",
        rf";\s+|,?\s+(?:und|oder|aber)\s+(?=(?:auch\s+)?{_DE_LEAD}{_DE})|,\s+(?={_DE_LEAD}{_DE})",
        "er sie es ihn ihm ihr ihre ihren seine sein seiner seinem ihrer ihnen davon dessen deren jeweils",
        "und was ist mit der die das dem den wie bei beim denn ein eine",
    ),
    "es": _language(
        _ES,
        r"^(?:por favor,?\s+)?"
        r"(?:enumera|lista|nombra|compara|describe|explica|cuéntame|háblame|muéstrame|dime|busca)\b",
        rf";\s+|,?\s+(?:y|e|o|pero)\s+(?=(?:también\s+)?{_ES_LEAD}{_ES})|,\s+(?=¿?{_ES_LEAD}{_ES})",
        "el ella ellos ellas lo la le los su sus",
        "y e que hay de del el la los las tal con pasa en un una",
    ),
    "zh": _language(
        _ZH,
        r"^(?:请|帮我)?(?:列出|列举|比较|对比|介绍|描述|给我|讲讲|找)",
        r"[，,；;、]\s*|\s+(?=和)|(?:以及|并且|还有|而且)|(?<=[的谁])和(?=[什哪谁多几怎何为在])",
        "它 他 她 它们 他们 她们 其",
        "那 呢 么 和 的 又 还 有",
    ),
}

_LATIN = re.compile(r"[\0-\u024f\u1e00-\u1eff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U00031fff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")

_QUESTION_WORDS = {
    code: frozenset(re.findall(r"\w+", language.asking.pattern)) for code, language in LANGUAGES.items()
}


def identify(text: str, known: Mapping[str, Sequence[str]]) -> str:
    """The language of a question, ISO 639-1, or UNKNOWN. `known` has the languages of each common word.

    Without any letters it is UNKNOWN, a few words that could be of several languages are English.
    """
    by_script = _by_script(text)
    if by_script is not None:
        return by_script
    words = [word for word in words_of(text) if word.key.isalpha()]
    if not words:
        return UNKNOWN
    shares: dict[str, float] = dict.fromkeys(LANGUAGES, 0.0)
    for word in words:
        codes = known.get(word.key, ())
        for code in codes:
            weight = 1.5 if word.key in _QUESTION_WORDS[code] else 1.0
            shares[code] += weight / len(codes)
    shares["de"] += sum(letter in "äöüß" for letter in "".join(word.text.lower() for word in words)) * 0.25
    shares.pop("zh", None)
    shares = {code: share for code, share in shares.items() if share}
    best = max(shares.values(), default=0.0)
    leading = [code for code, share in shares.items() if share >= best - 1e-9]
    if best < KNOWN_ENOUGH * len(words):
        code, probability = _classifier().classify(text)
        if probability >= SURE and len(words) > 2:
            return str(code)
    if not leading or ("en" in leading and len(text.split()) < 3):
        return "en"
    if len(leading) == 1:
        return leading[0]
    ranked = [code for code, _ in _classifier().rank(text)]
    return min(leading, key=ranked.index)


def _by_script(text: str) -> str | None:
    letters = "".join(filter(str.isalpha, text))
    if not letters:
        return UNKNOWN
    latin, kana, han, hangul = (len(script.findall(letters)) for script in (_LATIN, _KANA, _HAN, _HANGUL))
    if kana:
        return "ja"
    if han:
        is_chinese = han * 4 >= latin or LANGUAGES["zh"].asking.search(text)
        return "zh" if is_chinese else None
    if latin * 2 >= len(letters):
        return None
    if hangul:
        return "ko"
    code, probability = _classifier().classify(text)
    return str(code) if probability >= SURE else UNKNOWN


@cache
def _classifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
