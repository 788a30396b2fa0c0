"""What is true in the little web: works of towns that do not exist, each with facts that one can ask for."""

from dataclasses import dataclass
from functools import cache
from random import Random

WORKS_OF_A_KIND = 16
WORKS_OF_A_PLACE = 2
PEOPLE = 40

_FIRST = "Ada|Bruno|Clara|Diego|Elsa|Falk|Greta|Hugo|Ilse|Jonas|Karla|Lars|Mina|Nils|Olga|Pablo|Rosa|Sven|Tilda|Ugo"
_STARTS = "Ves|Or|Hal|Mer|Tor|Kin|Bal|Fen|Gor|Lum|Nor|Pel|Quen|Ras|Sil|Tam|Ul|Var|Wen|Yar|Zel|Bren|Cor|Dun"
_MIDDLES = "ka|me|lo|ri|sta|vi|no|pe|ga|du|shi|ra"
_ENDS = "rry|mund|bek|stad|vik|low|mar|ness|gard|tole|wick|sund"
_SURNAME_ENDS = "sen|ini|ova|mann|ard|ez|quist|otti|ell|uk"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: its noun by language, and the article before it."""

    nouns: dict[str, str]
    articles: dict[str, str]


def _kind(en: str, de: str, es: str) -> Kind:
    (der, noun), (el, nombre) = de.split(" "), es.split(" ")
    return Kind({"en": en, "de": noun, "es": nombre}, {"en": "the", "de": der, "es": el})


KINDS = (
    _kind("lighthouse", "der Leuchtturm", "el faro"),
    _kind("bridge", "die Brücke", "el puente"),
    _kind("windmill", "die Windmühle", "el molino"),
    _kind("observatory", "die Sternwarte", "el observatorio"),
    _kind("viaduct", "der Viadukt", "el viaducto"),
    _kind("dam", "die Staumauer", "la presa"),
    _kind("granary", "der Speicher", "el granero"),
    _kind("belfry", "der Glockenturm", "el campanario"),
)
OBJECTS = {
    "en": "a brass compass|a tin of buttons|a letter in green ink|a child's skate|a silver whistle|a jar of amber|"
    "a map of the marshes|a clay pipe",
    "de": "ein Kompass aus Messing|eine Dose mit Knöpfen|ein Brief in grüner Tinte|ein Schlittschuh|"
    "eine silberne Pfeife|ein Glas mit Bernstein|eine Karte der Sümpfe|eine Pfeife aus Ton",
    "es": "una brújula de latón|una lata de botones|una carta en tinta verde|un patín de niño|un silbato de plata|"
    "un tarro de ámbar|un mapa de las marismas|una pipa de barro",
}  # fmt: skip
COLOURS = {
    "en": "red|blue|green|yellow|white|black",
    "de": "rot|blau|grün|gelb|weiß|schwarz",
    "es": "rojo|azul|verde|amarillo|blanco|negro",
}  # fmt: skip
"""Of doors."""


@dataclass(frozen=True, slots=True)
class Person:
    """A builder."""

    name: str
    birthplace: str
    born: int


@dataclass(frozen=True, slots=True)
class Work:
    """A work and its facts; `object` and `door` are places in the lists of this module."""

    number: int
    place: str
    kind: Kind
    opened: int
    metres: int
    former_metres: int
    builder: Person
    cost: int
    object: int
    ring: str
    walk: int
    load: int
    paint: int
    register: str
    keeper: str
    visitors: dict[int, int]
    door: int
    windows: int
    boat: int
    sign: str
    clock: tuple[int, int]

    @property
    def slug(self) -> str:
        return f"{self.place}-{self.kind.nouns['en']}".lower()

    def name(self, language: str) -> str:
        """Without its article."""
        noun = self.kind.nouns[language]
        return {
            "en": f"{self.place} {noun}", "de": f"{noun} {self.place}", "es": f"{noun} de {self.place}"
        }[language]  # fmt: skip

    def named(self, language: str) -> str:
        """With its article, as the subject of a sentence."""
        return f"{self.kind.articles[language]} {self.name(language)}"


@cache
def works() -> tuple[Work, ...]:
    """All works, in an order that mixes their kinds."""
    random = Random("works")
    number = len(KINDS) * WORKS_OF_A_KIND
    places = _names(random, number // WORKS_OF_A_PLACE, _ENDS)
    return tuple(_work(each, places[each // WORKS_OF_A_PLACE], random) for each in range(number))


@cache
def people() -> tuple[Person, ...]:
    """All builders."""
    random = Random("people")
    towns, surnames = _names(random, PEOPLE, _ENDS), _names(random, 2 * PEOPLE, _SURNAME_ENDS)
    return tuple(
        Person(f"{random.choice(_FIRST.split('|'))} {surname}", f"{town} Sands", random.randint(1790, 1870))
        for surname, town in zip(surnames[:PEOPLE], towns, strict=True)
    )


def object_of(work: Work, language: str) -> str:
    """What was found in it."""
    return OBJECTS[language].split("|")[work.object]


def count(number: int, language: str) -> str:
    """As a language parts thousands."""
    return f"{number:,}".replace(",", "," if language == "en" else ".")


def _work(number: int, place: str, random: Random) -> Work:
    metres = random.randint(14, 96)
    keepers = _names(Random(f"keeper {number}"), 1, _SURNAME_ENDS)
    return Work(
        number,
        place,
        KINDS[number % len(KINDS)],
        opened=random.randint(1780, 1930),
        metres=metres,
        former_metres=metres + random.choice((-3, -2, 2, 3, 4)),
        builder=people()[random.randrange(PEOPLE)],
        cost=100 * random.randint(121, 9877),
        object=random.randrange(8),
        ring=f"{random.choice('CDFGHKLMNPRT')}{random.randint(1000, 9999)}",
        walk=random.randint(21, 98),
        load=random.randint(11, 79),
        paint=random.randint(1201, 9899),
        register=f"{place[:2].upper()}-{random.randint(10000, 99999)}",
        keeper=f"{random.choice(_FIRST.split('|'))} {keepers[0]}",
        visitors={year: random.randint(1001, 98765) for year in range(2014, 2024)},
        door=random.randrange(6),
        windows=random.randint(4, 8),
        boat=random.randint(102, 987),
        sign=f"{random.choice('ABCDEFGHKLMNPRSTUVWXZ')}{random.randint(21, 98)}",
        clock=(random.randint(1, 12), 5 * random.randint(1, 11)),
    )


def _names(random: Random, number: int, ends: str) -> list[str]:
    parts = [each.split("|") for each in (_STARTS, _MIDDLES, ends)]
    every = [f"{a}{b}{c}" for a in parts[0] for b in parts[1] for c in parts[2]]
    return random.sample(every, number)
