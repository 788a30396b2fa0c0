"""From settings and a Run row to a SearchAgent; the only place where the parts meet."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from agents.errors import ConfigurationError
from agents.eye import EncoderEye
from agents.loop import Policy, SearchAgent
from agents.memory import WorkingMemory
from agents.policies.builtin import BuiltinPolicy
from agents.profile import profile_named
from agents.retrieval.search import CorpusIndex, Search
from agents.retrieval.vectors import VectorIndex
from agents.toolbox import ToolContext, load_tools
from webapp.corpora.encoders import encoder
from webapp.corpora.fulltext import full_text
from webapp.corpora.library import DatabaseCatalog, ScopedLibrary
from webapp.corpora.models import Corpus
from webapp.corpora.vectors import open_vectors
from webapp.media.stores import open_media_store
from webapp.runs.models import Run

THRESHOLD = 0.15
"""Confidence below which the agent is not shown a hit."""


def search_index() -> Search:
    """The retrieval pipeline of this process, over the vectors as they can be reached now."""
    return _search_over(open_vectors())


@lru_cache(maxsize=1)
def _search_over(vectors: VectorIndex) -> Search:
    # Kept for its threads. A vector server that was restarted has another address, and so another index here.
    return Search(full_text(), vectors, DatabaseCatalog(), encoder)


def scope_of(corpora: Iterable[Corpus]) -> tuple[CorpusIndex, ...]:
    """The corpora as the pipeline knows them; whoever calls has checked access."""
    return tuple(CorpusIndex(c.pk, c.slug, c.encoder, c.encoder_version) for c in corpora)


def search_agent(run: Run) -> SearchAgent:
    """The agent for a run. Raises ConfigurationError for a policy that cannot work."""
    profile = profile_named(run.profile)
    scope = scope_of(run.corpora.all())
    library = ScopedLibrary(search_index(), scope, THRESHOLD)
    eye = EncoderEye(encoder(settings.ENV.encoder), reads_text=settings.ENV.ocr)

    def context(memory: WorkingMemory) -> ToolContext:
        return ToolContext(library, open_media_store(), eye, memory, frozenset(run.images), profile.hits)

    return SearchAgent(_policy(run.policy), load_tools(), profile, tuple(c.slug for c in scope), context)


def _policy(name: str) -> Policy:
    if name == BuiltinPolicy.name:
        return BuiltinPolicy(encoder(settings.ENV.encoder).embed_passages)
    raise ConfigurationError(f"There is no policy {name!r} to run with; set SIGHTLINE_POLICY to builtin.")
