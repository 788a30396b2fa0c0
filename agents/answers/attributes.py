"""What a comparison compares: "taller" asks for the height, "cheaper" for the lesser price."""

import re
from dataclasses import dataclass

from agents.questions import AnswerType, Dimension


@dataclass(frozen=True, slots=True)
class Attribute:
    """What things are compared by. `nouns` ask for it in English, German, Spanish and Chinese.

    A longer film lasts longer: `or_else` is what is measured where nothing has the `dimension`.
    """

    nouns: dict[str, str]
    dimension: Dimension
    expects: AnswerType = AnswerType.NUMBER
    wants_less: bool = False
    or_else: Dimension = Dimension.NONE

    def noun(self, language: str) -> str:
        """Its noun in a language, or in English."""
        return self.nouns.get(language, self.nouns["en"])


def _nouns(en: str, de: str, es: str, zh: str) -> dict[str, str]:
    return {"en": en, "de": de, "es": es, "zh": zh}


_HEIGHT = _nouns("height", "Höhe", "altura", "高度")
_LENGTH = _nouns("length", "Länge", "longitud", "长度")
_DISTANCE = _nouns("distance, range", "Weite, Reichweite", "distancia, alcance", "距离")
_SIZE = _nouns("size", "Größe", "tamaño", "大小")
_WEIGHT = _nouns("weight", "Gewicht", "peso", "重量")
_PRICE = _nouns("price", "Preis", "precio", "价格")
_DURATION = _nouns("duration", "Dauer", "duración", "时长")
_YEAR = _nouns("year", "Jahr", "año", "年份")
_AGE = _nouns("age, year", "Alter, Jahr", "edad, año", "树龄 年份")
_SPEED = _nouns("speed", "Geschwindigkeit", "velocidad", "速度")
_NOISE = _nouns("noise", "Lautstärke", "ruido", "噪音")
_WIDTH = _nouns("width", "Breite", "anchura", "宽度")
_DEPTH = _nouns("depth", "Tiefe", "profundidad", "深度")
_HEAT = _nouns("temperature", "Temperatur", "temperatura", "温度")
_NUMBER = _nouns("number", "Anzahl", "número", "数量")

_PATTERNS: tuple[tuple[str, Attribute], ...] = (
    (r"last\w*\s+longer|takes?\s+longer|dauert\s+länger|dura\s+más|时间更长|更久", Attribute(_DURATION, Dimension.TIME)),
    (r"takes?\s+less|faster\s+to|dura\s+menos|更短时间", Attribute(_DURATION, Dimension.TIME, wants_less=True)),
    (r"older|earlier|first|oldest|älter|früher|ältest\w*|zuerst|más\s+antigu\w+|más\s+viej\w+|antes|更老|更早|更古老|年代更久|先",
     Attribute(_AGE, Dimension.NONE, AnswerType.DATE, wants_less=True)),
    (r"younger|newer|later|latest|newest|jünger|neuer|später|más\s+nuev\w+|más\s+joven|después|更新|更晚|更年轻|后",
     Attribute(_AGE, Dimension.NONE, AnswerType.DATE)),
    (r"weigh\w*\s+less|lighter|leichter|wiegt\s+weniger|pesa\s+menos|más\s+liger\w+|更轻", Attribute(_WEIGHT, Dimension.MASS, wants_less=True)),
    (r"weigh\w*|heavier|heaviest|schwerer|wiegt|pesa\w*|更重|哪个重", Attribute(_WEIGHT, Dimension.MASS)),
    (r"cheap\w*|costs?\s+less|billiger|günstiger|kostet\s+weniger|más\s+barat\w+|cuesta\s+menos|便宜", Attribute(_PRICE, Dimension.MONEY, wants_less=True)),
    (r"dearer|expensive|costs?|pricier|teurer|kostet|más\s+car\w+|cuesta\w*|更贵|贵", Attribute(_PRICE, Dimension.MONEY)),
    (r"quiet\w*|leiser|más\s+silencios\w+|更安静", Attribute(_NOISE, Dimension.OTHER, wants_less=True)),
    (r"loud\w*|lauter|más\s+ruidos\w+|更吵", Attribute(_NOISE, Dimension.OTHER)),
    (r"slow\w*|langsamer|más\s+lent\w+|更慢", Attribute(_SPEED, Dimension.SPEED, wants_less=True)),
    (r"fast\w*|quick\w*|schneller|más\s+rápid\w+|更快", Attribute(_SPEED, Dimension.SPEED)),
    (r"lower|shorter|kürzer|niedriger|más\s+baj\w+|更矮|更低", Attribute(_HEIGHT, Dimension.LENGTH, wants_less=True)),
    (r"tall\w*|high\w*|höher|höchst\w*|más\s+alt\w+|更高|哪座高", Attribute(_HEIGHT, Dimension.LENGTH)),
    (r"wider|breiter|más\s+anch\w+|更宽", Attribute(_WIDTH, Dimension.LENGTH)),
    (r"narrower|schmaler|más\s+estrech\w+|更窄", Attribute(_WIDTH, Dimension.LENGTH, wants_less=True)),
    (r"deeper|tiefer|más\s+profund\w+|更深", Attribute(_DEPTH, Dimension.LENGTH)),
    (r"further|farther|weiter|más\s+lejos|更远", Attribute(_DISTANCE, Dimension.LENGTH)),
    (r"long\w*|länger|más\s+larg\w+|更长|哪座长", Attribute(_LENGTH, Dimension.LENGTH, or_else=Dimension.TIME)),
    (r"small\w*|kleiner|más\s+pequeñ\w+|menor|更小", Attribute(_SIZE, Dimension.NONE, wants_less=True)),
    (r"big\w*|larg\w*|größer|más\s+grande|mayor|更大", Attribute(_SIZE, Dimension.NONE)),
    (r"hot\w*|warm\w*|wärmer|heißer|más\s+caliente|更热", Attribute(_HEAT, Dimension.TEMPERATURE)),
    (r"cold\w*|kälter|más\s+frí\w+|更冷", Attribute(_HEAT, Dimension.TEMPERATURE, wants_less=True)),
    (r"fewer|less|weniger|menos|更少", Attribute(_NUMBER, Dimension.NONE, wants_less=True)),
    (r"more|most|mehr|meisten|más|更多", Attribute(_NUMBER, Dimension.NONE)),
)  # fmt: skip
_COMPILED = tuple(
    (re.compile(rf"(?<![a-zäöüñá])(?:{pattern})(?:e[nmrs]?)?(?![a-zäöüñá])", re.IGNORECASE), attribute)
    for pattern, attribute in _PATTERNS
)


def attribute_in(text: str) -> Attribute | None:
    """What a comparison is made by; None where its words say nothing that is known here."""
    return next((attribute for pattern, attribute in _COMPILED if pattern.search(text)), None)
