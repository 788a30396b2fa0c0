"""A picture is asked about, or a piece of it: which stored one it is taken for, and which part is cited."""

import pytest
from PIL import Image

from agents.events import AnswerGiven
from agents.loop import SearchAgent
from agents.memory import WorkingMemory
from agents.models.role_models import RoleModels
from agents.policies.builtin import BuiltinPolicy
from agents.policies.subjects import is_same_picture
from agents.questions.rules import understand
from agents.reading.readers.nearest import NearestReader
from agents.retrieval.encoders import load_encoder
from agents.toolbox import ToolContext
from agents.tools import load_tools
from agents.types import Citation, ImageRef, Question
from agents.verify.checking import DraftChecker
from media_store import Box
from tests.agents.policies.playing import SINGLE
from tests.fixtures.harbour import draw_lighthouse, to_png
from tests.fixtures.memory_library import Library

pytestmark = pytest.mark.long


def cited(library: Library, image: Image.Image) -> Citation:
    """The picture that the built-in rules cite when they are asked what this is."""
    facts = library.store.put(to_png(image))
    question = Question("What is this?", (ImageRef(facts.uid, facts.width, facts.height),))
    policy = BuiltinPolicy(NearestReader(load_encoder("hashing").sentences), understand)
    checker = DraftChecker(RoleModels({}), library.context().library, library.store, SINGLE)

    def context(memory: WorkingMemory) -> ToolContext:
        return library.context(memory, asked=(facts.uid,))

    agent = SearchAgent(policy, load_tools(), SINGLE, ("harbour",), context, checker)
    [given] = [event for event in agent.run(question, []) if isinstance(event, AnswerGiven)]
    [citation] = [each for each in given.answer.citations if each.evidence.uid]
    return citation


def test_a_piece_is_cited_as_a_region(library: Library) -> None:
    whole, box = draw_lighthouse(), Box(190, 170, 660, 670)
    evidence = cited(library, whole.crop(box.to_pixels(*whole.size))).evidence
    assert evidence.file == "pictures/lighthouse.png"
    assert evidence.box is not None
    for edge in ("x0", "y0", "x1", "y1"):
        assert abs(getattr(evidence.box, edge) - getattr(box, edge)) <= 20


def test_a_whole_picture_is_cited_as_a_whole(library: Library) -> None:
    evidence = cited(library, draw_lighthouse().resize((240, 180))).evidence
    assert (evidence.file, evidence.box) == ("pictures/lighthouse.png", None)


@pytest.mark.parametrize(
    ("is_copy", "likeness", "lead", "is_same"),
    [(True, 0.3, 0.0, True), (False, 1.0, 0.05, False), (False, 0.7, 0.3, True), (False, 0.4, 0.4, False)],
)
def test_likeness_alone_needs_a_lead(is_copy: bool, likeness: float, lead: float, is_same: bool) -> None:
    assert is_same_picture(is_copy=is_copy, likeness=likeness, lead=lead) is is_same
