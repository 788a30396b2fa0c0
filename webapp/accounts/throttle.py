"""How often a password may be guessed. Counted in the database, so all web processes count together."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from webapp.accounts.models import SignInFailure

FAILURES_ALLOWED = 10
WINDOW = timedelta(minutes=15)


def admit(name: str, address: str) -> bool:
    """Count an attempt before its password is looked at; False when too many have failed.

    It counts as failed until `forget`, so attempts that arrive together cannot all pass. One that is turned
    away counts for nothing: the door opens again 15 minutes after the failures that closed it.
    """
    SignInFailure.objects.filter(created__lt=timezone.now() - WINDOW).delete()
    attempt = SignInFailure.objects.create(key=_key(name, address))
    if SignInFailure.objects.filter(key=attempt.key, pk__lte=attempt.pk).count() <= FAILURES_ALLOWED:
        return True
    attempt.delete()
    return False


def forget(name: str, address: str) -> None:
    """The password was right: earlier slips count no more."""
    SignInFailure.objects.filter(key=_key(name, address)).delete()


def _key(name: str, address: str) -> str:
    # Hashed, because people type passwords into the field for the name.
    return salted_hmac("sign-in", f"{name.casefold()}\n{address}", algorithm="sha256").hexdigest()
