"""Names of colours in the languages of the site, for swatches beside the words of an answer."""

import re
from collections.abc import Iterator

_ASKED = re.compile(r"\bcolou?r|farbe|farbig|\bcolor|颜色|什么色|哪种色", re.IGNORECASE)

# Stems by language: English, German, Spanish, Chinese. Endings of German and Spanish adjectives follow them.
_COLOURS: tuple[tuple[str, str], ...] = (
    ("#c8281e", "red rot roj 红"),
    ("#f28c1e", "orange orange naranja 橙"),
    ("#f5cf2a", "yellow gelb amarill 黄"),
    ("#2f8f46", "green grün verde 绿"),
    ("#2f62b8", "blue blau azul 蓝"),
    ("#6e3a9c", "purple lila morad 紫"),
    ("#8f5cc8", "violet violett violeta 紫罗兰"),
    ("#ef9fb8", "pink rosa rosad 粉"),
    ("#7a4a26", "brown braun marr 棕"),
    ("#8a8a8a", "grey grau gris 灰"),
    ("#8a8a8a", "gray graue gris 灰"),
    ("#ffffff", "white weiß blanc 白"),
    ("#141414", "black schwarz negr 黑"),
    ("#c8a02c", "gold gold dorad 金"),
    ("#b8bcc2", "silver silber platead 银"),
    ("#1aa6a0", "turquoise türkis turques 青"),
)
_MIXES = {"light": (255, 0.5), "hell": (255, 0.5), "clar": (255, 0.5), "浅": (255, 0.5)}
_MIXES |= {"dark": (0, 0.45), "dunkel": (0, 0.45), "oscur": (0, 0.45), "深": (0, 0.45)}
_ENDING = r"(?:e[rsnm]?|[oa]s?|ón|ones|en|es|s|ish)?"
_HEX = {stem: colour for colour, stems in reversed(_COLOURS) for stem in stems.split()}
_LATIN = "|".join(sorted((stem for stem in _HEX if stem.isascii() or stem[0] < "\u3000"), key=len)[::-1])
_HAN = "|".join(sorted((stem for stem in _HEX if stem[0] >= "\u3000"), key=len)[::-1])
_NAMED = re.compile(
    rf"\b(?:(?P<before>light|dark|hell|dunkel)[ -]?)?(?P<latin>{_LATIN}){_ENDING}"
    rf"(?:\s+(?P<after>clar|oscur)[oa]s?)?\b|(?P<shade>[浅深])?(?P<han>{_HAN})色",
    re.IGNORECASE,
)


def asks_for_colours(question: str) -> bool:
    """Whether a question speaks of colours."""
    return bool(_ASKED.search(question))


def stretches(text: str) -> Iterator[tuple[str, str]]:
    """The text in stretches, each with the `#rrggbb` of the colour that it names, or an empty text."""
    position = 0
    for found in _NAMED.finditer(text):
        colour = _HEX[(found["latin"] or found["han"]).lower()]
        mix = found["before"] or found["after"] or found["shade"]
        yield text[position : found.start()], ""
        if mix:  # towards white (255) or black (0), by a share
            grey, share = _MIXES[mix.lower()]
            mixed = (round(value * (1 - share) + grey * share) for value in bytes.fromhex(colour[1:]))
            colour = f"#{bytes(mixed).hex()}"
        yield found[0], colour
        position = found.end()
    yield text[position:], ""
