"""`manage.py ready`: the process of the Procfile that says when the others answer."""

import signal

from django.conf import settings
from django.core.management.base import BaseCommand

from webapp.accounts.demo import DemoAccount, ensure_demo_account
from webapp.readiness import PARTS, address, wait_for


class Command(BaseCommand):
    help = "Wait until web, vector server and worker answer, show the sign-in, and stay until stopped."

    def handle(self, *args: object, **options: object) -> None:
        for part in PARTS:
            wait_for(part, self.stdout.write)
        self.stdout.write(announcement(address(), ensure_demo_account(settings.HOME)))
        # Honcho stops everything when one process ends, so this one stays.
        signal.pause()


def announcement(url: str, account: DemoAccount) -> str:
    """The block that ends the start."""
    return (
        f"\n  Sightline is ready.\n\n"
        f"    Open      {url}\n"
        f"    Sign in   {account.username}\n"
        f"    Password  {account.password}\n\n"
        f"  Ctrl+C stops everything.\n"
    )
