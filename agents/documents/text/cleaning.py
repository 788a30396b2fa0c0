"""What no stored text may hold. Every character that a reader writes passes through here, see writer.py."""

import unicodedata

import regex

_JOINING = (
    r"\p{Arabic}\p{Syriac}\p{Mongolian}\p{Nko}\p{Adlam}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}"
    r"\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Tibetan}"
    r"\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f"
)
"""Scripts whose letters look different, or make another word, with a joiner or non-joiner between them."""

_PLAIN = regex.compile(r"[\t\n -~]*+")
# A soft hyphen at the end of a line has done its work there.
_SOFT_BREAK = regex.compile(r"\u00ad[^\S\n]*\r?\n[^\S\n]*")
_IDLE = regex.compile(rf"(?<![{_JOINING}])[\u200c\u200d]+|[\u200c\u200d]+(?![{_JOINING}])")
_JAMO = r"\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"
# Fillers of Korean syllables without one of their parts: elsewhere they are letters that nobody sees.
_FILLERS = regex.compile(rf"(?<![{_JAMO}])[\u115f\u1160]+(?![{_JAMO}])")
# Signs that have forms to choose from; behind a letter of an alphabet a selector only hides something.
_CHOSEN = r"\p{Han}\p{Mongolian}\p{Myanmar}\p{Phags_Pa}\p{P}\p{S}\p{N}\p{Emoji}"
_CHOOSING = regex.compile(rf"(?<![{_CHOSEN}])\p{{Variation_Selector}}+")
_STACKED = regex.compile(
    r"(?<=[\u200c\u200d])[\u200c\u200d]+|(?<=\p{Variation_Selector})\p{Variation_Selector}+"
)

_SIGNS = {
    # Fonts of symbols have no Unicode of their own; these are how word processors begin the items of lists.
    **dict.fromkeys("\uf06c\uf06e\uf071\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc", "•"),
    "\uf0e0": "→", "\uf0ae": "→", "\uf0b0": "°", "\uf0b1": "±", "\uf0b4": "×", "\uf02d": "-", "\uf020": " ",
    "\u200c": "\u200c", "\u200d": "\u200d", "\t": "\t", "\n": "\n",
    # Ends of lines and paragraphs by other names; places of objects that are no text.
    "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\ufffc": " ",
    # Letters, marks and signs that are seen as a space, or not at all.
    **dict.fromkeys("\u3164\uffa0\u2800", " "), **dict.fromkeys("\u034f\u17b4\u17b5", ""),
    # Letters that were set as one piece of type.
    **{chr(point): unicodedata.normalize("NFKC", chr(point)) for point in range(0xFB00, 0xFB07)},
}  # fmt: skip


def clean(text: str) -> str:
    """The text without characters that are not text: control characters, marks of layout, private signs.

    Soft hyphens, zero-width spaces and marks of direction go, for they part what is one word; joiners,
    fillers and selectors of forms stay where their script needs them. Signs of private fonts become the
    bullet they stand for, or a space. Half a surrogate pair becomes U+FFFD.
    """
    if _PLAIN.fullmatch(text):
        return text
    seen = _SOFT_BREAK.sub("", text).translate(_TABLE)
    bare: str = _IDLE.sub("", _STACKED.sub("", _CHOOSING.sub("", _FILLERS.sub("", seen))))
    return bare


class _CleanedCharacters(dict[int, str]):
    """For `str.translate`: decided once for each character."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        match unicodedata.category(character):
            case _ if character in _SIGNS:
                cleaned = _SIGNS[character]
            case "Cc" | "Cf":
                cleaned = ""
            case "Co":
                cleaned = " "
            case "Cs":
                cleaned = "\ufffd"
            case "Cn" if 0xFDD0 <= code_point <= 0xFDEF or code_point & 0xFFFE == 0xFFFE:
                cleaned = ""  # It is no character, and never will be one.
            case _:
                cleaned = character
        self[code_point] = cleaned
        return cleaned


_TABLE = _CleanedCharacters()
