"""Corpora by slug, for commands."""

from collections.abc import Sequence

from webapp.corpora.errors import BadInput, UnknownCorpus
from webapp.corpora.models import Corpus


def corpora_named(slugs: Sequence[str]) -> list[Corpus]:
    """The corpora of these slugs; for no slug, all. Raises UnknownCorpus, or BadInput if there is none."""
    found = {corpus.slug: corpus for corpus in Corpus.objects.order_by("slug")}
    if not found:
        raise BadInput("There is no corpus yet. Load one with: manage.py corpus sample")
    for slug in slugs:
        if slug not in found:
            raise UnknownCorpus(f"There is no corpus {slug!r}; there are: {', '.join(found)}.")
    return [found[slug] for slug in dict.fromkeys(slugs)] or list(found.values())
