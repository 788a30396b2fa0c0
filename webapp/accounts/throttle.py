"""How often a password may be guessed. Counted in the database, so all web processes count together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from unicodedata import normalize

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from webapp.accounts.models import SignInFailure

FAILURES_ALLOWED = 10
"""With one name from one address; SIGHTLINE_SIGN_IN_FAILURES is what one address has over all names."""

WINDOW = timedelta(minutes=15)

SLIPS = 3
"""Failures from one address, over all names, that make it a doubtful one: people mistype."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that counts as failed until it is forgotten or taken back."""

    row: SignInFailure
    is_doubtful: bool
    """Whether its address had failed so often that it gets no kept place for its hash."""

    def succeed(self) -> None:
        """The password was right: earlier slips with this name count no more; those with others do."""
        SignInFailure.objects.filter(key=self.row.key).delete()

    def take_back(self) -> None:
        """No password was looked at."""
        self.row.delete()


def admit(name: str, address: str) -> Attempt | None:
    """Count an attempt before its password is looked at; None when too many have failed.

    It counts as failed from the beginning, so attempts that arrive together cannot all pass. One that is
    turned away counts for nothing: the door opens again 15 minutes after the failures that closed it.
    """
    keys = {"key": _key(cleaned(name), address), "address_key": _key("", address)}
    if _is_closed(keys, _recent()):
        return None  # Found by reading alone: a flood at a closed door must not write.
    SignInFailure.objects.filter(created__lt=timezone.now() - WINDOW).delete()
    row = SignInFailure.objects.create(**keys)
    if _is_closed(keys, _recent().filter(pk__lt=row.pk)):
        row.delete()
        return None
    return Attempt(row, _is_doubtful(keys["address_key"], _recent().filter(pk__lt=row.pk)))


def is_doubtful(address: str) -> bool:
    """Whether sign-ins from this address have failed lately, more often than people mistype."""
    return _is_doubtful(_key("", address), _recent())


def cleaned(name: str) -> str:
    """A name as it is compared here: every spelling that Django's form makes into one name is one name."""
    return normalize("NFKC", normalize("NFKC", name).casefold()).strip()


def _recent() -> "QuerySet[SignInFailure]":
    return SignInFailure.objects.filter(created__gte=timezone.now() - WINDOW)


def _is_closed(keys: Mapping[str, str], failures: "QuerySet[SignInFailure]") -> bool:
    of_name = failures.filter(key=keys["key"])
    of_address = failures.filter(address_key=keys["address_key"])
    return of_name.count() >= FAILURES_ALLOWED or of_address.count() >= settings.ENV.sign_in_failures


def _is_doubtful(address_key: str, failures: "QuerySet[SignInFailure]") -> bool:
    return failures.filter(address_key=address_key).count() >= SLIPS


def _key(name: str, address: str) -> str:
    # Hashed, because people type passwords into the field for the name.
    return salted_hmac("sign-in", f"{name}\n{address}", algorithm="sha256").hexdigest()
