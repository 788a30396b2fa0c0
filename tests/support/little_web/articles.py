"""Articles made of words by their number: the same number gives the same article."""

from dataclasses import dataclass
from random import Random

LANGUAGES = ("en", "de", "es")
_SUBJECTS = {
    "en": "The old lighthouse|A keeper of bees|The harbour master|Every ferry|The survey of birds|A mason|"
    "The northern orchard|The school of music|A fisherman|The council",
    "de": "Der alte Leuchtturm|Eine Imkerin|Der Hafenmeister|Jede Fähre|Die Zählung der Vögel|Ein Steinmetz|"
    "Der nördliche Obstgarten|Die Musikschule|Ein Fischer|Der Gemeinderat",
    "es": "El viejo faro|Una apicultora|El capitán del puerto|Cada transbordador|El censo de aves|Un cantero|"
    "El huerto del norte|La escuela de música|Un pescador|El concejo",
}
_VERBS = {
    "en": "has kept|measured|will restore|described|carried|sold|repaired|counted|borrowed|painted",
    "de": "bewahrte|vermaß|erneuerte|beschrieb|trug|verkaufte|flickte|zählte|lieh|bemalte",
    "es": "guardó|midió|restauró|describió|llevó|vendió|reparó|contó|pidió|pintó",
}
_OBJECTS = {
    "en": "the wooden stairs|forty-two jars of honey|a chart of the coast|the brass lamp|three barrels of salt|"
    "the nests below the cliff|a bell from 1871|the nets of the winter|letters from the island|the stone wall",
    "de": "die hölzerne Treppe|zweiundvierzig Gläser Honig|eine Karte der Küste|die Lampe aus Messing|"
    "drei Fässer Salz|die Nester unter der Klippe|eine Glocke von 1871|die Netze des Winters|"
    "Briefe von der Insel|die Mauer aus Stein",
    "es": "la escalera de madera|cuarenta y dos tarros de miel|un mapa de la costa|la lámpara de latón|"
    "tres barriles de sal|los nidos bajo el acantilado|una campana de 1871|las redes del invierno|"
    "cartas de la isla|el muro de piedra",
}
_ENDS = {
    "en": "before the storm of March|while the road was closed|for a price that nobody knew|with help from "
    "the village|because the tide had turned|as the photographs show|although the roof was leaking|"
    "until the last summer guest had left|in less than nine days|without a word about the cost",
    "de": "vor dem Sturm im März|solange die Straße gesperrt war|zu einem Preis, den niemand kannte|mit Hilfe "
    "des Dorfes|weil die Flut gekommen war|wie die Fotos zeigen|obwohl das Dach undicht war|"
    "bis der letzte Sommergast gegangen war|in weniger als neun Tagen|ohne ein Wort über die Kosten",
    "es": "antes de la tormenta de marzo|mientras el camino estaba cerrado|por un precio que nadie sabía|con la "
    "ayuda del pueblo|porque la marea había cambiado|como muestran las fotos|aunque el tejado goteaba|"
    "hasta que se fue el último huésped|en menos de nueve días|sin una palabra sobre el coste",
}
_HEADINGS = {
    "en": "How it began|What was found|The work of a winter|Figures of the year|What comes next",
    "de": "Wie es begann|Was gefunden wurde|Die Arbeit eines Winters|Zahlen des Jahres|Was nun folgt",
    "es": "Cómo empezó|Lo que se halló|El trabajo de un invierno|Cifras del año|Lo que viene",
}
_COLUMNS = {
    "en": ("Place", "Year", "Count"), "de": ("Ort", "Jahr", "Anzahl"), "es": ("Lugar", "Año", "Número")
}  # fmt: skip
_PLACES = ("Ardmore", "Brekka", "Culzean", "Dornbusch", "Estaca", "Finisterre", "Gjógv", "Helle")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an article."""

    address: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; `rows` are of a table, its header first, or none."""

    heading: str
    paragraphs: tuple[str, ...]
    picture: Picture | None
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """What a page is about: all of it is main text, and nothing else is."""

    number: int
    language: str
    title: str
    author: str
    date: str
    lead: str
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """The main text below the title."""
        said = [self.lead]
        for section in self.sections:
            said += [section.heading, *section.paragraphs]
            said += [section.picture.caption] if section.picture else []
            said += [" ".join(row) for row in section.rows]
        return "\n".join(said)

    @property
    def pictures(self) -> list[Picture]:
        """Its pictures in their order."""
        return [section.picture for section in self.sections if section.picture]


def article(number: int, language: str) -> Article:
    """The article of a number, in a language."""
    random = Random(f"{number} {language}")
    sections = tuple(
        _section(heading, number * 10 + place, language, random)
        for place, heading in enumerate(_HEADINGS[language].split("|"))
    )
    title = sentence(language, random).removesuffix(".")
    author = random.choice(("Ines Moreno", "Karl Abt", "Ruth Ellwood", "Marta Quiroga"))
    date = f"20{random.randint(10, 24)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return Article(number, language, title, author, date, _paragraph(language, random), sections)


def sentence(language: str, random: Random, *, is_beside: bool = False) -> str:
    """One sentence of a language. What stands beside an article speaks of other things than articles do."""
    parts = (part[language].split("|") for part in (_SUBJECTS, _VERBS, _OBJECTS, _ENDS))
    return " ".join(random.choice(part[7:] if is_beside else part[:7]) for part in parts) + "."


def _section(heading: str, number: int, language: str, random: Random) -> Section:
    paragraphs = tuple(_paragraph(language, random) for _count in range(random.randint(1, 3)))
    picture = rows = None
    if random.random() < 0.6:
        caption = sentence(language, random)
        picture = Picture(f"/media/{number}.jpg", sentence(language, random).removesuffix("."), caption)
    if random.random() < 0.4:
        body = [
            (place, str(random.randint(1850, 2020)), f"{random.randint(2, 999)}")
            for place in random.sample(_PLACES, random.randint(3, 6))
        ]
        rows = (_COLUMNS[language], *body)
    return Section(heading, paragraphs, picture, rows or ())


def _paragraph(language: str, random: Random) -> str:
    return " ".join(sentence(language, random) for _count in range(random.randint(2, 5)))
