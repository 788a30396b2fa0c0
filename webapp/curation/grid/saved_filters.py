"""Filters of the grid that a curator keeps under a name."""

from django.contrib.auth.models import User

from agents.messages import message as _
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.curation.models import SavedFilter
from webapp.requests import length_problem

MAX_NAME = 60
MAX_QUERY = 2_000


def keep(owner: User, corpus: Corpus, name: str, query: str) -> None:
    """Keep a query string under a name; a name that is used already gets this one.

    Raises BadInput where either is empty, or longer than MAX_NAME and MAX_QUERY.
    """
    name = " ".join(name.split())
    if not name or not query:
        raise BadInput(_("Set a filter first, and give it a name."))
    if problem := length_problem(name, MAX_NAME):
        raise BadInput(problem)
    if len(query) > MAX_QUERY:
        raise BadInput(_("This filter is too long to be kept. Use shorter words in it."))
    SavedFilter.objects.update_or_create(owner=owner, corpus=corpus, name=name, defaults={"query": query})


def forget(saved: SavedFilter) -> None:
    """Delete a filter; the pictures stay."""
    saved.delete()
