"""Where a language leaves no doubt, its rule stands above what was learned."""

import re
from collections.abc import Collection, Sequence

from agents.questions.chinese import settled_chinese, with_whole_names
from agents.questions.forms import settled_form
from agents.questions.kinds import Kind
from agents.questions.tagging import Tag, spans
from agents.questions.types import AnswerType, Dimension, Intent
from agents.questions.words import Word, is_unspaced

_ORDERS = r"(?:please\s+)?(?:tell|show|list|name|give|find|describe|explain|compare|identify|count)"
_CLOSED = re.compile(
    rf"^(?:and\s+|so\s+)?(?:is|are|was|were|do|does|did|can|could|has|have|had|may|should|will)\b(?!\s+you\s+{_ORDERS})"
    r"|^(?:und\s+)?(?:ist|sind|war|waren|hat|haben|hatte|hatten|kann|können|darf|dürfen|gibt|gab|wurde|wurden|stimmt)\b"
    r"(?!\s+(?:du|sie|ihr)\s+(?:mir|uns|bitte))"
    r"|^(?:und\s+)?[a-zäöüß]+(?:t|te|ten|en)\s+(?:ein|eine|einer|man|er|es|ich|wir|(?:mein|dein|unser)\w*)\b"
    r"|^(?:und\s+)?(?-i:[A-ZÄÖÜ])[a-zäöüß]+(?:t|te|ten|en)\s+(?:die|das|den|dem|dies\w*)\s+\w+\s+\w"
    r"|^(?:und\s+)?(?-i:[A-ZÄÖÜ])[a-zäöüß]+(?:t|te|ten|en)\s+(?:(?:im|am)\s+)?(?-i:[A-ZÄÖÜ])[\w-]+\s+"
    r"(?:auch|noch|immer|nicht|schon|oft|nur|(?-i:[A-ZÄÖÜ])[\w-]+\s+(?:auf|bei|durch|in|über|um|zu)\b)"
    r"|^¿?\s*(?:y\s+)?(?:es|son|era|eran|fue|fueron|está|están|hay|tiene|tienen|se\s+puede|existe|existen)\b"
    r"|^¿?\s*(?:y\s+)?\w+(?:a|e|an|en|ó|ía|ían|aron|ieron)\s+(?:el|la|los|las|un|una|algun[ao]?s?|algún|est[ea]|su)\s+\w"
    r"|吗\s*$|(?!时)(?P<verb>[\u4e00-\u9fff])不(?P=verb)|有没有",
    re.IGNORECASE,
)
_PICTURES = re.compile(
    r"\b(?:pictures|photos|photographs|images|paintings|drawings|show|see|bilder|fotos|aufnahmen|zeigen|sehen|"
    r"imágenes|fotograf[ií]as|mostrar|ver)\b|图片|照片|图像|看",
    re.IGNORECASE,
)
_TAKING_PICTURES = re.compile(
    r"\b(?:take|taking|make|making|shoot)\b.*\b(?:pictures|photos|photographs)\b|\bfotos?\s+(?:machen|gemacht|schießen)\b"
    r"|\b(?:hacer|sacar|tomar)\s+(?:fotos|fotograf[ií]as)\b|[拍照摄]",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\b(?:tell|know|known|say|explain|find out|remember|idea|clear|sure|recorded|understand|see|show|guess|"
    r"wonder|interested|sagen|weißt?|wissen|bekannt|erklären|verraten|erzählen|zeigen|klar|decir\w*|sab\w+|explica\w*|"
    r"conoc\w+|dime)\b.*$",
    re.IGNORECASE,
)
"""Before a question word: "do you know who" asks who, "did it sink when" does not."""
_MARKS = " \t\n?.,!¿¡？，。！"
MAX_WORDS_OF_A_SIDE = 6
_OR = re.compile(r"\s+(?:or|oder|o|u)\s+|还是", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"^(?:(?:please|can|could|would|will|you|i|want|to|like|know|hear)\s+)*(?:what (?:can|could) you tell me "
    r"about|tell me (?:more |something |all |everything )?(?:about|of)|(?:give me |write )?(?:an? |the )?"
    r"(?:short |brief )?(?:summary|overview|account|description) (?:of|on|about)|summari[sz]e)\b|"
    r"^(?:was (?:kannst|könn\w+|weißt|wissen) (?:du|sie|ihr)(?: mir)? (?:über|von)|"
    r"erzähl\w*(?: sie)?(?: mir)?(?: etwas| mehr)? (?:über|von)|"
    r"(?:gib|geben sie) mir (?:eine |einen )?(?:zusammenfassung|überblick)|fass\w* .*zusammen$)|"
    r"^(?:háblame|cuéntame|hábleme|cuénteme|qué (?:puedes|me puedes) (?:decir|contar)(?:me)?)"
    r"(?: algo| más)? (?:de|sobre)\b|"
    r"^(?:请|能)?(?:给我)?(?:介绍|说说|讲讲|谈谈)",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:more|less|fewer|mehr|weniger|más|menos)\b|更", re.IGNORECASE)
_CHOOSES = re.compile(
    r"^(?:and\s+|und\s+|y\s+)?¿?(?:which|who|what|welche[rs]?|wer|was|cuál|quién|qué)\b"
    r"(?=.*\b(?:more|less|fewer|first|\w{2,}er|mehr|weniger|zuerst|más|menos|antes)\b.*[,:])",
    re.IGNORECASE,
)
_BEFORE_CHOICE = re.compile(
    r"[:：,，;]\s*|\b(?:between|zwischen|entre|are|is|was|were|did|does|do|has|have|ist|war|hat|es|era|tiene|"
    r"more|less|fewer|mehr|weniger|más|menos)\s+|(?:是|比)",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:(?:the|an?|der|die|das|den|dem|el|la|los|las|un|una|more|less|fewer|mehr|weniger|más|menos|there)\s+)+",
    re.IGNORECASE,
)
_SHOWN = (
    r"pictures?|photos?|photographs?|images?|paintings?|drawings?|bild(?:er)?|fotos?|aufnahmen?|gemälde|"
    r"imágenes|imagen|fotograf[ií]as?|cuadros?"
)
_REQUEST = re.compile(
    r"^(?:(?:please|can|could|would|you|i|i['’]d|we|like|want|to|have|got|do|are|there|is|find|get|give|see|show|me|us|"
    r"some|any|all|the|your|more|bitte|kannst|kann|könnte|du|mir|uns|ich|möchte|will|zeige?|zeigen|gib|suche?|sehen|gibt|es|hast|"
    r"alle[ns]?|ein|eine|einige|paar|die|das|den|der|por|favor|puedes|quiero|ver|mu[eé]strame|ens[eé][ñn]ame|"
    r"mu[eé]strenos|hay|busca|un|una|unas|unos|las|los|algun[ao]s|tod[ao]s)\s+)*"
    rf"(?:(?:{_SHOWN})\s+(?:of|with|showing|from|von|vom|mit|der|des|de(?:l)?|con)\s+"
    r"(?:(?:the|all|an?|den|dem|der|die|das|las|los|el|la)\s+)*)?",
    re.IGNORECASE,
)
_IN_THE_CORPUS = re.compile(
    r"\s+(?:(?:in|from|among|within)\s+(?:the|this|these|all|all\s+the|my|our|your)\s+(?:corpus|corpora)|"
    r"(?:im|in\s+(?:den|diesem|diesen|meinem|unserem|allen)|aus\s+(?:dem|den))\s+(?:korpus|korpora)|"
    r"(?:en\s+(?:el|los|este|estos|mi|todos\s+los)|del|de\s+los)\s+corpus)\b(?!-)"
    r"|在?(?:这个|这些|所有)?语料库(?:里面?|中)(?:的)?",
    re.IGNORECASE,
)
_PICTURES_SHOWING = re.compile(
    r"^¿?(?:which|what|welche|qué)\s+(?:pictures|photos|photographs|images|bilder|fotos|fotografien|aufnahmen|"
    r"imágenes|fotograf[ií]as)\s+(?:(?:(?:in|of|from|im|in|aus|de|en)\s+)?(?:the|this|my|our|der|dieser|meiner|la|esta|mi)?\s*"
    r"(?:collection|archive|library|sammlung|colección)\s+)?"
    r"(?:(?:do\s+you|do\s+we|can\s+you)\s+)?"
    r"(?:show|depict|contain|have|zeigen|enthalten|haben|muestran|contienen|tienen)\s+"
    r"(?:(?:the|an?|any|die|das|den|eine?n?|el|la|los|las|una?)\s+)?"
    r"|^(?:哪些|哪几张|有哪些)(?:图片|照片|图像)(?:里面?|中|上)?(?:有|显示|展示|是)(?:了|着)?",
    re.IGNORECASE,
)
""" "Which pictures show a flag" is to see them, and behind these words stands what they are to show."""

_REQUEST_AFTER = re.compile(
    rf"(?:\s+(?:{_SHOWN}|please|pls|bitte|zeigen|sehen|por\s+favor))+$", re.IGNORECASE
)
_REQUEST_IN_CHINESE = re.compile(
    r"^(?:请|麻烦|能不能|可以|我|想|要|帮|给|让|把|找|来|看看|看|一下|一些|几张|有没有|有|所有|全部|展示|显示|出)+|"
    r"(?:的|之)?(?:图片|照片|图像|画)(?:给我看看|吗|呢|吧)?$|(?:给我看看|吗)$"
)
_SHOW = re.compile(
    r"^(?:please\s+)?show\b|^(?:bitte\s+)?zeige?\b|^(?:por\s+favor\s+)?(?:muestra|mu[eé]strame|ens[eé][ñn]ame)\b|^给我看|^展示",
    re.IGNORECASE,
)
_SHOW_WORDS = re.compile(
    r"\b(?:lists?|names?|dates?|figures|numbers|prices|table|liste|namen|daten|zahlen|preise|tabelle|lista|nombres|"
    r"fechas|precios|tabla)\b|名单|列表|价格|表",
    re.IGNORECASE,
)
"""To be shown these is to read them."""
_HOW_MANY = re.compile(
    r"\bhow many\b|\bwie\s?viele\b|\bcu[aá]nt[oa]s\b|几[个只座条头匹位名层根颗扇种]", re.IGNORECASE
)
_INHABITANTS = re.compile(
    r"\b(?:inhabitants|people|residents|einwohner|menschen|leute|bewohner|habitantes|personas|gente)\b|人口|居民",
    re.IGNORECASE,
)


def settled(kind: Kind, text: str, asking: re.Pattern[str]) -> Kind:
    """The kind, where the form of the question does not say another one.

    A question that begins with its verb and has no question word is one of yes or no, unless it compares,
    leaves a choice or wants pictures, which are several or to be seen ("a camera to take a picture" is
    neither); one that counts anything but people is a count. A question word in its middle asks only what is
    told or known: "did it sink when it was hit" does not.
    """
    if is_unspaced(text):
        kind = settled_chinese(kind, text)
    intent, expects, dimension = kind
    if _ACCOUNT.search(text):
        return Intent.ABOUT, AnswerType.ANY, Dimension.NONE
    wants_pictures = (
        intent is Intent.PICTURES and _PICTURES.search(text) and not _TAKING_PICTURES.search(text)
    )
    is_other = intent is Intent.COMPARISON or wants_pictures
    found = asking.search(re.sub(r"吗\s*$|([\u4e00-\u9fff])不\1|有没有", "", text))
    asks_more = found is not None and (
        is_unspaced(text) or found.start() == 0 or bool(_TELLING.search(text[: found.start()]))
    )
    if _CLOSED.search(text) and not asks_more and not is_other:
        if _MORE.search(text) and alternatives(text):
            return Intent.COMPARISON, AnswerType.NAME, Dimension.NONE
        return Intent.YES_NO, AnswerType.ANY, Dimension.NONE
    shown = _SHOW.sub("", text)
    is_to_see = shown != text and not asking.search(shown) and not _SHOW_WORDS.search(shown)
    if _PICTURES_SHOWING.search(text):
        return Intent.PICTURES, AnswerType.ANY, Dimension.NONE
    if expects in (AnswerType.ANY, AnswerType.NAME) and is_to_see:
        return Intent.PICTURES, AnswerType.ANY, Dimension.NONE
    is_counting = _HOW_MANY.search(text) and not _INHABITANTS.search(text)
    if is_counting and intent is Intent.FACT and dimension is Dimension.COUNT:
        return Intent.COUNT, expects, dimension
    if intent in (Intent.FACT, Intent.IDENTITY, Intent.LIST) and _CHOOSES.search(text) and alternatives(text):
        return Intent.COMPARISON, AnswerType.NAME, Dimension.NONE
    return settled_form(kind, text)


def alternatives(text: str) -> tuple[str, ...]:
    """The two things between which a question leaves the choice: "A", "B" of "Which is older, A or B?".

    Empty where it leaves none, or where the words before "or" are too many to be a name.
    """
    parts = _OR.split(text.strip(_MARKS))
    if len(parts) < 2:  # noqa: PLR2004
        return ()
    sides = (_BEFORE_CHOICE.split(parts[-2])[-1], parts[-1])
    before, after = (_LEADS.sub("", side.strip(_MARKS)) for side in sides)
    is_name = all(0 < len(side.split()) <= MAX_WORDS_OF_A_SIDE for side in (before, after))
    return (before, after) if is_name else ()


def without_corpus(text: str) -> str:
    """A question without "in the corpus": that is where it is looked for, not what is asked about."""
    asked = _IN_THE_CORPUS.sub("", text)
    return asked if any(map(str.isalnum, asked)) else text


def depicted(text: str) -> str:
    """What the pictures are to show that a question asks for: "camels" of "show me the photos of camels"."""
    bare = text.strip(_MARKS)
    if shown := _PICTURES_SHOWING.sub("", bare).strip(_MARKS):
        bare = shown
    if is_unspaced(bare):
        return _REQUEST_IN_CHINESE.sub("", _REQUEST_IN_CHINESE.sub("", bare)) or bare
    return _REQUEST_AFTER.sub("", _REQUEST.sub("", bare)).strip(_MARKS) or bare


def mended(
    words: Sequence[Word], tags: Sequence[Tag], back: Collection[str], tied: Collection[str]
) -> tuple[Tag, ...]:
    """The tags with pronouns as what they are, and with the preposition that a constraint begins with.

    `back` are pronouns for what was spoken of, `tied` words that may stand beside them.
    """
    if any(is_unspaced(word.text) for word in words):
        tags = with_whole_names(words, tags)
    found = list(tags)
    for start, end in spans(tags, Tag.ABOUT):
        keys = [word.key for word in words[start:end]]
        if any(key in back for key in keys) and all(key in back or key in tied for key in keys):
            found[start:end] = [Tag.POINTING if key in back else Tag.OTHER for key in keys]
        elif keys[0] in _THIS:
            found[start:end] = [Tag.POINTING] * (end - start)
    for start, end in spans(tags, Tag.CONSTRAINT):
        if all(word.key in _PREPOSITIONS | _ARTICLES for word in words[start:end]):
            found[start:end] = [Tag.OTHER] * (end - start)  # "The barn on the farm": nothing is narrowed.
            continue
        place = start - 1
        while place > 0 and found[place] is Tag.OTHER and words[place].key in _ARTICLES:
            place -= 1
        if place > 0 and found[place] is Tag.OTHER and words[place].key in _PREPOSITIONS:
            found[place:start] = [Tag.CONSTRAINT] * (start - place)
    return tuple(found)


_THIS = frozenset("这那此")
_ARTICLES = frozenset("the a an der die das dem den el la los las un una".split())
_PREPOSITIONS = frozenset(
    "in on at by from before after since during near under "
    "an am im auf bei aus von vor nach seit en antes desde".split()
)
