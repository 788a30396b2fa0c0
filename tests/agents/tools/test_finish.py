"""finish: an answer, or the reason why there is none."""

import pytest

from agents.observations import Finish
from agents.toolbox import ToolContext, ToolFailed
from agents.tools.finish import finish


def test_an_answer_ends_the_run(context: ToolContext) -> None:
    assert finish(context, answer=" In 1854 [e1]. ") == Finish("In 1854 [e1].", "")


def test_a_reason_ends_the_run_without_an_answer(context: ToolContext) -> None:
    assert finish(context, reason="Nothing was found.") == Finish("", "Nothing was found.")


@pytest.mark.parametrize("blank", ["", " \n"])
def test_neither_is_refused(context: ToolContext, blank: str) -> None:
    with pytest.raises(ToolFailed, match="Neither an answer nor a reason"):
        finish(context, answer=blank, reason=blank)
