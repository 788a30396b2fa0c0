"""The demo account: the administrator that a fresh installation starts with."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from agents.errors import ConfigurationError
from agents.messages import joined, message
from agents.messages import message as _
from webapp import env

USERNAME = "demo"
PASSWORD_BYTES = 12


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What a person types to sign in."""

    username: str
    password: str


def ensure_demo_account(home: Path) -> DemoAccount:
    """Make the account, or bring it back in line with the password kept in `home/secrets/demo-password`.

    A demo account that an administrator has switched off stays off. Raises ConfigurationError for a password
    that the pages would refuse.
    """
    password = env.secret(home, "demo-password", size_bytes=PASSWORD_BYTES)
    with override(settings.LANGUAGE_CODE):  # What the validators say is then its own id in the catalogues.
        try:
            validate_password(password, User(username=USERNAME))
        except ValidationError as error:
            raise ConfigurationError(
                _(
                    "The password in %(path)s cannot be used. %(problem)s Write another there, or delete the "
                    "file to have one made.",
                    path=str(home / "secrets" / "demo-password"),
                    problem=joined(*map(message, error.messages)),
                )
            ) from error
    users = get_user_model().objects
    user, is_new = users.get_or_create(username=USERNAME, defaults={"is_staff": True, "is_superuser": True})
    if is_new or not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return DemoAccount(USERNAME, password)
