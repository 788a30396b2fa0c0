"""Where a language leaves no doubt, its rule stands above what was learned."""

import re
from collections.abc import Collection, Sequence

from agents.questions.kinds import Kind
from agents.questions.tagging import Tag, spans
from agents.questions.types import AnswerType, Dimension, Intent
from agents.questions.words import Word

_ORDERS = r"(?:please\s+)?(?:tell|show|list|name|give|find|describe|explain|compare|identify|count)"
_CLOSED = re.compile(
    rf"^(?:and\s+|so\s+)?(?:is|are|was|were|do|does|did|can|could|has|have|had|may|should|will)\b(?!\s+you\s+{_ORDERS})"
    r"|^(?:und\s+)?(?:ist|sind|war|waren|hat|haben|hatte|hatten|kann|können|darf|dürfen|gibt|gab|wurde|wurden|stimmt)\b"
    r"(?!\s+(?:du|sie|ihr)\s+(?:mir|uns|bitte))"
    r"|^¿?\s*(?:y\s+)?(?:es|son|era|eran|fue|fueron|está|están|hay|tiene|tienen|se\s+puede|existe|existen)\b"
    r"|吗\s*$|(?:是不是|能不能|会不会|可不可以|有没有)",
    re.IGNORECASE,
)
_PICTURES = re.compile(
    r"\b(?:pictures|photos|photographs|images|paintings|drawings|show|see|bilder|fotos|aufnahmen|zeigen|sehen|"
    r"imágenes|fotograf[ií]as|mostrar|ver)\b|图片|照片|图像|看",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\bhow many\b|\bwie\s?viele\b|\bcu[aá]nt[oa]s\b|几[个只座条头匹位名层根颗扇种]", re.IGNORECASE
)
_INHABITANTS = re.compile(
    r"\b(?:inhabitants|people|residents|einwohner|menschen|leute|bewohner|habitantes|personas|gente)\b|人口|居民",
    re.IGNORECASE,
)


def settled(kind: Kind, text: str, asking: re.Pattern[str]) -> Kind:
    """The kind, where the form of the question does not say another one.

    A question that begins with its verb and has no question word is one of yes or no, unless it compares or
    wants pictures, which are several or to be seen ("a camera to take a picture" is neither); one that counts
    anything but people is a count.
    """
    intent, expects, dimension = kind
    is_open = asking.search(re.sub(r"吗\s*$|[是能会可]不[是能会可]|有没有", "", text)) is not None
    is_other = intent is Intent.COMPARISON or (intent is Intent.PICTURES and _PICTURES.search(text))
    if _CLOSED.search(text) and not is_open and not is_other:
        return Intent.YES_NO, AnswerType.ANY, Dimension.NONE
    is_counting = _HOW_MANY.search(text) and not _INHABITANTS.search(text)
    if is_counting and intent is Intent.FACT and dimension is Dimension.COUNT:
        return Intent.COUNT, expects, dimension
    return kind


def mended(
    words: Sequence[Word], tags: Sequence[Tag], back: Collection[str], tied: Collection[str]
) -> tuple[Tag, ...]:
    """The tags with pronouns as what they are, and with the preposition that a constraint begins with.

    `back` are pronouns for what was spoken of, `tied` words that may stand beside them.
    """
    found = list(tags)
    for start, end in spans(tags, Tag.ABOUT):
        keys = [word.key for word in words[start:end]]
        if any(key in back for key in keys) and all(key in back or key in tied for key in keys):
            found[start:end] = [Tag.POINTING if key in back else Tag.OTHER for key in keys]
    for start, _end in spans(tags, Tag.CONSTRAINT):
        place = start - 1
        while place > 0 and found[place] is Tag.OTHER and words[place].key in _ARTICLES:
            place -= 1
        if place > 0 and found[place] is Tag.OTHER and words[place].key in _PREPOSITIONS:
            found[place:start] = [Tag.CONSTRAINT] * (start - place)
    return tuple(found)


_ARTICLES = frozenset("the a an der die das dem den el la los las un una".split())
_PREPOSITIONS = frozenset(
    "in on at by from before after since during near under "
    "an am im auf bei aus von vor nach seit en antes desde".split()
)
