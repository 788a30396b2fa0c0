"""The other browsers that somebody is signed in with."""

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone


def end_other_sessions(person: User, kept: str | None) -> int:
    """Sign the person out everywhere but in the session `kept`; gives the number of sessions ended."""
    # A session names its user only inside its signed data, so each has to be read.
    others = Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=kept).iterator()
    theirs = [session.pk for session in others if session.get_decoded().get(SESSION_KEY) == str(person.pk)]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)
