"""Texts whose letters, digits and brackets are the plain ones, character for character, and lookalikes.

Models write `【ｅ１】`, `⟨e₁⟩` and `[𝐞𝟏]` for `[e1]`. Places in a folded text are places in the text itself.
"""

import re
import unicodedata

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN |= {
    code: ord(plain)
    for code in (*range(0x1D400, 0x1D800), *range(0x24B6, 0x24EA))
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1 and plain.isascii()
}
for _foreign, _bracket in (
    ("【〔〖〘〚⟦⁅⌈⌊﹝", "["), ("】〕〗〙〛⟧⁆⌉⌋﹞", "]"), ("〈⟨⟪❬❰﹤", "<"), ("〉⟩⟫❭❱﹥", ">"),
    ("「『《«⦅｟﹙⁽₍⸨❪〝", "("), ("」』》»⦆｠﹚⁾₎⸩❫〞", ")"), ("﹛", "{"), ("﹜", "}"),
):  # fmt: skip
    _PLAIN |= dict.fromkeys(map(ord, _foreign), ord(_bracket))

_RAISED_OR_LOWERED = re.compile("ₑ(?=[₀-₉])|[еЕ](?=[\\d₀-₉])|(?<=[eEᵉₑеЕ])[²³¹⁰⁴-⁹₀-₉①-⑨]+")
_LETTERS = {"ₑ": "e", "е": "e", "Е": "E"}

_LOOKALIKES = str.maketrans("[](){}<>^", "❲❳❨❩❴❵‹›ˆ")
_LOOKALIKE_LETTERS = {"e": "ℯ", "E": "ℰ", "ᵉ": "ℯ"}
_ID_LETTER = re.compile(r"[eEᵉ](?=v?(?:id(?:ence)?)?[\W_]{0,2}\d)")
_LOOKALIKE_ID_LETTER = re.compile(r"[ℯℰ](?=v?(?:id(?:ence)?)?[\W_]{0,2}\d)")


def folded(text: str) -> str:
    """The text at the same length with plain letters, digits and brackets where ids and markers have others.

    The lookalikes of `disarmed` stay what they are.
    """
    if text.isascii():
        return text
    return _RAISED_OR_LOWERED.sub(
        lambda found: "".join(_LETTERS.get(each) or str(unicodedata.digit(each)) for each in found[0]),
        text.translate(_PLAIN),
    )


def disarmed(marker: str, kept: int = 0) -> str:
    """The marker at the same length, so that no program takes it for one and a reader still can.

    Its brackets become lookalikes, or where it has none the letters of its ids; the first `kept` characters
    stay.
    """
    plain = folded(marker)
    written = plain.translate(_LOOKALIKES)
    if written != plain:
        return written
    return plain[:kept] + _ID_LETTER.sub(lambda found: _LOOKALIKE_LETTERS[found[0]], plain[kept:])


def with_own_letters(text: str) -> str:
    """The text with the letters for which lookalikes stand, for where no marker is read any more."""
    return _LOOKALIKE_ID_LETTER.sub(lambda found: "e" if found[0] == "ℯ" else "E", text)
