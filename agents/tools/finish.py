from typing import Annotated

from pydantic import Field

from agents.messages import Message, Text
from agents.messages import message as _
from agents.observations import Finish
from agents.text.markers import canonical
from agents.toolbox import Phase, ToolContext, ToolFailed

PHASES = frozenset({Phase.SEARCH, Phase.ANSWER})


def finish(
    context: ToolContext,
    answer: Annotated[str, Field(max_length=20_000)] = "",
    reason: Annotated[Text, Field(max_length=2_000)] = "",
) -> Finish:
    """End the run, with an answer or with the reason why there is none.

    answer: sentences, each followed by the evidence it rests on, as in "She commanded Columbia [e2]."
    reason: without an answer, why the evidence is too weak.
    """
    if not answer.strip() and not reason.strip():
        raise ToolFailed(
            "invalid_arguments", _("Neither an answer nor a reason was given."), _("Give one of them.")
        )
    return Finish(
        canonical(answer, context.memory.evidence).strip(),
        reason if isinstance(reason, Message) else reason.strip(),
    )
