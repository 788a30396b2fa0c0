"""`manage.py createsuperuser`: Django's, which also looks at a password that comes from the environment."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from webapp.env import superuser_field


class Command(createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a password that the pages would refuse."""
        password = superuser_field("password")
        if password and not options["interactive"]:
            given = {name: options[name] or superuser_field(name) for name in ("username", "email")}
            try:
                validate_password(password, User(**given))
            except ValidationError as error:
                problem = " ".join(error.messages)
                raise CommandError(f"DJANGO_SUPERUSER_PASSWORD cannot be used. {problem}") from error
        super().handle(*args, **options)
