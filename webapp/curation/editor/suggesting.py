"""What was found in a picture and may be said of it; only a person takes it over."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.corpora.models import CorpusImage

MAX_SUGGESTIONS = 9
MAX_CHARACTERS = 500
_MIN_SHARE = 0.7
"""Share of the characters that must stand in words; stray marks that OCR sees in a photograph stay below."""
_VOWELS = re.compile(r"[aeiouyäöüáéíóúàèìòùâêîôûåæøœ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FieldSuggestion:
    """A text for a field of the form."""

    field: str
    text: str


def suggestions(image: CorpusImage, said: Iterable[str] = ()) -> list[FieldSuggestion]:
    """What documents have `said` of the picture, likely labels as tags, and text read in it.

    Texts are offered as its caption and as what stands in for it.
    """
    found = [each for text in dict.fromkeys(said) for each in _as_words_of(image, text[:MAX_CHARACTERS])]
    found += [FieldSuggestion("tags", name) for name, _ in image.likely_labels if name not in image.tags]
    text = " ".join(image.ocr_text.split())[:MAX_CHARACTERS]
    if reads_as_words(text):
        found += _as_words_of(image, text)
    return found[:MAX_SUGGESTIONS]


def _as_words_of(image: CorpusImage, text: str) -> Iterator[FieldSuggestion]:
    if text not in image.caption:
        yield FieldSuggestion("caption", text)
    if not image.alt:
        yield FieldSuggestion("alt", text)


def reads_as_words(text: str) -> bool:
    """Whether most of a text stands in words of three and more letters, or in a script without spaces."""
    parts = text.split()
    words = [part for part in parts if _is_word(part.strip(".,;:!?()[]\"'"))]
    return bool(words) and sum(map(len, words)) >= _MIN_SHARE * sum(map(len, parts))


def _is_word(part: str) -> bool:
    part = part.replace("-", "").replace("'", "").replace("’", "")
    letters = sum(letter.isalpha() for letter in part)
    if letters < len(part) or letters < 2:
        return False
    if not part.isascii():
        return True
    return (
        letters >= 3 and bool(_VOWELS.search(part)) and (part.islower() or part.istitle() or part.isupper())
    )
