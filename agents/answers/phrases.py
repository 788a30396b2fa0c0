"""The few words that an answer has of its own, in the languages that questions are answered in.

An answer speaks the language of its question, which need not be that of the page: these are not in the
catalogues of the site. `{name}` and kin are filled by `say`.
"""

from typing import Literal

DEFAULT = "en"

Key = Literal[
    "is", "seems", "yes", "no", "named", "quoted", "other_source", "open", "compared", "shown", "picture",
    "no_match", "no_fact", "not_found", "no_match_hint", "no_fact_hint", "not_found_hint", "lacking",
    "false_premise", "topic", "unknown", "shown_first", "no_pictures", "early", "not_found_web", "no_engine",
]  # fmt: skip

_PHRASES: dict[str, dict[Key, str]] = {
    "en": {
        "is": "This is {name}.",
        "seems": "This is most likely {name}.",
        "yes": "Yes",
        "no": "No",
        "named": "{name}: {said}",
        "quoted": "{name}: {answer} (“{said}”)",
        "other_source": "Another source says: {said}",
        "open": "Nothing clear was found on “{ask}”.",
        "compared": "{name}: {answer}",
        "shown": "Pictures found: {count}.",
        "shown_first": "Pictures found: the first {count}.",
        "picture": "Picture",
        "false_premise": "The sources say otherwise than the question takes for granted: “{said}”",
        "topic": "On “{name}”:",
        "unknown": "Nothing in the corpora that were searched names “{name}”.",
        "no_match": "The picture is not in these corpora.",
        "no_pictures": "No picture in these corpora surely shows this.",
        "no_fact": "{name} is in these corpora, but they do not tell this.",
        "not_found": "The corpora that were searched do not answer this.",
        "not_found_web": "What was searched and read does not answer this.",
        "no_engine": "No search engine of the web answered, so nothing is known of what it holds.",
        "early": "Nothing had been kept yet when the answer was asked for.",
        "no_match_hint": "Below are the pictures that come nearest.",
        "no_fact_hint": "Below is what comes nearest.",
        "not_found_hint": "Below is what comes nearest.",
        "lacking": "Some vectors of these corpora are missing, so not everything could be compared. "
        "Ask again once they are indexed.",
    },
    "de": {
        "is": "Das ist: {name}.",
        "seems": "Das ist am ehesten: {name}.",
        "yes": "Ja",
        "no": "Nein",
        "named": "{name}: {said}",
        "quoted": "{name}: {answer} („{said}“)",
        "other_source": "Eine andere Quelle sagt: {said}",
        "open": "Zu „{ask}“ fand sich nichts Klares.",
        "compared": "{name}: {answer}",
        "shown": "Gefundene Bilder: {count}.",
        "shown_first": "Gefundene Bilder: die ersten {count}.",
        "picture": "Bild",
        "false_premise": "Die Quellen sagen es anders, als die Frage voraussetzt: „{said}“",
        "topic": "Zu „{name}“:",
        "unknown": "In den durchsuchten Korpora kommt „{name}“ nicht vor.",
        "no_match": "Das Bild ist nicht in diesen Korpora.",
        "no_pictures": "Kein Bild dieser Korpora zeigt das sicher.",
        "no_fact": "{name} kommt in diesen Korpora vor, aber sie sagen das nicht.",
        "not_found": "Die durchsuchten Korpora beantworten das nicht.",
        "not_found_web": "Was durchsucht und gelesen wurde, beantwortet das nicht.",
        "no_engine": "Keine Suchmaschine des Webs hat geantwortet; was es dort gibt, ist also nicht bekannt.",
        "early": "Als die Antwort verlangt wurde, war noch nichts behalten.",
        "no_match_hint": "Darunter stehen die ähnlichsten Bilder.",
        "no_fact_hint": "Darunter steht, was dem am nächsten kommt.",
        "not_found_hint": "Darunter steht, was dem am nächsten kommt.",
        "lacking": "Einige Vektoren dieser Korpora fehlen, sodass nicht alles verglichen werden konnte. "
        "Fragen Sie noch einmal, wenn sie angelegt sind.",
    },
    "es": {
        "is": "Es: {name}.",
        "seems": "Lo más probable es que sea: {name}.",
        "yes": "Sí",
        "no": "No",
        "named": "{name}: {said}",
        "quoted": "{name}: {answer} («{said}»)",
        "other_source": "Otra fuente dice: {said}",
        "open": "Sobre «{ask}» no se encontró nada claro.",
        "compared": "{name}: {answer}",
        "shown": "Imágenes encontradas: {count}.",
        "shown_first": "Imágenes encontradas: las primeras {count}.",
        "picture": "Imagen",
        "false_premise": "Las fuentes dicen otra cosa de lo que la pregunta da por hecho: «{said}»",
        "topic": "Sobre «{name}»:",
        "unknown": "En los corpus consultados no se nombra «{name}».",
        "no_match": "La imagen no está en estos corpus.",
        "no_pictures": "Ninguna imagen de estos corpus lo muestra con seguridad.",
        "no_fact": "{name} está en estos corpus, pero no dicen esto.",
        "not_found": "Los corpus consultados no responden a esto.",
        "not_found_web": "Lo que se ha buscado y leído no responde a esto.",
        "no_engine": "Ningún buscador de la web ha respondido, así que no se sabe qué hay en ella.",
        "early": "Cuando se pidió la respuesta, aún no se había guardado nada.",
        "no_match_hint": "Debajo están las imágenes más parecidas.",
        "no_fact_hint": "Debajo está lo más cercano.",
        "not_found_hint": "Debajo está lo más cercano.",
        "lacking": "Faltan algunos vectores de estos corpus, así que no se pudo comparar todo. "
        "Pregunte de nuevo cuando estén indexados.",
    },
    "zh": {
        "is": "这是{name}。",
        "seems": "这很可能是{name}。",
        "yes": "是的",
        "no": "不是",
        "named": "{name}：{said}",
        "quoted": "{name}：{answer}（“{said}”）",
        "other_source": "另一处来源说：{said}",
        "open": "关于“{ask}”，没有找到明确的内容。",
        "compared": "{name}：{answer}",
        "shown": "找到的图片：{count}张。",
        "shown_first": "找到的图片：前{count}张。",
        "picture": "图片",
        "false_premise": "资料的说法与问题的前提不同：“{said}”",
        "topic": "关于“{name}”：",
        "unknown": "搜索过的语料库里没有提到“{name}”。",
        "no_match": "这些语料库里没有这张图片。",
        "no_pictures": "这些语料库里没有确定与此相符的图片。",
        "no_fact": "语料库里有{name}，但没有说到这一点。",
        "not_found": "搜索过的语料库没有回答这个问题。",
        "not_found_web": "搜索和阅读过的内容没有回答这个问题。",
        "no_engine": "没有任何网络搜索引擎作出回应，因此无法得知网上有什么。",
        "early": "要求回答时，还没有保留任何内容。",
        "no_match_hint": "下面是最相似的图片。",
        "no_fact_hint": "下面是最接近的内容。",
        "not_found_hint": "下面是最接近的内容。",
        "lacking": "这些语料库缺少一部分向量，无法全部比较。建好索引后请再问一次。",
    },
}

LANGUAGES = frozenset(_PHRASES)


def say(key: Key, language: str, **values: object) -> str:
    """The phrase in a language (ISO 639-1), or in English where it is none of LANGUAGES."""
    return _PHRASES.get(language, _PHRASES[DEFAULT])[key].format(**values)
