"""Two imports into one corpus at a time take turns."""

from agents.messages import message as _
from webapp.corpora.errors import UnknownCorpus
from webapp.corpora.models import Corpus


def lock_corpus(corpus: Corpus) -> None:
    """Keep other writers of this corpus out until the transaction ends.

    On SQLite the transaction itself has done so. Raises UnknownCorpus if it was deleted meanwhile.
    """
    if Corpus.objects.select_for_update().filter(pk=corpus.pk).first() is None:
        raise UnknownCorpus(
            _("The corpus “%(slug)s” was deleted while files were added to it.", slug=corpus.slug)
        )
