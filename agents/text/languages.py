"""The language of what people wrote (py3langid: Lui and Baldwin, langid.py, ACL 2012)."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SURE = 0.6
"""Probability (0..1) from which a language is told. A title of one word stays below."""


MAX_CHARACTERS = 1_000
"""Of a text are looked at: more do not change what it is."""


def language_of_text(text: str) -> str:
    """The ISO 639-1 code of a text; empty where it is too little to tell."""
    if not text.strip():
        return ""
    code, probability = _identifier().classify(text[:MAX_CHARACTERS])
    return str(code) if probability >= SURE else ""


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
