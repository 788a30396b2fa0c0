"""Corpora by slug, for commands."""

from collections.abc import Sequence

from agents.messages import message as _
from webapp.corpora.errors import BadInput, UnknownCorpus
from webapp.corpora.models import Corpus

LOAD_SAMPLE = "manage.py corpus sample"


def corpora_named(slugs: Sequence[str]) -> list[Corpus]:
    """The corpora of these slugs; for no slug, all. Raises UnknownCorpus, or BadInput if there is none."""
    found = {corpus.slug: corpus for corpus in Corpus.objects.order_by("slug")}
    if not found:
        raise BadInput(_("There is no corpus yet. Load one with: %(command)s", command=LOAD_SAMPLE))
    for slug in slugs:
        if slug not in found:
            raise UnknownCorpus(
                _("There is no corpus “%(slug)s”; there are: %(slugs)s.", slug=slug, slugs=", ".join(found))
            )
    return [found[slug] for slug in dict.fromkeys(slugs)] or list(found.values())
