from typing import Annotated

from pydantic import Field

from agents.effects import Effects
from agents.messages import message as _
from agents.observations import ClaimChecked
from agents.toolbox import EVIDENCE, ToolContext, ToolFailed
from agents.verify.asking import EvidenceLookup, earlier_check, verdicts_on
from agents.verify.claims import Claim

PHASES = EVIDENCE


def verify(
    context: ToolContext,
    claim: Annotated[str, Field(min_length=1, max_length=1_000)],
    ids: Annotated[list[str], Field(min_length=1, max_length=5)],
) -> Effects[ClaimChecked]:
    """Check a claim before you rest an answer on it: is it supported, contradicted, or not spoken of?

    claim: one statement, with its names and figures. ids: 1 to 5 ids of evidence, such as e1. A check that
    was made before is answered from memory.
    """
    wanted = tuple(dict.fromkeys(ids))
    unknown = [key for key in wanted if key not in context.memory.evidence]
    if unknown:
        raise ToolFailed(
            "unknown_id",
            _("No evidence %(ids)s in this run.", ids=", ".join(unknown)),
            _("Use ids that note gave; kept so far: %(ids)s.", ids=", ".join(context.memory.evidence) or "-"),
        )
    stated = Claim(0, len(claim), claim, wanted)
    is_reused = earlier_check(context.memory, stated) is not None
    sources = EvidenceLookup(context.library, context.store, context.question, context.memory)
    verdicts = yield from verdicts_on(stated, sources, context.ask)
    return ClaimChecked(claim, verdicts, is_reused)
