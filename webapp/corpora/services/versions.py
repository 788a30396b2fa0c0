"""What of a corpus was made by an earlier version of the media store or of the readers of files."""

from agents.documents.parsing import READER_VERSION
from media_store.records import VERSION
from webapp.corpora.models import Corpus, CorpusImage, Document


def outdated_pictures(corpus: Corpus) -> int:
    """How many pictures an earlier version made."""
    return CorpusImage.objects.filter(corpus=corpus, media_version__lt=VERSION).count()


def outdated_documents(corpus: Corpus) -> int:
    """How many documents an earlier version read."""
    return Document.objects.filter(corpus=corpus, reader_version__lt=READER_VERSION).count()
