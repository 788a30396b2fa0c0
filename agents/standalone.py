"""The agent by itself: from a library to answers, without the web application."""

from dataclasses import replace
from functools import partial

from agents.describers import Describer
from agents.describers.builtin import EncoderDescriber
from agents.libraries.in_memory import InMemoryLibrary
from agents.loop import SearchAgent
from agents.models.role_models import RoleModels
from agents.policies.builtin import BuiltinPolicy
from agents.profile import RunProfile, profile_named
from agents.questions.rewriting import with_wordings
from agents.questions.rules import understand
from agents.reading.readers import load_reader
from agents.toolbox import Library, ToolContext
from agents.tools import tools_for
from agents.types import SourcePolicy
from agents.verify.checking import DraftChecker
from media_store import MediaStore


def standalone_agent(library: InMemoryLibrary, profile: str = "standard") -> SearchAgent:
    """The built-in rules over a library in memory, with the best reader that its encoder allows.

    Pictures of a question come from `library.add_question_picture`.
    Raises ConfigurationError for a profile that does not exist.
    """
    sentences = library.encoder.sentences
    reads = partial(understand, encoder=sentences)
    policy = BuiltinPolicy(load_reader("", sentences), reads)
    describer = EncoderDescriber(library.encoder, reads_text=False)
    agent = rules_agent(policy, library, library.store, describer, library.name, profile_named(profile))
    return replace(agent, understand=lambda question: with_wordings(reads(question), library.corrections))


def rules_agent(
    policy: BuiltinPolicy,
    library: Library,
    store: MediaStore,
    describer: Describer,
    corpus: str,
    profile: RunProfile,
) -> SearchAgent:
    """The built-in rules over one corpus, named by its slug; no model is asked anything."""
    return SearchAgent(
        policy,
        tools_for(SourcePolicy.CORPORA),
        profile,
        (corpus,),
        lambda memory: ToolContext(library, store, describer, memory, profile.hits),
        DraftChecker(RoleModels({}), library, store, profile),
    )
