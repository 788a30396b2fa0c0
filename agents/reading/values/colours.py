"""Names of colours in four languages."""

import re

_STEMS = (
    "black white red green blue yellow brown orange purple violet pink grey gray silver gold golden beige "
    "turquoise "
    "crimson scarlet maroon navy cream ivory ochre amber magenta cyan teal indigo lilac mauve copper "
    "bronze russet tan "
    "sand-coloured olive lavender rust ruby emerald azure buff bluish greenish reddish yellowish brownish "
    "schwarz weiß rot grün blau gelb braun lila violett rosa grau silbern golden türkis ocker "
    "bernsteinfarben purpur "
    "elfenbein anthrazit creme cremefarben kupferfarben oliv bordeaux "
    "negro negra blanco blanca rojo roja verde azul amarillo amarilla marrón naranja morado morada púrpura "
    "violeta rosa "
    "gris plateado plateada dorado dorada turquesa ocre granate castaño crema pardo parda rojizo"
).split()
_LATIN = re.compile(
    r"(?<![a-zäöüßáéíóúñ])(?:(?:light|dark|pale|deep|bright|dull|hell|dunkel|blass|tief|leuchtend|pastell|"
    r"gold|zitronen|himmel|"
    r"nacht|ziegel|wein|moos|tannen|stahl|smaragd)[- ]?)?(?:"
    + "|".join(sorted(set(_STEMS), key=len, reverse=True))
    + r")(?:e[snmr]?|s|es|ish)?(?:[- ](?:claro|oscuro|clara|oscura))?(?![a-zäöüßáéíóúñ])",
    re.IGNORECASE,
)
_HAN = re.compile(
    r"(?:浅|深|淡|暗|亮|鲜|墨|天|粉|米|土|橘|咖啡|金|银|朱|翠|枣|湖|藏|灰|乳)?(?:红|橙|黄|绿|蓝|青|紫|黑|白|灰|粉|棕|褐|金|银)色?(?:相间)?|(?:米|肉|"
    r"咖啡|驼|赭|琥珀)色"
)
_JOIN = re.compile(
    r"(?:[,，、]?\s?(?:and|und|y|with|mit|con|or|oder|on|auf|sobre|over|above|和|与|底|配|、|/|-|to|bis)?"
    r"\s?(?:a |"
    r"ein(?:e[nrms]?)? |un(?:a)? )?){1}",
    re.IGNORECASE,
)  # noqa: E501


def colours(text: str) -> list[tuple[int, int]]:
    """Where colours stand; those that follow each other ("black and white") are one."""
    # 白 alone is in a hundred words; with 色, or beside another colour, it is a colour.
    in_han = list(_HAN.finditer(text))
    marked = [each for each in in_han if len(each[0]) > 1 or "色" in each[0] or "相间" in each[0]]
    in_han = marked or (in_han if len(in_han) > 1 else [])
    spans: list[tuple[int, int]] = []
    for found in sorted((*_LATIN.finditer(text), *in_han), key=lambda each: each.start()):
        if spans and _JOIN.fullmatch(text[spans[-1][1] : found.start()]):
            spans[-1] = spans[-1][0], found.end()
        else:
            spans.append(found.span())
    return spans
