"""What a server turned out to refuse, and how it is asked from then on: said once, never tried again."""

import logging
import re
from dataclasses import dataclass, replace

from agents.messages import Message, message
from agents.messages import message as _
from agents.models.adapter import ProviderRequest
from agents.models.base import Capabilities, Prompt
from agents.models.failures import refused_words

logger = logging.getLogger(__name__)

_TOOL_CHOICE = re.compile(r"tool[_ ]?choice", re.IGNORECASE)
_TOOLS = re.compile(
    r"(not|n't) support (\w+ ){0,2}(tool|function)|(tools?|functions?) (is|are|not) .{0,20}support"
    r"|support tool use|tool-call-parser|unsupported.{0,30}tool|--jinja",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"response_format|json.?schema|structured.?output|grammar", re.IGNORECASE)

NO_FORCE = _("%(model)s refuses tool_choice: it is asked for calls from now on, not made to.")
NO_OFFER = _("%(model)s takes no tools: it is asked for calls as JSON, as with tools=no.")
NO_FORMAT = _("%(model)s takes no schema for its reply: it is asked for JSON in words alone.")


@dataclass(slots=True)
class Concessions:
    """What one model is not asked for any more. Threads may share it: each change is a single step."""

    may_force: bool = True
    may_offer: bool = True
    may_format: bool = True

    def applied(self, prompt: Prompt, capabilities: Capabilities) -> tuple[Prompt, Capabilities]:
        """The prompt and the capabilities as the server will take them."""
        asked = prompt if self.may_force else replace(prompt, must_call=False)
        return asked, capabilities if self.may_offer else replace(capabilities, tools=False)

    def notes(self, name: str) -> tuple[Message, ...]:
        """What the server of this model is not asked for any more, as sentences."""
        allowed = {NO_FORCE: self.may_force, NO_OFFER: self.may_offer, NO_FORMAT: self.may_format}
        return tuple(message(words, model=name) for words, is_asked in allowed.items() if not is_asked)

    def yield_to(self, error: Exception, request: ProviderRequest, name: str) -> bool:
        """Give up what this refusal is about; False when it is about nothing that can be left out."""
        words = refused_words(error)
        if words and request.parameters.output_object and _FORMAT.search(words):
            if self.may_format:
                logger.warning(NO_FORMAT, {"model": name})
            self.may_format = False
            return True
        if not words or not request.parameters.function_tools:
            return False
        is_forced = not request.parameters.allow_text_output
        if is_forced and _TOOL_CHOICE.search(words):
            if self.may_force:  # Another thread may have been refused at the same time.
                logger.warning(NO_FORCE, {"model": name})
            self.may_force = False
        elif _TOOL_CHOICE.search(words) or _TOOLS.search(words):
            if self.may_offer:
                logger.warning(NO_OFFER, {"model": name})
            self.may_offer = False
        else:
            return False
        return True
