"""Where a new run may look: what was chosen, as far as this installation can do it."""

from django.conf import settings

from agents.messages import message as _
from agents.types import SourcePolicy
from webapp.corpora.errors import BadInput


def has_engines() -> bool:
    """Whether the web can be searched: without an engine that an operator chose, no run uses it."""
    return bool(settings.ENV.web_engines)


def default_sources() -> str:
    """Where whoever says nothing about it looks."""
    return str(settings.ENV.ask_sources.value)


def source_policy(chosen: str) -> SourcePolicy:
    """What somebody chose, or the setting for who chose nothing. Raises BadInput."""
    try:
        policy = SourcePolicy(chosen or default_sources())
    except ValueError:
        known = ", ".join(SourcePolicy)
        raise BadInput(
            _("There are no sources “%(name)s”; there are: %(known)s.", name=chosen, known=known)
        ) from None
    if policy is not SourcePolicy.CORPORA and not has_engines():
        raise BadInput(
            _(
                "The web cannot be used here, since no search engine is chosen: an administrator sets "
                "SIGHTLINE_WEB_ENGINES, such as to “wikipedia commons openverse”. See docs/web.md."
            )
        )
    return policy
