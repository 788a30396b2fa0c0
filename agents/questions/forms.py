"""What the form of a question says of its answer: the measure, the day, one thing or several.

"How long is the warranty" asks for a time and "how long is the bridge" for a length; "which colours" asks for
several, "which colour" for one; "what does it cost" for money, whatever else the words may look like.
"""

import re

from agents.questions.kinds import Kind
from agents.questions.types import PLACE, AnswerType, Dimension, Intent

_ONE = frozenset({Intent.FACT, Intent.IDENTITY, Intent.LIST})
_VAGUE = frozenset(
    {AnswerType.ANY, AnswerType.NAME, AnswerType.USE, AnswerType.PLACE, AnswerType.REASON, AnswerType.PERSON}
)
"""Expected types that the learned reading falls back on, or takes from a single word ("the fine for")."""

_DAY = re.compile(
    r"\b(?:what|which)\s+(?:times?|hours?|days?|dates?|years?|months?|weekdays?|day of the week)\b"
    r"(?!\s+of\s+(?!the))"
    r"|\bwie\s?viel\s+uhr\b|\bwelche[mnrs]?\s+(?:wochen)?(?:tag|jahr|monat|datum|uhrzeit)\w*"
    r"|\bqué\s+(?:horas?|días?|años?|mes(?:es)?|fechas?)\b|(?:几|哪)点|星期几|周几|礼拜几|几点",
    re.IGNORECASE,
)
_LASTING = (
    r"warranty|guarantee|rides?|trips?|journeys?|tours?|flights?|voyages?|cruises?|crossings?|drives?|walks?|"
    r"hikes?|seasons?|waits?|films?|movies?|shows?|performances?|concerts?|operas?|breaks?|wars?|reigns?|stays?|"
    r"visits?|trainings?|programmes?|cycles?|sentences?|pregnanc\w+|gestation|leases?|loans?|contracts?|shifts?|"
    r"lessons?|lives|life|lifespan|festivals?|holidays?|dives?|notice|term|"
    r"garantie|gewährleistung|fahrt|reise|führung|rundgang|dauer|frist|film|vorstellung|ausleihe|wartezeit|"
    r"saison|laufzeit|lebensdauer|akkulaufzeit|aufenthalt|ausbildung|pause|tragzeit|kündigungsfrist"
)
_HOW_LONG_IT_LASTS = re.compile(
    r"\bhow\s+long\s+(?:does|did|do|has|have|had|will|can|could|should|must|may)\b"
    r"(?!.*\b(?:grow|get|measure|stretch|reach|extend|be\W*$))"
    rf"|\bhow\s+long\s+(?:is|was|are|were)\s+(?:\S+\s+){{0,3}}?(?:{_LASTING})\b"
    r"|\bwie\s+lang\s+(?:läuft|lief|dauer\w+|hält|hielt|brauch\w*|gilt|bleib\w*|leb\w+|brenn\w*|koch\w*|wart\w*)\b"
    r"|\bwie\s+lange\s+(?!(?:ist|war|sind|waren)\b)"
    rf"|\bwie\s+lange?\s+(?:ist|war|sind)\s+(?:\S+\s+){{0,2}}?(?:{_LASTING})\b"
    r"|\bcuánto\s+(?:tiempo|dur[aó]\w*|tard[aó]\w*|lleva\w*)",
    re.IGNORECASE,
)
_COSTS = re.compile(
    r"^(?:and\s+)?(?:what|how much)\b(?!.*\bcost (?:of|price)\b).*\bcosts?\b"
    r"|\b(?:was|wie\s?viel)\s+kostete?n?\b|\b(?:qué|cuánto)\s+cuesta\w*",
    re.IGNORECASE,
)
_BEFORE = (
    r"^(?:(?:and|und|y)\s+)?(?:(?:what(?:['’]s)?|which|was|welche[nrms]?|wie|cuál)\s+)?"
    r"(?:(?:is|was|are|were|ist|war|es|era)\s+)?"
    r"(?:(?:the|its|their|die|der|das|el|la)\s+)?(?:[\w-]+\s+)?"
)
_AFTER = r"(?:\s+(?:of|for|on|in|to|per|der|des|von|vom|für|im|de|del|por|para)\b|\s*[?？]*$)"
_MEASURES: tuple[tuple[Dimension, re.Pattern[str]], ...] = (
    (Dimension.MONEY, _COSTS),
    *(
        (dimension, re.compile(rf"{_BEFORE}(?:{words}){_AFTER}", re.IGNORECASE))
        for dimension, words in (
            (
                Dimension.MONEY,
                r"price|cost|fare|fee|deposit|fine|toll|admission|entrance fee|rent|salary|wages?|"
                r"\w*(?:preis|kosten|gebühr|kaution|miete|lohn|gehalt|bußgeld|eintritt)|"
                r"precio|coste|costo|tarifa|multa|fianza|alquiler|sueldo",
            ),
            (Dimension.MASS, r"mass|weight|\w*gewicht|masse|peso|masa"),
            (
                Dimension.LENGTH,
                r"height|length|width|breadth|depth|diameter|radius|wingspan|altitude|elevation|\w*(?:höhe|länge|breite|"
                r"tiefe|durchmesser|spannweite)|altura|longitud|anchura|profundidad|diámetro|envergadura",
            ),
            (Dimension.SPEED, r"(?:top |maximum )?speed|\w*geschwindigkeit|velocidad"),
            (Dimension.AREA, r"surface area|area|\w*fläche|superficie"),
            (Dimension.VOLUME, r"volume|\w*(?:volumen|inhalt)|volumen"),
            (Dimension.TEMPERATURE, r"temperature|(?:melting|boiling) point|\w*temperatur|temperatura"),
            (Dimension.TIME, r"duration|age|lifespan|\w*dauer|alter|duración|edad"),
        )
    ),
)
_HELPS = "is|are|was|were|do|does|did|can|could|may|might|must|should|has|have|had|will|would"
_PLURAL_ENGLISH = re.compile(
    rf"\b(?:which|what)\s+(?:(?!(?:{_HELPS})\b)(?:kinds of|sorts of|types of|[a-z]+)\s+)?"
    r"(?P<noun>[a-z]{3,}s|men|women|children|people|animals)\s+"
    rf"(?:{_HELPS})\b"
    r"|\bwhich\s+(?P<again>[a-z]{3,}s)\s+(?!and\b|or\b|more\b|less\b|fewer\b|first\b|\w+er\b)[a-z]",
    re.IGNORECASE,
)
_NO_PLURAL = re.compile(
    r"(?:ss|us|is|as)$|^(?:lens|series|species|news|means|does|comes|makes|happens|causes|goes|gives|works|costs|"
    r"weighs|holds|needs|takes|lies|reaches|starts|opens|closes|measures|stands|lasts)$"
)
_PLURAL_GERMAN = re.compile(
    r"^(?:und\s+)?(?:(?:in|aus|bei|mit|von|zu|unter)\s+welchen\s+(?-i:[A-ZÄÖÜ])\w+"
    r"|welche\s+(?:\w+en?\s+)?(?:(?-i:[A-ZÄÖÜ])\w+\s+(?:sind|waren|werden|wurden|gehören|stehen|liegen)"
    r"|(?-i:[A-ZÄÖÜ])\w*[ns]\s+(?:haben|hatten|können|gibt\s+es|darf\s+man|kann\s+man))\b)",
    re.IGNORECASE,
)
_PLURAL_SPANISH = re.compile(
    r"\b(?:en|de|con|a|por|para)?\s*qué\s+(?!es\b|eres\b|tienes\b|puedes\b|haces\b)\w{3,}[aeioué]s\b|\bcuáles\b",
    re.IGNORECASE,
)
_SINGULAR = re.compile(
    rf"\b(?:which|what)\s+(?!else\b|other\b|more\b|people\b|men\b|women\b|children\b)[a-z]{{3,}}[a-rt-z]\s+(?:{_HELPS})\b"
    r"|\bwelche[ms]\s+\w|^(?:the\s+)?name\s+of\s+the\s+\w+",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"\b(?:means?|stands? for|bedeute[tn]?|significa\w*|quiere decir)\b|(?:是什么意思|代表什么|表示什么)",
    re.IGNORECASE,
)
_SAYS_TO_ME = re.compile(
    rf"^what (?:does|do|is|are) {PLACE}.*\btell(?:ing)? (?:me|us)\b"
    r"|^was (?:sagt|sagen|will|wollen) (?:mir|uns)\b|^¿?qué (?:me|nos) (?:dice|quiere)\b",
    re.IGNORECASE,
)
_PART_OF_IT = re.compile(
    rf"\b(?:the|die|der|das|el|la)\s+(?P<part>\w+)\s+(?:of|on|above|behind|inside|under|von|auf|an|del?)\s+{PLACE}",
    re.IGNORECASE,
)
_ATTRIBUTE = (
    r"material|colou?r|size|style|shape|brand|language|pattern|flavou?r|farbe|größe|stil|form|marke|sprache|muster|"
    r"geschmack|talla|tamaño|estilo|marca|idioma|forma|sabor"
)
"""What a thing has; other nouns after "which" say what it is."""
_WHICH_ARE_THESE = re.compile(
    rf"(?:(?:which|what|welche[rs]?|¿?qué|was für(?: eine?[nrs]?)?)\s+"
    rf"(?:(?:kind|sort|type|breed|make|model)s?\s+of\s+)?(?!(?:{_ATTRIBUTE})\b)\w+\s+(?:are|were|is|was|sind|waren|ist|war|son|es)\s+"
    rf"(?:{PLACE}|these|those|this|that|das|dies\w*|est[oa]s?)"
    rf"|{PLACE}(?:里面?|中|上)?的?(?:小|大)?(?:东西|动物|植物|物品|人|鸟)?(?:是|叫)(?:什么|哪[种个座条]|啥)(?!材料|颜色|形状|牌子|型号|花纹|风格|语言|意思)[\u4e00-\u9fff]{{0,3}}(?<!的))\W*$",
    re.IGNORECASE,
)
_WHO_IS_SHOWN = re.compile(
    r"¿?(?:who|wer|quién)\s+(?:is|are|ist|sind|es|son)\s+(?:the|die|der|das|la|el)\s+"
    r"(?:person|woman|man|girl|boy|frau|mann|mensch|mädchen|junge|persona|mujer|hombre)\s+"
    rf"(?:in|on|auf|im|in|en|de)\s+{PLACE}\W*$",
    re.IGNORECASE,
)
_NAMING = frozenset(
    "name names title kind sort type species breed make model picture photo photograph image painting "
    "drawing subject art titel bild foto nombre título tipo especie imagen".split()
)
_WHAT = re.compile(
    r"^(?:and\s+|und\s+)?(?:what|was)\s+(?:is|was|are|were|do|did|does|has|have|had|can|ist|war|hat|haben)\b"
)
_NAMES_A_PERSON = re.compile(r"\bname\b|\bcalled\b", re.IGNORECASE)


def settled_form(kind: Kind, text: str) -> Kind:
    """The kind, with the measure that the words name, and one or several things as their number says."""
    intent, expects, dimension = kind
    if intent not in _ONE:
        return kind
    if _HOW_LONG_IT_LASTS.search(text):
        return Intent.FACT, AnswerType.NUMBER, Dimension.TIME
    if _DAY.search(text) and expects in (*_VAGUE, AnswerType.NUMBER):
        return Intent.FACT, AnswerType.DATE, Dimension.NONE
    measures = (measure for measure, pattern in _MEASURES if pattern.search(text))
    if expects in _VAGUE and (measured := next(measures, None)):
        return Intent.FACT, AnswerType.NUMBER, measured
    if expects is AnswerType.PERSON and _WHAT.search(text.casefold()) and not _NAMES_A_PERSON.search(text):
        expects, dimension = AnswerType.ANY, Dimension.NONE
    if expects is AnswerType.NUMBER:
        return intent, expects, dimension
    plural = _PLURAL_ENGLISH.search(text)
    noun = (plural["noun"] or plural["again"]).casefold() if plural else ""
    is_english_plural = bool(noun) and not _NO_PLURAL.search(noun)
    if is_english_plural or _PLURAL_GERMAN.search(text) or _PLURAL_SPANISH.search(text):
        is_thing = expects in (AnswerType.ANY, AnswerType.REASON, AnswerType.USE)
        return Intent.LIST, AnswerType.NAME if is_thing else expects, dimension
    if intent is Intent.LIST and _SINGULAR.search(text):
        return Intent.FACT, expects, dimension
    return intent, expects, dimension


def asks_more_than_name(pointed: str) -> bool:
    """Whether more is asked than what is shown: what it means, or what a part of it is called.

    `pointed` has PLACE where the words pointed.
    """
    part = _PART_OF_IT.search(pointed)
    return asks_meaning(pointed) or (part is not None and part["part"].casefold() not in _NAMING)


def asks_meaning(pointed: str) -> bool:
    """Whether it is asked what something means, or tells whoever sees it."""
    return bool(_MEANS.search(pointed) or _SAYS_TO_ME.search(pointed))


def asks_only_name(pointed: str) -> bool:
    """Whether what is shown is asked for by its kind: "which mountains are these"."""
    return _WHICH_ARE_THESE.match(pointed) is not None


def asks_who_is_shown(pointed: str) -> bool:
    """Whether a person in a picture is asked for: "wer ist die Person auf …"."""
    return _WHO_IS_SHOWN.match(pointed) is not None
