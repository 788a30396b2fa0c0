"""Names of persons, of places and of things in a text, by how they are written in four languages."""

import re
from collections.abc import Iterator

_CAPITAL = "A-ZÄÖÜÁÉÍÓÚÑÇŠŽ"
_WORD = rf"[{_CAPITAL}][\w'’-]*[^\W\d_]"
_INITIAL = rf"[{_CAPITAL}]\."
_LINK = r"(?:von|van|de|der|den|del|la|las|los|du|di|da|dos|zu|le|y|of|the|ter|ten|bin|al|O')"
_NAME = re.compile(rf"(?<![\w-])(?:{_WORD}|{_INITIAL})(?:\s(?:{_LINK}\s){{0,2}}(?:{_WORD}|{_INITIAL}))*")
_HONORIFIC = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Lady|Lord|King|Queen|Prince|Princess|Captain|Father|Saint|St|Mayor|"
    r"Bishop|Count|"
    r"Herr|Frau|Doktor|Professor|König|Königin|Kaiser|Graf|Bischof|Pfarrer|Meister|Don|Doña|Señora?|Rey|"
    r"Reina|Fray|Padre)\b\.?\s?$"
)
_ROLES = (
    "architect engineer painter sculptor founder director author writer poet composer designer baker mayor "
    "captain "
    "teacher farmer monk widow brother sister grandmother grandfather owner chairman president manager "
    "coach doctor "
    "botanist astronomer biologist geologist artist photographer singer goalkeeper headmaster inventor "
    "architektin architekt ingenieur ingenieurin maler malerin bildhauer bildhauerin gründer gründerin "
    "leiter leiterin "
    "autor dichter komponist komponistin cellistin geigerin lehrer lehrerin bürgermeister bürgermeisterin "
    "orgelbauer "
    "meister tochter sohn witwe bruder schwester "
    "arquitecto arquitecta ingeniero ingeniera pintor pintora escultor escultora fundador fundadora "
    "director directora "
    "autor autora escritor poeta compositor alcalde alcaldesa maestro maestra"
)
_ROLE = re.compile(r"\b(?:" + "|".join(_ROLES.split()) + r")\s$", re.IGNORECASE)
_AGENT = re.compile(
    r"(?:\b(?:by|von|vom|por|durch|named after|nach|called|heißt|llamad[oa])\s|(?:^|[|:：,]\s?))(?:the |a |"
    r"der |dem |den |el |la )?(?:[a-zäöüáéíóúñ]+ )?$"
)
_COMMON = frozenset(
    "the a an it in on at of for and but or to he she they his her its their this that these those there "
    "when while after "
    "before since until during as if by with from one two three four five six seven eight nine ten every "
    "each all some many "
    "most no not nobody anyone anybody today now then here what who which where why how i we you our my "
    "your once only "
    "both more less because although though inside outside above below near between under over through "
    "until unless "
    "der die das ein eine einen dem den des er sie es im am an auf in mit von vom zu zum zur bei und oder "
    "aber wenn als wer was "
    "wo wie warum dort hier heute seit nach vor während dieser diese dieses jeder jede alle man nur auch "
    "ihr ihre sein seine "
    "el la los las un una unos unas su sus en de del al con por para y o pero cuando desde hasta hoy es "
    "fue son este esta esto "
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday "
    "friday saturday sunday januar februar märz april mai juni juli august september oktober november "
    "dezember montag dienstag "
    "mittwoch donnerstag freitag samstag sonntag".split()
)
_IN = re.compile(
    r"\b(?:in|at|near|on|to|from|of|off|into|between|above|below|behind|beside|along|opposite|across|under|"
    r"towards|outside|inside|"
    r"im|am|an|auf|bei|aus|nach|nahe|neben|hinter|vor|über|unter|zwischen|gegenüber|beim|"
    r"en|de|desde|cerca de|junto a|sobre|hasta|entre|hacia|frente a|al|del)\s(?:the |der |dem |den |die |"
    r"das |einer |einem |el |la |los |las |a |an )?"
    r"(?:[a-zäöüáéíóúñ]+ ){0,2}$"
)
_PLACE_NOUN = re.compile(
    r"\b(?:street|road|square|bridge|river|lake|hill|valley|island|village|town|city|coast|bay|harbou?r|"
    r"forest|house|hall|"
    r"room|floor|garden|station|museum|church|market|mountain|north|south|east|west|bank|shore|cellar|"
    r"attic|yard|corner)s?\b|"
    r"\b(?:calle|plaza|puente|río|lago|monte|valle|isla|pueblo|ciudad|costa|bahía|puerto|bosque|casa|sala|"
    r"jardín|estación|"
    r"norte|sur|este|oeste|orilla)\b"
    r"|\b\w*(?:straße|gasse|platz|brücke|fluss|berg|tal|insel|dorf|stadt|küste|bucht|hafen|wald|haus|halle|"
    r"raum|stock|"
    r"keller|garten|bahnhof|norden|süden|osten|westen|ufer)(?:e?[ns])?\b",
    re.IGNORECASE,
)
_HAN_PLACE = re.compile(
    r"(?:位于|坐落在|坐落于|地处|在|于|到|从|往|住在|设在|生活在|产自|来自|分布在)([\u4e00-\u9fff“”]{2,20}?)(?=[，。；、,的里边旁上下附近和]|$)|"
    r"[\u4e00-\u9fff]{1,6}(?:省|市|县|区|镇|乡|村|街|路|巷|山|河|江|湖|海|岛|桥|寺|庙|塔|楼|馆|园|站|门|广场|码头|国)"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗"
)
_HAN_PERSON = re.compile(
    r"(?:由|是|叫|名叫|为|家|师|匠|人|长|者|生|和|、|与|被|，|：|，|请|后代|商人|画家|诗人|创始人|掌柜|馆长|校长|经理)"
    rf"((?:[{_SURNAMES}]|欧阳|司马|上官|诸葛)[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]+·[\u4e00-\u9fff·]+)"
)

_BEFORE_A_PLACE = re.compile(
    r"\b(?:in|at|near|on|im|am|an|auf|bei|en|under|behind|above|between|hinter|über|unter|along|off)\s[^,.;]{0,40}$"
)

Span = tuple[int, int]


def names(words: str) -> Iterator[Span]:
    """Runs of capitalised words, but for those that begin a sentence; what stands in quotation marks."""
    for found in re.finditer(r"[“\"„«《「]([^”\"“»》」]{2,60})[”\"“»》」]", words):
        yield found.start(1), found.end(1)
    yield from _capitalised(words)


def persons(words: str) -> Iterator[Span]:
    """Those that are written as persons are: two names and more, or one after a role, a title or "by"."""
    for start, end in _capitalised(words):
        before = words[:start]
        is_told = _HONORIFIC.search(before) or _ROLE.search(before) or _AGENT.search(before)
        if is_told or (len(words[start:end].split()) > 1 and not _PLACE_NOUN.search(words[start:end])):
            yield start, end
    for found in _HAN_PERSON.finditer(words):
        yield found.span(1)


def places(words: str) -> Iterator[Span]:
    """Names after a word of place, words such as "river", and Chinese words that end as places do."""
    for start, end in _capitalised(words):
        if _IN.search(words[:start]):
            yield start, end
    for found in _HAN_PLACE.finditer(words):
        yield found.span(1) if found.group(1) else found.span()
    for noun in _PLACE_NOUN.finditer(words):
        before = _BEFORE_A_PLACE.search(words[: noun.start()])
        yield (before.start() if before else noun.start()), noun.end()


def _capitalised(words: str) -> Iterator[Span]:
    for found in _NAME.finditer(words):
        start, parts = found.start(), found.group()
        while parts:
            first = parts.split()[0]
            if first.casefold().rstrip(".") not in _COMMON or (len(first) == 2 and first.endswith(".")):
                break
            rest = parts[len(first) :]
            start, parts = start + len(first) + len(rest) - len(rest.lstrip()), rest.lstrip()
        # A word alone at the start of a sentence may be any word.
        before = words[:start].rstrip()
        begins_sentence = not before or before.endswith((".", "!", "?"))
        if parts and not (begins_sentence and len(parts.split()) == 1):
            yield start, start + len(parts)
