"""What happens to roles by itself: groups after migrating, the default role of a new user."""

from django.contrib.auth.models import User

from webapp.accounts import roles


def make_groups(**_signal: object) -> None:
    """After migrating."""
    roles.make_groups()


def give_default_role(instance: User, created: bool, raw: bool, **_signal: object) -> None:
    """After a user was saved, whoever made it: a page, a command, the administration."""
    if created and not raw:  # raw: loaddata brings the groups of its users along
        roles.give_default_role(instance)
