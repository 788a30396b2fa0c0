"""Search engines of the web: a module each, which offers its class as `ENGINE`.

A setting names an engine by its module. An engine says what to request and reads what comes back; who asks,
at which pace, and what becomes of a refusal is in `agents/web/asking`.
"""

from agents.plugins import Plugins
from agents.web.engines.protocol import WebEngine

__all__ = ["ENGINES", "engine_named"]

ENGINES = Plugins(__name__, frozenset({"protocol", "replies", "mediawiki"}))


def engine_named(name: str) -> type[WebEngine]:
    """The engine of this name; raises LookupError."""
    engine: type[WebEngine] = ENGINES.find(name)[0].ENGINE
    return engine
