"""The captioner and the reranker: models beside the one that decides, asked over the wire."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any

import pytest

from agents.effects import Driver, Effects
from agents.events import ModelAsked, RunStarted
from agents.looking.captions import with_captions
from agents.memory import WorkingMemory
from agents.models.base import Prompt
from agents.models.loading import open_model
from agents.models.role_models import RoleModels
from agents.models.spec import parse_model
from agents.observations import PictureSeen, PicturesSeen, SeenHit
from agents.questions.types import AnswerType, Ask, Dimension, Intent, Understanding
from agents.replay import AgentState
from agents.searching.rerank import rerank
from agents.toolbox import ToolContext
from agents.types import ModelReply, Question, Role
from media_store import Rendition
from tests.fixtures.memory_library import Library
from tests.support.model_server import Empty, ModelServer, Reply, Say, inline_pictures, prompt_text

HITS = tuple(
    SeenHit(f"passage:{n}", "passage", f"Title {n}", f"Text {n}", f"{n}.md", "harbour", 0.5, 0.5)
    for n in range(1, 4)
)


class Asked:
    """What a side role was asked, and a context that asks it."""

    def __init__(self, library: Library, reply: Reply) -> None:
        self._server = ModelServer(lambda body, number: reply)
        self._library = library

    def __enter__(self) -> "Asked":
        server = self._server.__enter__()
        line = f"openai:side base_url={server.url} vision=yes context=32000 pictures=patches28 silence=5"
        self.model = open_model(parse_model(line), self._view)
        return self

    def __exit__(self, *details: Any) -> None:
        self.model.close()
        self._server.__exit__(*details)

    @property
    def requests(self) -> list[dict[str, Any]]:
        return list(self._server.requests)

    def context(self, role: Role) -> ToolContext:
        """A tool context whose questions to the role reach the server."""
        role_models, state = RoleModels({role: self.model}), AgentState()
        state.apply(RunStarted(Question("?"), "standard", "model", ("harbour",)))

        def ask(asked: Role, prompt: Prompt) -> Effects[ModelReply | None]:
            return (yield from role_models.ask(state, asked, prompt))

        return replace(self._library.context(WorkingMemory()), ask=ask, wants_captions=True)

    def _view(self, uid: str) -> tuple[bytes, str]:
        facts = self._library.store.rendition_facts(uid, Rendition.VIEW)
        return self._library.store.rendition(uid, Rendition.VIEW), facts.mime


def result_of(effects: Generator[Any, Any, Any]) -> Any:
    """What the effects come to, and the events on the way."""
    found: list[Any] = []

    def strand() -> Effects[None]:
        found.append((yield from effects))

    left = {"": strand}
    events = list(Driver(lambda: dict([left.popitem()]) if left else {}, 1).run())
    assert all(isinstance(event, ModelAsked) for event in events[::2])
    return found[0]


@pytest.fixture
def look(library: Library) -> PictureSeen:
    uid = library.uid("lighthouse.png")
    shown = library.store.rendition_facts(uid, Rendition.VIEW)
    return PictureSeen(uid, shown.width, shown.height, shown.width, shown.height, (), "", ())


@pytest.fixture
def captioner(library: Library) -> Iterator[Asked]:
    with Asked(library, Say("A white  tower on a reef.\n")) as asked:
        yield asked


def test_a_picture_comes_with_the_captioners_words(captioner: Asked, look: PictureSeen) -> None:
    context = captioner.context(Role.CAPTIONER)
    assert result_of(with_captions(context, look)).caption == "A white tower on a reef."
    [request] = captioner.requests
    assert inline_pictures(request) == [(look.shown_width, look.shown_height)]


def test_each_picture_of_a_look_is_captioned_once(captioner: Asked, look: PictureSeen) -> None:
    known = replace(look, caption="Known.")
    seen = result_of(with_captions(captioner.context(Role.CAPTIONER), PicturesSeen((look, known))))
    assert [picture.caption for picture in seen.pictures] == ["A white tower on a reef.", "Known."]
    assert len(captioner.requests) == 1


def test_a_policy_that_sees_gets_no_captions(captioner: Asked, look: PictureSeen) -> None:
    context = replace(captioner.context(Role.CAPTIONER), wants_captions=False)
    assert result_of(with_captions(context, look)) == look
    assert captioner.requests == []


@pytest.mark.parametrize(
    ("reply", "order"),
    [
        (Say("2, 3, 1"), [2, 3, 1]),
        (Say("The best is 3."), [3, 1, 2]),
        (Say("3, 3, 99, 0, 2"), [3, 2, 1]),
        (Say("I cannot say."), [1, 2, 3]),
        (Empty(), [1, 2, 3]),
    ],
    ids=["all", "one", "repeats and others", "prose", "nothing"],
)
def test_hits_keep_all_their_number_in_the_rerankers_order(
    library: Library, reply: Reply, order: list[int]
) -> None:
    with Asked(library, reply) as asked:
        found = result_of(rerank(asked.context(Role.RERANKER), "title", HITS))
        assert [hit.id for hit in found] == [f"passage:{n}" for n in order]
        assert "untrusted data" in prompt_text(asked.requests[0])


def test_a_single_hit_needs_no_order(library: Library) -> None:
    with Asked(library, Say("1")) as asked:
        assert result_of(rerank(asked.context(Role.RERANKER), "title", HITS[:1])) == HITS[:1]
        assert asked.requests == []


def test_the_reranker_is_told_what_is_asked(library: Library) -> None:
    read = Understanding("en", (Ask("How high is it", Intent.FACT, AnswerType.NUMBER, Dimension.LENGTH),))
    with Asked(library, Say("2, 1, 3")) as asked:
        result_of(rerank(replace(asked.context(Role.RERANKER), understanding=read), "title", HITS))
        shown = prompt_text(asked.requests[0])
    assert shown.index("Query: title") < shown.index("fact, number (length)") < shown.index("1. ")
