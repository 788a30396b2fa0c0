"""The language of what people wrote about a picture."""

from agents.text.languages import language_of_text
from webapp.corpora.models import CorpusImage


def language_of(image: CorpusImage) -> str:
    """The ISO 639-1 code of title, caption and alternative text; empty where these are too little to tell."""
    return language_of_text(" ".join(part for part in (image.title, image.caption, image.alt) if part))
