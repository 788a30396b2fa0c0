"""What the letters of languages look like that were written in encodings of their own.

Letters outside ASCII stand by how often they are met, the most frequent first; for Chinese, Japanese and
Korean the few hundred characters that make up most of a text. Only the order counts, and it is roughly so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Its frequent letters, lower case where there is case, and the encodings it was written in.

    `share` is how much of what is written outside ASCII these letters make up, 0..1.
    """

    name: str
    letters: str
    encodings: tuple[str, ...]
    share: float = 0.97


_WEST = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_MIDDLE = ("cp1250", "iso8859_2")
_CYRILLIC = ("cp1251", "koi8_r", "cp866", "iso8859_5")

ALPHABETS = (
    Alphabet("German", "üäößé", _WEST),
    Alphabet("French", "éèàêçùâîôûëïœæÿ", _WEST),
    Alphabet("Spanish", "óíáéñ¿¡úüºª", _WEST),
    Alphabet("Portuguese", "ãçáéíóêõâúàôüºª", _WEST),
    Alphabet("Italian", "èàùòìé", _WEST),
    Alphabet("Danish", "åøæéö", _WEST),
    Alphabet("Swedish", "äåöé", _WEST),
    Alphabet("Icelandic", "íáðóöþæéúý", _WEST),
    Alphabet("Polish", "łąęóżśćńź", _MIDDLE),
    Alphabet("Czech", "íáéěřčšžýůúďťňó", _MIDDLE),
    Alphabet("Slovak", "áíéčšžýúťľôňďäó", _MIDDLE),
    Alphabet("Hungarian", "áéőöóíüúű", _MIDDLE),
    Alphabet("Romanian", "ăîâşţ", _MIDDLE),
    Alphabet("Croatian", "šžčćđ", _MIDDLE),
    Alphabet("Turkish", "ıişğüçöâî", ("cp1254",)),
    Alphabet("Lithuanian", "ėšąųžįčęū", ("cp1257",)),
    Alphabet("Latvian", "āīēšūņļžģķč", ("cp1257",)),
    Alphabet("Estonian", "äõüöšž", ("cp1257", "cp1252")),
    Alphabet("Russian", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ", _CYRILLIC),
    Alphabet("Ukrainian", "оаинвіерткслудмпзябгьчйхцжшїюєщфґ", (*_CYRILLIC[:1], "koi8_u", "iso8859_5")),
    Alphabet("Bulgarian", "аоиентрсвлкдпмзгъубчяжщцхйшюфь", _CYRILLIC[:1]),
    Alphabet("Serbian", "аиоенрстјувкдмплгзбчшцћжњхђфљџ", ("cp1251", "iso8859_5")),
    Alphabet("Greek", "αοιετσνηυρπκμλςίόέήγάύθδώχφβξζψωϊ", ("cp1253", "iso8859_7")),
    Alphabet("Hebrew", "יוהלאמרשתבנםעדקחכפסטצגזןךץףּ", ("cp1255", "iso8859_8")),
    Alphabet("Arabic", "الينمورتبةعدسفهكقحجأشطصخىإذزضغثئءظؤآ", ("cp1256", "iso8859_6")),
    Alphabet("Persian", "اینردهمتوسبشگزکلخفعقجحپآچصطغضثظذژئ", ("cp1256",)),
    Alphabet("Thai", "านรกอเงมยลวดทสต่ะปบคห้แจัไพชขใโผถซิีึืุูำ็์ศษธณฟฐญฉภ", ("cp874",), 0.99),
    Alphabet(
        "Chinese, simplified",
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种"
        "事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第"
        "公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合"
        "回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总"
        "何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听"
        "白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导"
        "争运京站启城州省县县江河湖京铁车号号室馆图址邮编，。、：；！？（）“”《》",
        ("gb18030",),
        0.85,
    ),
    Alphabet(
        "Chinese, traditional",
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種"
        "事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第"
        "公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合"
        "回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總"
        "何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽"
        "白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導"
        "爭運臺灣站啟城州省縣江河湖鐵車號室館圖址郵編，。、：；！？（）「」《》",
        ("big5hkscs",),
        0.85,
    ),
    Alphabet(
        "Japanese",
        "のにるたをはしがとてなでいすれか。、まあもこらりっさくうきんそけよつえだみせちめやどろへばじびおひごわげほぶずむ"
        "ンスーイトルラリクシアドカタレッロジコフマムテサチメニプキウグパオナエデエワバミセィケハヒョュャボヘポダゼ・「」"
        "日一人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立"
        "開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法駅線道県海水山川車第国語",
        ("cp932", "euc_jp"),
        0.9,
    ),
    Alphabet(
        "Korean",
        "이다는의에을가고하지한로기를은사대나도어있서리아인시자스라수부해전보으일정그여제상게장주과국미신조무관연오성구공면원"
        "비만들것니세음안생경영실지요소단물동문마학역화유진었재당계위때할내개등거트방교운시모적수년우선회중민바되작행금말발히"
        "식치점본건강심크급반후분결남북차했김양월체타명복습았르터레더까게두드배란네데습니다했습입합렸",
        ("cp949",),
        0.85,
    ),
)
