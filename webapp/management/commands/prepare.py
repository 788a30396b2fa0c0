"""`manage.py prepare`: make what the encoder needs, so that no first search waits for it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from webapp.management.cli import Reply, SightlineCommand


class Command(SightlineCommand):
    help = gettext_noop("Make what the encoder needs from its weights, once, in the home folder.")

    def reply(self, **options: Any) -> Reply:
        from webapp.corpora.encoders import encoder

        loaded = encoder(settings.ENV.encoder)
        tokens = loaded.sentences.tokens
        made = {
            "encoder": settings.ENV.encoder,
            "version": loaded.version,
            "tokens": tokens.version if tokens else None,
        }
        return Reply(made, gettext("The encoder %(encoder)s is ready (%(version)s).") % made)
