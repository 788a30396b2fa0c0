"""Where models are asked: each request is journalled before it is made, and never paid twice."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Literal

from agents.effects import Effects, Wait
from agents.errors import ModelUnavailable
from agents.events import Ledger, ModelAsked, ModelFailed, ModelReplied
from agents.messages import sentence_of
from agents.models.base import DeltaKind, Deltas, Model, PicturePart, Prompt, TextPart
from agents.models.tokens import prompt_tokens
from agents.replay import AgentState
from agents.types import ModelReply, Role

LiveDeltas = Callable[[str, DeltaKind, str], None]
"""Is told the key of the request and a piece of its reply. Called from other threads; may lose pieces.

No page listens yet: one that shows an answer while it is written will, from here. No piece is journalled.
"""


_REVOKED = TextPart("(Access to this picture was revoked: its pixels cannot be seen any more.)")


def ignore(_key: str, _kind: DeltaKind, _piece: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class RoleModels:
    """The model of each role. A role that is missing has none: then its rules do the work alone.

    `may_show` says of a picture's UID whether models may see its pixels still.
    """

    models: Mapping[Role, Model]
    on_delta: LiveDeltas = field(default=ignore)
    may_show: Callable[[AgentState, str], bool] = field(default=lambda _state, _uid: True)

    @property
    def names(self) -> dict[str, str]:
        """The model's name by role, for the journal."""
        return {role.value: model.name for role, model in self.models.items()}

    @property
    def captions_for_searcher(self) -> bool:
        """Whether the searcher cannot see and the captioner can."""
        searcher, captioner = self.models.get(Role.SEARCHER), self.models.get(Role.CAPTIONER)
        if searcher is None or captioner is None:
            return False
        return captioner.capabilities.vision and not searcher.capabilities.vision

    def ask(
        self,
        state: AgentState,
        role: Role,
        prompt: Prompt,
        *,
        ledger: Ledger | None = None,
        goal: str = "",
        decides: Literal["", "next", "last"] = "",
    ) -> Effects[ModelReply]:
        """The reply to a prompt: from the journal when it was paid for before, else from the model.

        `decides` says that the reply will be the next or the last step of `goal`. Raises KeyError for a role
        without a model, and ModelUnavailable once the journal says so.
        """
        model = self.models[role]
        parts = tuple(
            _REVOKED if isinstance(part, PicturePart) and not self.may_show(state, part.uid) else part
            for part in prompt.parts
        )
        prompt = prompt if parts == prompt.parts else replace(prompt, parts=parts)
        key = request_key(model.name, prompt)
        if key in state.replies:
            return state.replies[key]
        if not ledger:
            total = prompt_tokens(prompt, model.capabilities.picture_rule)
            ledger = Ledger({"prompt": total}, total, model.capabilities.context_tokens)
        reserved = ledger.total + prompt.max_output_tokens
        tools = tuple(tool.name for tool in prompt.tools)
        yield ModelAsked(key, role, model.name, goal, ledger, reserved, decides, tools)
        deltas: Deltas = partial(self.on_delta, key)
        try:
            reply: ModelReply = yield Wait(partial(model.request, prompt, deltas))
        except ModelUnavailable as error:
            yield ModelFailed(key, role, sentence_of(error))
            raise
        yield ModelReplied(key, role, reply)
        return reply


def request_key(model: str, prompt: Prompt) -> str:
    """SHA-256 over model, messages and tools, 32 hex digits. Pictures count by their UIDs."""
    # A dataclass goes by its fields: `asdict` would copy every schema of every tool first.
    content = json.dumps(
        [model, prompt],
        sort_keys=True,
        default=lambda part: {each.name: getattr(part, each.name) for each in fields(part)},
    )
    return hashlib.sha256(content.encode()).hexdigest()[:32]
