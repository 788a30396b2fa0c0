"""Which encoders another index of a corpus can be built with."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from webapp.corpora.models import Corpus

OTHER = "other"
"""The choice of an encoder by a name that is typed."""


@dataclass(frozen=True, slots=True)
class EncoderChoice:
    """An encoder that is there, by the name that settings give it."""

    name: str
    does: str
    is_in_use: bool


def encoder_choices(corpus: Corpus) -> Sequence[EncoderChoice]:
    """What needs no name of weights, and what this installation is set to use."""
    known = {
        "builtin": _("pictures by what they show and how they look, words by their meaning"),
        "hashing": _("words by their letters, pictures by their colours: quick, and blind to meaning"),
    }
    if settings.ENV.encoder not in known:
        known = {settings.ENV.encoder: _("the setting of this installation"), **known}
    return [EncoderChoice(name, does, name == corpus.encoder) for name, does in known.items()]
