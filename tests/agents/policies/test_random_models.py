"""A model of random weights behind `transformers serve` decides: rubbish ends runs, and breaks none."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from agents.budget import MAX_CLOSING_STEPS
from agents.models.client import PydanticModel
from agents.models.role_models import RoleModels
from agents.models.spec import parse_model
from agents.profile import RunProfile
from agents.types import ImageRef, Question, Role
from media_store import Rendition
from tests.agents.policies.playing import PLAN, QUICK, SINGLE, Played, agent_over, check
from tests.fixtures.harbour import draw_ferry, to_png
from tests.fixtures.memory_library import Library
from tests.fixtures.transformers_serve import TransformersServer

STEPS = 12


@pytest.fixture(params=["tools=yes", "tools=no"])
def role_models(
    request: pytest.FixtureRequest, library: Library, transformers_server: TransformersServer
) -> Iterator[RoleModels]:
    """Every role is the random model, with and without tool calls of its own."""

    def view(uid: str) -> tuple[bytes, str]:
        facts = library.store.rendition_facts(uid, Rendition.VIEW)
        return library.store.rendition(uid, Rendition.VIEW), facts.mime

    server = transformers_server
    settings = f"base_url={server.base_url} vision=yes context=16000 output=24 {request.param}"
    model = PydanticModel(parse_model(f"openai:{server.model} {settings}"), view)
    yield RoleModels(dict.fromkeys(Role, model))
    model.close()


@pytest.mark.parametrize("profile", [SINGLE, QUICK, PLAN], ids=lambda profile: profile.name)
def test_a_run_ends_whatever_a_random_model_says(
    library: Library, role_models: RoleModels, profile: RunProfile
) -> None:
    facts = library.store.put(to_png(draw_ferry()))
    question = Question("What is this?", (ImageRef(facts.uid, facts.width, facts.height),))
    played = Played()
    limited = replace(profile, max_steps=STEPS)
    for event in agent_over(library, role_models, played, limited, question).run(question):
        played.events.append(event)
    check(played)
    assert played.state.usage.model_calls > 0
    assert len(played.state.steps) <= STEPS + MAX_CLOSING_STEPS
