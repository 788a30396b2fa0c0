"""Corpora: curated collections of pictures and documents, and what is known about each.

The database and the media store are the truth; full text and vectors can be rebuilt from them.
"""

from webapp.corpora.models.corpus import Corpus
from webapp.corpora.models.derived import Derived
from webapp.corpora.models.documents import Document, DocumentImage, Passage
from webapp.corpora.models.media import MediaUse, PictureSource
from webapp.corpora.models.pictures import CorpusImage, ImageTag, RegionNote
from webapp.corpora.models.work import FileProblem, IndexJob

__all__ = [
    "Corpus",
    "CorpusImage",
    "Derived",
    "Document",
    "DocumentImage",
    "FileProblem",
    "ImageTag",
    "IndexJob",
    "MediaUse",
    "Passage",
    "PictureSource",
    "RegionNote",
]
