"""`manage.py prepare`: make what the encoder needs, so that no first search waits for it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agents.errors import ConfigurationError


class Command(BaseCommand):
    help = "Make what the encoder needs from its weights, once, in the home folder."

    def handle(self, *args: object, **options: object) -> None:
        from webapp.corpora.encoders import encoder

        try:
            loaded = encoder(settings.ENV.encoder)
        except ConfigurationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The encoder {settings.ENV.encoder} is ready ({loaded.version}).")
