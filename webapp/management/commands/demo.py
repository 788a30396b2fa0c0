"""`manage.py demo`: make the demo account and show its sign-in."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from webapp.accounts.demo import ensure_demo_account
from webapp.management.cli import Reply, SightlineCommand


class Command(SightlineCommand):
    help = gettext_noop(
        "Make the demo account, or set its password back to the one in the home folder, and show it."
    )

    def reply(self, **options: Any) -> Reply:
        account = asdict(ensure_demo_account(settings.HOME))
        return Reply(account, gettext("Demo sign-in: %(username)s / %(password)s") % account)
