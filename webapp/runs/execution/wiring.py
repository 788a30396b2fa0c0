"""From settings and a Run row to a SearchAgent; the only place where the parts meet."""

from collections.abc import Mapping
from functools import cache, lru_cache, partial
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

from agents.describers import Describer, load_describer
from agents.errors import ConfigurationError
from agents.libraries.finding import NEAREST, THRESHOLD
from agents.loop import Policy, SearchAgent, unlimited
from agents.memory import WorkingMemory
from agents.messages import message as _
from agents.models.base import Model
from agents.models.loading import open_model
from agents.models.role_models import LiveDeltas, RoleModels, ignore
from agents.models.spec import parse_model
from agents.policies.builtin import BuiltinPolicy
from agents.profile import RunProfile, profile_named
from agents.questions.rewriting import with_wordings
from agents.questions.rules import understand
from agents.reading.readers import load_reader
from agents.reading.readers.lazy import LazyReader
from agents.reading.types import Reader
from agents.reading.vector_file import MAX_TOKEN_ROWS, VectorFile
from agents.replay import AgentState
from agents.retrieval.by_picture import KEPT_PICTURES, CopyFinder
from agents.retrieval.encoders.sentences import SentenceEncoder
from agents.retrieval.encoders.sentences.lazy import LazySentenceEncoder
from agents.retrieval.rerankers import Reranker, load_reranker
from agents.retrieval.search import SearchPipeline
from agents.retrieval.vectors import VectorIndex
from agents.standalone import rules_agent
from agents.steering import Steering
from agents.toolbox import Tool, ToolContext, may_show
from agents.tools import tools_for
from agents.types import Role, SourcePolicy
from agents.verify.checking import DraftChecker
from media_store import MediaError, Rendition
from webapp.corpora.encoders import encoder, encodes_here
from webapp.corpora.fulltext import full_text
from webapp.corpora.library import DatabaseCatalog, ScopedLibrary
from webapp.corpora.models import Corpus
from webapp.corpora.serving import scope_of
from webapp.corpora.vectors import open_vectors
from webapp.media.stores import open_media_store
from webapp.runs import run_access
from webapp.runs.execution import orders, run_leases
from webapp.runs.execution.run_web import web_of
from webapp.runs.execution.scope import RunLibrary
from webapp.runs.execution.spending import allowance_usd
from webapp.runs.models import Run

MODEL = "model"
"""The policy of runs that a language model decides."""

KEPT_BY_PAGES = 32
"""Pictures whose places a web process keeps: more than one search compares, in 20 MB at most."""


def search_index() -> SearchPipeline:
    """The retrieval pipeline of this process, over the vectors as they can be reached now."""
    return _search_over(open_vectors())


@lru_cache(maxsize=1)
def _search_over(vectors: VectorIndex) -> SearchPipeline:
    # Kept for its threads. A vector server that was restarted has another address, and so another index here.
    copies = CopyFinder(_open_view, kept_pictures=KEPT_PICTURES if encodes_here() else KEPT_BY_PAGES)
    return SearchPipeline(full_text(), vectors, DatabaseCatalog(), encoder, copies)


def _open_view(uid: str) -> Image.Image:
    try:
        with Image.open(BytesIO(open_media_store().rendition(uid, Rendition.VIEW))) as image:
            return image.convert("RGB")
    except (MediaError, OSError) as error:
        raise KeyError(uid) from error


def policy_name() -> str:
    """What decides the steps of a new run: a model where one is set, unless the rules are asked for."""
    chosen = settings.ENV.policy
    if chosen != "auto":
        return str(chosen)
    return MODEL if settings.ENV.model else BuiltinPolicy.name


def search_agent(run: Run, on_delta: LiveDeltas = ignore) -> SearchAgent:
    """The agent for a run. Raises ConfigurationError for a policy that cannot work."""
    profile = profile_named(run.profile)
    store, is_model = open_media_store(), run.policy == MODEL
    library = RunLibrary(run, search_index(), THRESHOLD, 0 if is_model else NEAREST)
    describer, reranker = chosen_describer(), chosen_reranker()
    web = web_of(run, store)
    tools = tools_for(SourcePolicy(run.sources) if web else SourcePolicy.CORPORA)

    def shows(state: AgentState, uid: str) -> bool:
        return may_show(uid, library, state.memory, store)

    role_models = RoleModels(models_by_role() if is_model else {}, on_delta, shows)

    def context(memory: WorkingMemory) -> ToolContext:
        return ToolContext(
            library, store, describer, memory, profile.hits, refuses_repeats=is_model,
            wants_captions=role_models.captions_for_searcher, reranker=reranker, web=web,
        )  # fmt: skip

    return SearchAgent(
        _policy(run.policy, role_models, profile, tools),
        tools,
        profile,
        tuple(run_access.corpora_of(run).values_list("slug", flat=True)),
        context,
        DraftChecker(role_models, library, store, profile),
        allowance=partial(allowance_usd, run.owner_id) if is_model else unlimited,
        date=f"{run.created:%Y-%m-%d}",
        steering=Steering(partial(orders.after, run), partial(run_leases.require, run)),
        understand=lambda question: with_wordings(
            understand(question, encoder=_sentences()), library.corrections
        ),
    )


def trial_agent(corpus: Corpus) -> SearchAgent:
    """The built-in rules over one corpus, for a question that nobody asked: no run is kept of it."""
    library = ScopedLibrary(search_index(), scope_of([corpus]), THRESHOLD)
    profile = profile_named("standard")
    return rules_agent(
        builtin_policy(), library, open_media_store(), chosen_describer(), corpus.slug, profile
    )


def models_by_role() -> dict[Role, Model]:
    """The model of every role; a role without one of its own has the main one. None when none is set.

    Only the reranker is left out when it has none: it would double the price of every search.
    """
    env = settings.ENV
    found = {}
    for role in Role if env.model else ():
        line, key = getattr(env, f"{role}_model"), getattr(env, f"{role}_key")
        if line:
            found[role] = _model(line, key)
        elif role is not Role.RERANKER:
            found[role] = _model(env.model, env.model_key)  # Never to a model of another provider.
    return found


@cache
def _model(line: str, key: str) -> Model:
    return open_model(parse_model(line, key), _view)


@lru_cache(maxsize=64)
def _view(uid: str) -> tuple[bytes, str]:
    """What a model is shown of a picture, and its media type; kept, for it is shown for many turns."""
    store = open_media_store()
    return store.rendition(uid, Rendition.VIEW), store.rendition_facts(uid, Rendition.VIEW).mime


def _view_size(uid: str) -> tuple[int, int]:
    facts = open_media_store().rendition_facts(uid, Rendition.VIEW)
    return facts.width, facts.height


def builtin_policy() -> BuiltinPolicy:
    """The built-in rules with the reader that is set."""
    sentences = _sentences()
    reader = _reader(settings.ENV.reader, settings.ENV.encoder, settings.HOME)
    return BuiltinPolicy(reader, partial(understand, encoder=sentences))


_reranker = cache(load_reranker)


def chosen_reranker() -> Reranker:
    """The reranker that is set. Raises ConfigurationError."""
    return _reranker(settings.ENV.reranker)


def chosen_describer() -> Describer:
    """The describer that is set. Raises ConfigurationError."""
    return _describer(settings.ENV.describer, settings.ENV.encoder, settings.ENV.ocr)


@lru_cache(maxsize=4)
def _describer(name: str, encoder_name: str, reads_text: bool) -> Describer:
    return load_describer(name, encoder(encoder_name), reads_text=reads_text)


def _sentences() -> SentenceEncoder:
    return LazySentenceEncoder(lambda: encoder(settings.ENV.encoder).sentences)


@cache
def _reader(name: str, encoder_name: str, home: Path) -> Reader:
    # Kept for the vectors that it holds.
    store = VectorFile(home / "cache" / "sentences.sqlite3")
    token_store = VectorFile(home / "cache" / "tokens.sqlite3", MAX_TOKEN_ROWS)
    return LazyReader(lambda: load_reader(name, encoder(encoder_name).sentences, store, token_store))


def _policy(name: str, role_models: RoleModels, profile: RunProfile, tools: Mapping[str, Tool]) -> Policy:
    rules = builtin_policy()
    if name == BuiltinPolicy.name:
        return rules
    if name == MODEL and role_models.models:
        from agents.policies.model.policy import ModelPolicy

        return ModelPolicy(role_models, tools, profile, lru_cache(maxsize=4096)(_view_size), rules)
    raise ConfigurationError(
        _(
            "This run was to be decided by “%(name)s”, which is not set up here. Name a language "
            "model in SIGHTLINE_MODEL, or set SIGHTLINE_POLICY to builtin and ask again.",
            name=name,
        )
    )
