"""Facts as sentences of three languages, and questions for them."""

from tests.support.little_web.world import Work, count, object_of

_TOLD = {
    "opened": {
        "en": ("{It} opened in {v}.", "Since {v}, {it} has been open to all."),
        "de": ("{It} wurde {v} eröffnet.", "Im Jahr {v} wurde {it} eingeweiht."),
        "es": ("{It} se inauguró en {v}.", "En {v} abrió sus puertas {it}."),
    },
    "metres": {
        "en": ("{It} is {v} metres high.", "{It} rises to {v} metres."),
        "de": ("{It} ist {v} Meter hoch.", "{It} misst {v} Meter bis zur Spitze."),
        "es": ("{It} mide {v} metros de altura.", "{It} alcanza {v} metros de alto."),
    },
    "builder": {
        "en": ("{It} was built to plans by {v}.", "{v} drew the plans for {it}."),
        "de": ("{It} wurde nach Plänen von {v} gebaut.", "Die Pläne stammen von {v}: so entstand {it}."),
        "es": ("{It} se construyó según los planos de {v}.", "{v} dibujó los planos: así nació {it}."),
    },
    "cost": {
        "en": ("{It} cost {v} crowns.", "For {v} crowns, {it} was finished."),
        "de": ("{It} kostete {v} Kronen.", "Für {v} Kronen wurde {it} vollendet."),
        "es": ("{It} costó {v} coronas.", "Por {v} coronas se terminó {it}."),
    },
    "found": {
        "en": ("Behind a wall of {it}, masons came upon {v}.", "When {it} was restored, {v} came to light."),
        "de": ("Als {it} saniert wurde, kam {v} zum Vorschein.",),
        "es": ("Tras una pared apareció {v} cuando se restauró {it}.",
               "Cuando se restauró {it}, salió a la luz {v}."),
    },
    "walk": {
        "en": ("The walk from the station to {it} took me {v} minutes.",),
        "de": ("Vom Bahnhof aus gesehen liegt {it} {v} Minuten zu Fuß entfernt.",),
        "es": ("Desde la estación, {it} queda a {v} minutos a pie.",),
    },
    "birthplace": {"en": ("{who} was born in {town} in {born}.",)},
}  # fmt: skip

_ASKED = {
    "opened": {
        "en": ("In which year did {it} open?", "When was {it} opened to the public?"),
        "de": ("In welchem Jahr wurde {it} eröffnet?",),
        "es": ("¿En qué año se inauguró {it}?",),
    },
    "builder": {
        "en": ("Who drew the plans for {it}?", "Who designed {it}?"),
        "de": ("Nach wessen Plänen wurde {it} gebaut?",),
        "es": ("¿Quién dibujó los planos de {it}?",),
    },
    "cost": {
        "en": ("How many crowns did {it} cost?", "What was the price of {it}?"),
        "de": ("Wie viele Kronen kostete {it}?",),
        "es": ("¿Cuántas coronas costó {it}?",),
    },
    "metres": {
        "en": ("How high is {it}?",),
        "de": ("Wie hoch ist {it}?",),
        "es": ("¿Qué altura tiene {it}?",),
    },
    "found": {
        "en": ("What was found behind a wall of {it}?", "What did masons discover in {it}?"),
        "de": ("Was kam zum Vorschein, als {it} saniert wurde?",),
        "es": ("¿Qué salió a la luz cuando se restauró {it}?",),
    },
    "walk": {
        "en": ("How many minutes is it on foot from the station to {it}?",),
        "de": ("Wie viele Minuten geht man vom Bahnhof bis dahin, wo {it} steht?",),
        "es": ("¿A cuántos minutos a pie de la estación queda {it}?",),
    },
    "visitors": {"en": ("How many visitors did {it} have in 2019?",)},
    "birthplace": {"en": ("In which town was the person born who drew the plans for {it}?",)},
    "load": {"en": ("What load in tonnes does the inspection report allow for {it}?",)},
    "paint": {"en": ("How many litres of paint were used on {it} in 2019?",)},
    "register": {"en": ("Under which number does the register of monuments list {it}?",)},
    "keeper": {"en": ("Who is on duty as keeper of {it}, by its live board?",)},
    "ring": {"en": ("Which ring did the bird wear that was seen at {it}, by the log of sightings?",)},
    "door": {
        "en": ("What colour is the door of {it}?",),
        "de": ("{It}: Welche Farbe hat die Tür?",),
        "es": ("¿De qué color es la puerta en {it}?",),
    },
    "windows": {
        "en": ("How many windows are in the south wall of {it}?",),
        "de": ("{It}: Wie viele Fenster hat die Südwand?",),
        "es": ("¿Cuántas ventanas hay en la pared sur en {it}?",),
    },
    "boat": {
        "en": ("What number is painted on the boat that lies below {it}?",),
        "de": ("{It}: Welche Nummer steht auf dem Boot darunter?",),
        "es": ("¿Qué número lleva la barca que está bajo {it}?",),
    },
    "sign": {
        "en": ("What is written on the sign before {it}?",),
        "de": ("{It}: Was steht auf dem Schild davor?",),
        "es": ("¿Qué dice el letrero ante {it}?",),
    },
    "clock": {
        "en": ("What time does the clock of {it} show?",),
        "de": ("{It}: Welche Zeit zeigt die Uhr?",),
        "es": ("¿Qué hora marca el reloj en {it}?",),
    },
}  # fmt: skip


def told(work: Work, attribute: str, language: str, way: int = 0, value: str = "") -> str:
    """A sentence that tells a fact, in one of its ways; `value` is told instead of what is true."""
    ways = _TOLD[attribute][language]
    it = work.named(language)
    words = {"it": it, "It": it[0].upper() + it[1:], "v": value or value_told(work, attribute, language)}
    person = {"who": work.builder.name, "town": work.builder.birthplace, "born": work.builder.born}
    sentence = ways[way % len(ways)].format(**words, **person)
    return sentence[0].upper() + sentence[1:]


def value_told(work: Work, attribute: str, language: str) -> str:
    """A fact as its language writes it."""
    return {
        "opened": str(work.opened),
        "metres": str(work.metres),
        "builder": work.builder.name,
        "cost": count(work.cost, language),
        "found": object_of(work, language),
        "walk": str(work.walk),
        "birthplace": work.builder.birthplace,
        "visitors": str(work.visitors[2019]),
        "load": str(work.load),
        "paint": str(work.paint),
        "register": work.register,
        "keeper": work.keeper,
        "ring": work.ring,
    }[attribute]


def asked(work: Work, attribute: str, language: str, way: int = 0) -> str:
    """A question for a fact."""
    ways = _ASKED[attribute][language]
    it = work.named(language)
    sentence = ways[way % len(ways)].format(it=it, It=it[0].upper() + it[1:])
    return sentence.replace("de el ", "del ")
