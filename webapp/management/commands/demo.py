"""`manage.py demo`: make the demo account and show its sign-in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agents.errors import ConfigurationError
from webapp.accounts.demo import ensure_demo_account


class Command(BaseCommand):
    help = "Make the demo account, or set its password back to the one in the home folder, and show it."

    def handle(self, *args: object, **options: object) -> None:
        try:
            account = ensure_demo_account(settings.HOME)
        except ConfigurationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Demo sign-in: {account.username} / {account.password}")
