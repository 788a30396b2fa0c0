"""What the form of a Chinese question says: 多少 and its unit, 谁, 哪一年, 多高; names in another script."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from agents.questions.kinds import Kind
from agents.questions.tagging import Tag
from agents.questions.types import AnswerType, Dimension, Intent
from agents.questions.words import Word, is_unspaced

_UNITS: Mapping[Dimension, str] = {
    Dimension.LENGTH: "毫米 厘米 公分 米 公尺 公里 千米 里 英里 英寸 英尺 海里",
    Dimension.MASS: "克 公斤 千克 斤 吨 磅 重",
    Dimension.TIME: "秒 分钟 小时 个小时 个钟头 天 周 个星期 个月 年 世纪 岁 时间 月",
    Dimension.MONEY: "钱 元 块 欧元 美元 英镑 镑 克朗 日元 法郎 报酬 租金 费用",
    Dimension.TEMPERATURE: "度 摄氏度",
    Dimension.SHARE: "百分点",
    Dimension.AREA: "平方米 平方公里 公顷 亩 面积",
    Dimension.VOLUME: "升 毫升 立方米",
    Dimension.POWER: "瓦 千瓦 马力",
}
_BY_UNIT = {unit: dimension for dimension, units in _UNITS.items() for unit in units.split()}
_MAX_UNIT_CHARACTERS = max(map(len, _BY_UNIT))
_HOW_MANY = re.compile(r"(?<!百分之)(?:多少|几)(?!乎|[月号点]|何)")
_SHARE = re.compile(r"百分之(?:多少|几)|几分之几|几成")
_HOW = {
    "高": Dimension.LENGTH, "长": Dimension.LENGTH, "宽": Dimension.LENGTH, "深": Dimension.LENGTH,
    "远": Dimension.LENGTH, "厚": Dimension.LENGTH, "粗": Dimension.LENGTH, "重": Dimension.MASS,
    "久": Dimension.TIME, "长时间": Dimension.TIME, "快": Dimension.SPEED, "热": Dimension.TEMPERATURE,
    "大": Dimension.OTHER, "陡": Dimension.OTHER,
}  # fmt: skip
_HOW_MUCH = re.compile(r"多(?P<how>长时间|[高长宽深远厚粗重久快热大陡])")
_ATTRIBUTES = (
    (Dimension.MONEY, "造价|价格|价钱|售价|票价|门票|费用|工资|奖金|报酬|租金|成本"),
    (Dimension.LENGTH, "直径|半径|高度|身高|长度|宽度|深度|厚度|海拔|翼展|跨度|距离"),
    (Dimension.MASS, "重量|体重|质量"),
    (Dimension.SPEED, "速度|时速"),
    (Dimension.TEMPERATURE, "温度|气温|水温|熔点|沸点"),
    (Dimension.POWER, "功率"),
    (Dimension.AREA, "面积"),
    (Dimension.TIME, "年龄|寿命|时长"),
    (Dimension.OTHER, "容量|分辨率|坡度|密度|电压"),
)
_MEASURE_WORDS = (
    "个只条张枚座层辆页名人位次种家间把件块棵颗根支本首部艘架台口头匹群对双套项届幅册级场轮户盏扇片粒滴门品"
)
_TYPES = (
    (AnswerType.DATE, re.compile(r"哪一?年|何年|什么时候|何时|哪一?天|几月|哪个?月|什么日子")),
    (AnswerType.REASON, re.compile(r"为什么|为何|什么原因")),
    (AnswerType.COLOUR, re.compile(r"(?:什么|哪种|啥)颜色")),
    (AnswerType.NAME, re.compile(r"哪(?:一?[家所支本首部款只]|个公司)")),
    (AnswerType.PLACE, re.compile(r"哪里|哪儿|在哪|何地|什么地方|哪个?(?:国家|城市|镇|村)")),
    (AnswerType.PERSON, re.compile(r"谁|哪(?:一?位|个人)|什么人|何人")),
)
_INSIDE_NAMES = frozenset(".&'’-")
_COMPARES = re.compile(r"更|比|[哪谁].{0,4}最|相差|区别|不同")
_UNTOLD = frozenset({AnswerType.ANY, AnswerType.NAME, AnswerType.NUMBER})
"""Expected types that say little, or that have question words of their own: a told one comes before them."""


def settled_chinese(kind: Kind, text: str) -> Kind:
    """The kind, where the question words do not say another one; comparisons and lists stay what they are."""
    intent, expects, _dimension = kind
    if intent is Intent.COMPARISON and not _COMPARES.search(text):
        intent = Intent.FACT
    if intent not in (Intent.FACT, Intent.COUNT, Intent.IDENTITY):
        return kind
    if _SHARE.search(text):
        return Intent.FACT, AnswerType.NUMBER, Dimension.SHARE
    if found := _HOW_MANY.search(text):
        # 多少 and 几 ask for what the unit after them measures, or for the attribute before; else they count.
        after = text[found.end() :]
        lengths = range(min(_MAX_UNIT_CHARACTERS, len(after)), 0, -1)
        dimension = next((_BY_UNIT[after[:n]] for n in lengths if after[:n] in _BY_UNIT), None)
        is_counting = bool(after) and after[0] in _MEASURE_WORDS
        if dimension is None and not is_counting:
            dimension = _attribute(text[: found.start()])
        if dimension is not None:
            return Intent.FACT, AnswerType.NUMBER, dimension
        is_counting = is_counting or intent is Intent.COUNT
        return intent, AnswerType.NUMBER, Dimension.COUNT if is_counting else Dimension.OTHER
    if found := _HOW_MUCH.search(text):
        return Intent.FACT, AnswerType.NUMBER, _attribute(text[: found.start()]) or _HOW[found["how"]]
    told = next((each for each, pattern in _TYPES if pattern.search(text)), None)
    if told is None or (expects not in (*_UNTOLD, told) and told is not AnswerType.NAME):
        return intent, expects, kind[2]
    is_naming = intent is Intent.IDENTITY and told in (AnswerType.PERSON, AnswerType.NAME)
    return intent if is_naming else Intent.FACT, told, Dimension.NONE


def with_whole_names(words: Sequence[Word], tags: Sequence[Tag]) -> list[Tag]:
    """The tags with names in another script whole: of “Old Mill Bridge 有多长” three words are the name."""
    found = list(tags)
    is_latin = [word.text in _INSIDE_NAMES or not (word.is_mark or is_unspaced(word.text)) for word in words]
    for may_be_name, group in groupby(range(len(words)), key=is_latin.__getitem__):
        run = list(group)
        if may_be_name and any(tags[place] is Tag.ABOUT for place in run):
            for place in run:
                found[place] = Tag.ABOUT if tags[place] is Tag.OTHER else tags[place]
    return found


def _attribute(before: str) -> Dimension | None:
    """Of the attribute that is named last."""
    places = {
        found.start(): dimension for dimension, names in _ATTRIBUTES for found in re.finditer(names, before)
    }
    return places[max(places)] if places else None
