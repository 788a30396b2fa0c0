"""`manage.py demo`: make the demo account and show its sign-in."""

from django.conf import settings
from django.core.management.base import BaseCommand

from webapp.accounts.demo import ensure_demo_account


class Command(BaseCommand):
    help = "Make the demo account, or set its password back to the one in the home folder, and show it."

    def handle(self, *args: object, **options: object) -> None:
        account = ensure_demo_account(settings.HOME)
        self.stdout.write(f"Demo sign-in: {account.username} / {account.password}")
