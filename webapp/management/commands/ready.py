"""`manage.py ready`: the process of the Procfile that says when the others answer."""

import signal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from webapp.accounts.demo import DemoAccount, ensure_demo_account
from webapp.management.cli import Reply, SightlineCommand, columns
from webapp.messages import translated
from webapp.readiness import PARTS, address, wait_for


class Command(SightlineCommand):
    help = gettext_noop(
        "Wait until web, vector server and worker answer, show the sign-in, and stay until stopped."
    )

    def reply(self, **options: Any) -> Reply:
        for part in PARTS:
            wait_for(part, lambda complaint: self.say(translated(complaint)))
        self.say(announcement(address(), ensure_demo_account(settings.HOME)))
        # A process of the Procfile that ends is started again, so this one stays.
        signal.pause()
        return Reply({"stopped": True}, "")


def announcement(url: str, account: DemoAccount) -> str:
    """The block that ends the start."""
    rows = ((_("Open"), url), (_("Sign in"), account.username), (_("Password"), account.password))
    width = max(columns(name) for name, _value in rows)
    lines = [f"    {name}{' ' * (width - columns(name))}  {value}" for name, value in rows]
    ready, stop = _("Sightline is ready."), _("Ctrl+C stops everything.")
    return "\n".join(["", f"  {ready}", "", *lines, "", f"  {stop}", ""])
