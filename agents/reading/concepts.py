"""What questions ask for and sentences tell, by concept: one table of words in four languages.

"How deep", "Tiefe" and "水深" are one concept; so are "died", "gestorben" and "去世". It tells "when was it
built" from "when was it opened" where vectors, which hear what both are about, do not.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_TABLE = """
height: high higher highest height tall taller tallest rises rise elevation altitude | hoch hohe hohen hoher hohes höhe höher ragt erhebt | alto alta altos altura altitud mide alza | 高 海拔
depth: deep deeper deepest depth* | tief tiefe tiefen tiefer tiefste* wassertiefe | hondo profund* calado | 深
length: long longer longest length* | lang lange langen langer langes länge länger längste* | larga largas longitud larg* | 长
width: wide wider widest width broad breadth | breit* weite spannweite | ancho ancha anchura envergadura | 宽 跨度 翼展
distance: far farther distance* | weit entfernt* entfernung abstand strecke | lejos distancia dista kilómetros | 远 距 相距 里程
diameter: diameter across | durchmesser | diámetro | 直径
thickness: thick* | dick dicke dicken stärke | grueso grosor espesor | 厚
weight: weigh* weight* heavy heavier heaviest mass | wieg* gewicht schwer* masse | pes* | 重 斤 吨 公斤
size: big bigger biggest large larger largest small smaller smallest size* measures measure | groß* klein* größe | grande* mayor* pequeñ* tamaño mide | 大小 尺寸 面积 多大 最大 最小
age: old older oldest age aged young youngest | alt alte altes alter älter* jung* jährig* | edad antigu* viej* joven | 岁 年龄 年纪 最老 古老
life: lives live lived living lifespan survive* | lebt leben lebte* lebenserwartung | viv* vida | 寿命 活
duration: last lasts lasted takes take took duration needs hours minutes weeks | dauer* braucht stunden minuten wochen | dura* tard* lleva | 多久 需要 历时 小时 分钟 用了
speed: fast* speed* quick* | schnell* tempo *geschwindigkeit | rápid* velocidad | 快 速度
price: cost* price* pay pays paid fee* charge* expensive cheap* ticket* admission fare* worth caro cara caros caras | kost* preis* bezahl* zahl* gebühr* teuer* billig* eintritt* miete wert | cuest* cost* preci* pag* tarifa* entrada barat* vale | 价 费 钱 收 元 贵 便宜 门票 值
wage: earn* salar* wage* income gana ganan | verdien* gehalt lohn* | sueldo* salari* | 工资 薪 挣 底薪
fine: fine fined penalt* | strafe* bußgeld geldbuße | mult* sanci* | 罚
prize: prize* award* reward* medal* won | preisgeld ausgezeichnet auszeichnung* medaille* dotiert | premi* galard* medalla* | 奖
debt: debt* loan* lent owe* borrow* credit | schuld* kredit* darlehen | deud* préstam* | 债 贷 借
profit: profit* revenue* turnover loss* | gewinn* umsatz verlust* | gananci* benefici* ingres* pérdida* | 利润 收入 亏
area: area hectare* acres square | fläche* hektar quadratmeter | área superficie hectárea* | 面积 平方 公顷 亩
capacity: capacit* hold* room seats seat seating fit fits holds accommodat* | fass* plätze platz sitzplätze passen | cab* capacidad plazas asientos aforo | 容 座位 坐 住得下 能住
temperature: temperature* hot hotter hottest cold colder coldest warm* degree* heat* | temperatur* heiß* kalt* warm* grad | temperatura* grado* calor calient* frí* | 温 度 热 冷
pressure: pressure bar | druck bar | presión | 压力
frequency: often every daily weekly monthly yearly annually times twice | oft täglich* wöchentlich* monatlich* jährlich* jede* alle mal | cada diari* semanal* anual* veces vez | 每 一次 次
population: inhabitants population people residents | einwohner* bevölkerung bewohner* | habitantes población vecinos | 人口 居民
power: power watt* kilowatt* electricity energy | leistung strom energie | potencia electricidad energía | 功率 电
share: percent* share proportion half third quarter porcentaje* | prozent anteil hälfte drittel viertel | porcentaje mitad tercio | 率 百分 成 一半
count: number total altogether | anzahl viele gesamt* insgesamt | cuánt* número total | 多少 几 共 一共 总
birth: born birth* nació nacid* nacer | gebor* geburt* |  | 生于 出生 诞生 生人
death: died death* dead killed lost passed deceased murió murieron | starb* gestorben tod* todes* | mur* muert* fallec* | 去世 死 逝世 病逝 牺牲
found: found founded founder* founding establish* created creation began creó creado* creada* started | gründ* gegründet* stift* entst* eingerichtet | fund* establec* | 创办 成立 创立 建立 始建 创建 开办 设立
build: build* built construct* erect* put raised rebuilt | bau* gebaut* erbau* errichte* | constru* edific* levant* alz* | 建 修 造 盖
open: open* inaugurat* | eröffn* geöffnet* öffn* offen | abr* abiert* inaugur* | 开放 开门 开业 通车 启用 营业 开馆
close: clos* shut* | schließ* geschlossen* schluss schloss | cerr* cierr* | 关 闭 停业 停
discover: discover* found finds find | entdeck* gefunden fand* fund* | descubr* encontr* hall* | 发现 找到
invent: invent* devis* patent* idea proposed | erf* erfunden* patent* idee | invent* patent* | 发明 想出 专利
design: design* architect* drew plans plan planned drawn devised | entwarf entworfen* entwurf architekt* plan* gestaltet* | diseñ* arquitect* proyect* planos | 设计 规划
paint: paint* mural* picture* portrait* canvas malte malt maler* malerei | gemalt* gemälde* bild | pint* cuadro* | 画 绘
write: writ* wrote author* book* novel* poem* recorded | schrieb* geschrieben* verfass* autor* buch* | escrib* escrit* autor* libro* | 写 著 作者 题 书
compose: compos* music* song* | kompon* musik lied* | compus* compositor* música canción | 作曲 歌 曲
sculpt: sculpt* carv* statue* bust | bildhauer* statue* skulptur* denkmal büste | escult* estatua* busto talla* | 雕 铜像 塑
make: made make* making produc* manufactur* maker* workshop* turned cast | herstell* hergestellt* gemacht* produz* macht werkstatt gefertigt* | hac* hech* produc* fabric* elabor* | 制 做 生产 造 烧成
name: name* called calls term title nickname* known | heiß* name* genannt* nennt bezeichn* | llam* nombr* | 叫 名 称
origin: origin* come* from derives stems | stammt* herkunft ursprung* kommt | origen* procede* viene proviene | 来自 产自 源于 来历 由来
buy: buy* bought purchas* acquir* | kauf* gekauft* erw* | compr* adquir* | 买 购
sell: sell* sold sale* shop* | verk* verkauft* laden | vend* venta* tienda* | 卖 售 店
give: give* gave given donat* present* gift* dio donó donaci* | schenk* geschenk* gab gegeben* spende* gestiftet | regal* entreg* | 送 赠 捐 给
destroy: destroy* burn* burnt fire* collaps* demolish* pulled broke* crash* | zerstör* brann* abgebrannt* brand eingestürzt abgerissen* kaputt | destru* quem* incendi* derrumb* derrib* hund* | 毁 烧 火 倒塌 拆 塌
restore: restor* repair* renovat* mend* rebuilt fix* | restaur* saniert* renov* repar* umgebaut* umbau | restaur* repar* reform* rehabilit* | 修复 维修 翻修 重修 修
replace: replac* instead changed exchange* swap* | ersetz* ausgetauscht* wechsel* statt | sustitu* reemplaz* cambi* | 换 代替 取代
move: mov* transfer* | umzug umgezogen zog verlegt* | mud* traslad* | 搬 迁
arrive: arriv* joined join* enter* appointed took became came | eingestellt beigetreten wurde | lleg* entr* incorpor* | 来 进厂 到达 上任 加入 任
leave: leave* left depart* quit resign* retire* salió salir | verließ* ging aufgehört abfahrt abfährt ruhestand | dej* march* jubil* retir* | 离开 退休 出发 走
marry: marri* marry wife husband* widow* spouse wedding* | verheiratet heirat* ehe* frau mann witwe hochzeit | cas* espos* marido mujer viud* boda* | 结婚 妻 丈夫 夫人 婚
parents: father* mother* parents daughter son sons | vater* mutter* eltern tochter sohn | padre* madre* hij* | 父 母 女儿 儿子 之子 之女
children: child* kids daughter* son sons daughters | kind* söhne töchter | hij* niñ* crió | 孩子 儿女 子女
sibling: brother* sister* cousin* | bruder* schwester* geschwister | herman* prim* | 兄 弟 姐 妹
win: win* won victor* champion* beat | gew* sieg* meister* | gan* venc* victoria* campe* | 赢 获 胜 冠军
lose: lost lose* defeat* | verl* niederlage* | perd* derrota* | 输 失去 丢
teach: teach* taught lesson* instruct* course* trained train* | lehr* unterricht* kurs* | enseñ* profesor* maestr* clase* curso* | 教 课 老师 师傅
study: stud* learn* school* university degree doctorate | studi* lern* schule universität | estud* aprend* universidad | 学习 毕业 读书 大学 学
lead: lead* led head* run runs chair* manag* director* boss captain* leader* | leit* geleitet* chef* führ* vorsitz* direktor* | dirig* direct* encarg* presid* jef* lleva | 厂长 负责 管理 领导 主任 组长 馆长 校长 经理 管
own: own* belong* property holder | gehör* besitz* eigentüm* träger | pertenec* dueñ* propiet* | 属于 拥有 持有 主人
work: work* job* profession* living employ* staff occupation | arbeit* beruf* beschäftigt* tätig angestellt* | trabaj* oficio profesión emple* | 工作 职业 员工 职工 工人
eat: eat* food* feed* diet ate meal* come comen comida comer fraß frisst fressen | ess* nahrung isst aß | aliment* | 吃 食 喂 饭
drink: drink* drank | trink* trank getränk* | beb* bebid* | 喝 饮
wear: wear* wore dress* clothes put coat* shoes gloves | trag* trug kleid* anzieh* angezogen | llev* vest* rop* | 穿 戴 衣
material: made material* stone wood* brick* iron steel consist* | material* stein holz | material* piedra madera hech* | 材料 石 木 铁 钢 用什么做
contain: contain* include* comprise* consists ingredients | enthält enthalten* umfass* besteht zutaten | contien* conten* inclu* ingredient* | 含 包括 包含 配料
use: use* used using serve* purpose meant intended usa usan usó usar usado* | benutz* verwend* genutzt* dien* nutz* zweck | utiliz* sirv* serv* emple* | 用 用于 用来
situated: lie* located stands situated near between | lieg* steht gelegen befind* | está sit* ubic* encuentr* | 位于 坐落 地处
colour: colour* color* paint* | farbe* farbig* gestrichen* | color* pintad* | 色
shape: shape* form round pattern* | form* muster* | forma* redond* | 形 状 花纹 图案
taste: taste* flavou* sweet sour bitter | schmeck* geschmack* süß sauer bitter | sabor* sabe dulce amarg* | 味 甜 酸 苦 辣
smell: smell* scent* | riech* geruch* duft* | huele* olor* | 气味 闻
sound: sound* noise* loud* quiet* sonido* | laut* leise* geräusch* klang* | ruid* | 声 噪
cause: cause* reason* because why | grund gründe ursache weil warum wegen deshalb denn | caus* motiv* porqu* razón | 原因 因为 所以 因 由于
illness: ill* disease* sick* injur* wound* | krank* verletz* | enferm* herid* lesion* | 病 伤
war: battle* soldier* army wars warfare kriege* weltkrieg* soldaten | schlacht* | guerr* batall* soldad* | 战
allow: allow* may permit* forbidden prohibited banned must | dürf* darf erlaubt* verboten* gestattet | permit* prohib* pued* | 允许 可以 不许 禁止 不准 不得 能
register: regist* appl* enrol* sign book* reserv* | anmeld* angemeldet* bewerb* reserv* buch* | inscri* registr* reserv* solicit* | 报名 登记 申请 预约 预订
cancel: cancel* terminat* withdraw* notice | kündig* abmeld* storn* absag* | cancel* anul* baja | 取消 退 辞
contact: phone* telephone* call email* e-mail mail address* contact* number | telefon* anruf* mail adresse* kontakt* nummer | teléfon* correo* direcci* llam* | 电话 邮箱 地址 联系 号码
hours: hours o'clock opening opens | uhr öffnungszeiten | hora* horario* | 点 时间 几点 开放时间
record: record* most highest fastest best worst | rekord* höchst* meist* best* | récord mejor* peor* más | 最 纪录
play: play* game* match* perform* | spiel* | jug* toc* partid* | 玩 比赛 演奏 打
show: show* exhibit* display* visible | zeig* ausgestellt* ausstell* sehen sieht | muestr* mostr* expon* exhib* | 展 展示 展出 陈列 看
keep: keep* store* preserv* kept | aufbewahr* halt* lager* | guard* conserv* | 保存 存放 收藏
cook: cook* bake* boil* fry roast* oven | koch* back* brat* ofen | cocin* horn* herv* | 煮 烤 炒 烧 炖
clean: clean* wash* | rein* wasch* putz* säuber* | limpi* lav* | 清洗 洗 清洁 擦
grow: grow* grew plant* flower* bloom* | wachs* pflanz* blüh* | crec* plant* florec* | 长 种 开花
travel: travel* journey* trip* sail* went visited route* | reis* fahr* fuhr | viaj* naveg* | 旅 航 去 走
transport: bus train* tram* ferr* car* boat* ship* flight* | bus zug bahn fähre* auto* boot* schiff* | autob* tren* barco* ferry coche* | 车 船 路 班车
stop: stop* end* finish* abolish* gone | ende* aufhör* abgeschafft eingestellt | termin* acab* dej* | 停 结束 完
complete: finish* complet* done ready | fertig* vollendet* abgeschlossen* | termin* acab* complet* | 完成 竣工 建成
steal: steal* stole* thief theft | stahl gestohlen* dieb* | rob* ladr* | 偷 盗
vote: vote* elect* chosen choose chose | gewählt* wahl* wähl* ausgewählt | vot* eleg* elig* | 选 投票
judge: judge* court* ruling decid* trial verdict | richter* gericht* urteil* entschied* | juez* tribunal* juicio sentenci* | 法官 法院 判
insure: insur* guarant* warrant* | versicher* garantie* gewährleist* | segur* garant* | 保险 保修 保证
supply: suppl* import* export* deliver* | liefer* importier* bezogen | suministr* import* export* | 进口 供应 出口
before: before earlier previous* former* originally first | vor* früher* zuvor ursprünglich ehemalig* | antes anterior* | 以前 之前 原来 从前 前
after: after* since later next following | nach* seit* später danach | después desde tras siguient* | 以后 之后 后 起
today: today now current* present* nowadays still | heute jetzt derzeit* aktuell* noch | hoy ahora actual* | 现在 如今 目前 今天 现任
last: last latest recent* | letzt* zuletzt | últim* | 最后 最近 上次
first: first | erst* | primer* | 第一 首次 首
year: year* | jahr* | año* | 年
month: month* | monat* | mes meses | 月
day: day* date | tag tage tagen datum | día* fecha | 日 天
winter: winter* | winter* | inviern* | 冬
summer: summer* | sommer* | veran* | 夏
child_price: child* reduced concession* student* | kind* ermäßigt* schüler* student* | niñ* reducid* estudiant* | 儿童 学生 半价 优惠
adult: adult* | erwachsen* | adult* | 成人
""".strip()  # noqa: E501

EXTENTS = frozenset({"height", "depth", "length", "width", "distance", "diameter", "thickness"})
"""Concepts whose numbers have the same units."""

_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_MIN_CHARACTERS_IN_COMPOUND = 5
_ALSO: Mapping[str, re.Pattern[str]] = {
    # "die" is an article of German.
    "death": re.compile(
        r"\b(?:did|does|do|to|will|would|may|might|could|who|that|they)\b.*\bdies?\b", re.IGNORECASE
    ),
    "duration": re.compile(
        r"\bhow long\b|\bwie lange\b|\bhours?\b|\bminutes?\b|stunden?\b|minuten?\b|\bhoras?\b|分钟|小时",
        re.IGNORECASE,
    ),
    "frequency": re.compile(r"\bhow often\b|\bwie oft\b|\bcada cuánto\b|多久一次", re.IGNORECASE),
    "price": re.compile(r"[€$£¥]"),
    "weight": re.compile(r"\d\s?(?:kg|g|t|tonnes|Tonnen|toneladas)\b"),
    "temperature": re.compile("°|℃"),
    "share": re.compile("[%％]"),
}
"""What single words do not tell."""


def _index(entries: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """The concepts of each word, without its stars."""
    found: dict[str, set[str]] = {}
    for word, concept in entries:
        found.setdefault(word.strip("*"), set()).add(concept)
    return {word: frozenset(concepts) for word, concepts in found.items()}


_ENTRIES = [
    (word, concept)
    for concept, _, words in (line.partition(": ") for line in _TABLE.splitlines())
    for word in words.replace("|", " ").split()
]
_SPACED = [entry for entry in _ENTRIES if not _HAN.search(entry[0])]
_WHOLE = _index(entry for entry in _SPACED if "*" not in entry[0])
_BEGINNINGS = _index(entry for entry in _SPACED if "*" in entry[0])
_IN_HAN = _index(entry for entry in _ENTRIES if _HAN.search(entry[0]))
_HAN_WORDS = re.compile("(?=(" + "|".join(sorted(_IN_HAN, key=len, reverse=True)) + "))")


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> frozenset[str]:
    found = set(_WHOLE.get(word, ()))
    for end in range(2, len(word) + 1):
        found |= _BEGINNINGS.get(word[:end], frozenset())
    # The last part of a German compound says what it is: Wassertiefe, Eintrittspreis.
    for start in range(3, len(word) - _MIN_CHARACTERS_IN_COMPOUND + 1):
        rest = word[start:]
        found |= _WHOLE.get(rest, frozenset())
        for end in range(_MIN_CHARACTERS_IN_COMPOUND, len(rest) + 1):
            found |= _BEGINNINGS.get(rest[:end], frozenset())
    return frozenset(found)


@lru_cache(maxsize=20_000)
def concepts(text: str) -> frozenset[str]:
    """The concepts that the words of a text belong to."""
    found: set[str] = set()
    for word in _WORD.findall(text.lower()):
        found |= _of_word(word)
    if _HAN.search(text):
        for each in _HAN_WORDS.finditer(text):
            found |= _IN_HAN[each.group(1)]
    found |= {concept for concept, pattern in _ALSO.items() if pattern.search(text)}
    return frozenset(found)
