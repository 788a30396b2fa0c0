"""What no password may be, besides what Django's own validators refuse."""

import re
from unicodedata import normalize, numeric

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MIN_OF_ITS_OWN = 5
"""Characters that a password needs besides the names of its person."""

_REPEATED = re.compile(r"(.+?)\1+.{0,2}", re.DOTALL)
_MAX_PIECE_CHARACTERS = 3
"""A piece of so few is one, however short the password."""

_MIN_NAME_CHARACTERS = 2
"""Most Chinese names have two."""


class LetterValidator:
    """Refuses what has no letter of any script: digits, however written and with whatever signs between them.

    A sign that is a number (一, 百, Ⅷ), or is written out with one (㋀, ㏠), is a digit here.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        if not any(map(_is_letter, normalize("NFC", password))):
            raise ValidationError(
                _("The password has no letter in it, only digits and signs. Add a word or more."),
                code="password_without_letters",
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be without letters.")


class RepetitionValidator:
    """Refuses a short piece over and over, and the person's own names with little besides."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        written = normalize("NFKC", password).casefold()
        repeated = _REPEATED.fullmatch(written)
        if repeated and len(repeated[1]) <= max(_MAX_PIECE_CHARACTERS, len(written) // 2):
            raise ValidationError(
                _("The password is one piece over and over. Choose another."), code="password_repeats"
            )
        rest = written
        for name in sorted(_names(user), key=len, reverse=True):
            rest = rest.replace(name, "")
        if rest != written and len(re.sub(r"[\W_]+", "", rest)) < MIN_OF_ITS_OWN:
            raise ValidationError(
                _("The password is little more than your own name. Choose another."), code="password_is_name"
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be your own name or a short piece over and over.")


def _is_letter(sign: str) -> bool:
    written = normalize("NFKC", sign)
    has_number = any(numeric(each, None) is not None for each in (sign, *written))
    return not has_number and any(map(str.isalpha, written))


def _names(user: User | None) -> set[str]:
    """The words of a person's names, and of the part of the mail address before the @."""
    if user is None:
        return set()
    given = (user.username, user.first_name, user.last_name, user.email.partition("@")[0])
    whole = [normalize("NFKC", name).casefold() for name in given]
    words = {word for name in whole for word in (name, *re.split(r"[\W_]+", name))}
    return {word for word in words if len(word) >= _MIN_NAME_CHARACTERS}
